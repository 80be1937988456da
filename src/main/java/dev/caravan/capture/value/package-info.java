/** The encodings of values in events, each read from PostgreSQL's text. No I/O. */
package dev.caravan.capture.value;

/** PostgreSQL's text of values turned into what stands in the events. No I/O. */
package dev.caravan.capture.value;

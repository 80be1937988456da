/** Changes of rows on their way, and how they become the bytes of events. No I/O. */
package dev.caravan.capture.event;

/** What the capture asks of PostgreSQL itself: rights, publication, slot and the one lock. */
package dev.caravan.capture.source;

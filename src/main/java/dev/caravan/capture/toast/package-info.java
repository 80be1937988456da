/**
 * Large values an update left as they were and PostgreSQL does not send again, read from the row.
 */
package dev.caravan.capture.toast;

/** PostgreSQL's text of values, read and written: dates, times, floats and arrays. No I/O. */
package dev.caravan.change.text;

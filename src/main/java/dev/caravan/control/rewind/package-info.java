/** Has a table's events delivered once more from an earlier place on. */
package dev.caravan.control.rewind;

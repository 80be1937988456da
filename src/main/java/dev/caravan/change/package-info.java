/**
 * What travels: tables, their shapes, topic names and headers as plain values. No I/O, no Camel.
 */
package dev.caravan.change;

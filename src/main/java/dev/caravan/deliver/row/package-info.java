/** Change events turned into RowBinary: JSON bytes in, bytes ClickHouse inserts out. No I/O. */
package dev.caravan.deliver.row;

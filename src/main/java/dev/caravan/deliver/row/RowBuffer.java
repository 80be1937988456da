package dev.caravan.deliver.row;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One growing buffer of RowBinary: little endian, text and arrays led by their length as a varint.
 *
 * @see <a href="https://clickhouse.com/docs/interfaces/formats/RowBinary">RowBinary</a>
 */
public final class RowBuffer {

  private static final VarHandle SHORTS = view(short[].class);
  private static final VarHandle INTS = view(int[].class);
  private static final VarHandle LONGS = view(long[].class);
  private static final int LONGEST_VARINT = 5;

  private byte[] bytes;
  private int size;

  public RowBuffer(int capacity) {
    bytes = new byte[Math.max(capacity, 64)];
  }

  public int size() {
    return size;
  }

  public int capacity() {
    return bytes.length;
  }

  /** Forgets everything from the given position on. */
  public void truncate(int position) {
    size = position;
  }

  public void writeByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  public void writeShort(int value) {
    ensure(Short.BYTES);
    SHORTS.set(bytes, size, (short) value);
    size += Short.BYTES;
  }

  public void writeInt(int value) {
    ensure(Integer.BYTES);
    INTS.set(bytes, size, value);
    size += Integer.BYTES;
  }

  public void writeLong(long value) {
    ensure(Long.BYTES);
    LONGS.set(bytes, size, value);
    size += Long.BYTES;
  }

  public void writeVarint(int value) {
    ensure(LONGEST_VARINT);
    size = putVarint(size, value);
  }

  public void writeBytes(byte[] source, int offset, int length) {
    ensure(length);
    System.arraycopy(source, offset, bytes, size, length);
    size += length;
  }

  /** A ClickHouse String: the length in bytes, then the bytes as they are. */
  public void writeBinary(byte[] value) {
    writeBinary(value, 0, value.length);
  }

  /** The same of a part of an array. */
  void writeBinary(byte[] source, int offset, int length) {
    writeVarint(length);
    writeBytes(source, offset, length);
  }

  /**
   * A ClickHouse String of the text as UTF-8.
   *
   * @throws UnfitValueException when it has half a surrogate pair, which UTF-8 cannot say
   */
  public void writeText(String text) {
    writeBinary(JsonValue.utf8(text));
  }

  /** Puts a varint in front of what was written since the position, whose count is known now. */
  public void insertVarint(int position, int value) {
    ensure(LONGEST_VARINT);
    int length = varintLength(value);
    System.arraycopy(bytes, position, bytes, position + length, size - position);
    putVarint(position, value);
    size += length;
  }

  /** Appends a part of another buffer. */
  public void append(RowBuffer source, int from, int to) {
    writeBytes(source.bytes, from, to - from);
  }

  /** Writes a part of it. */
  public void writeTo(OutputStream out, int from, int to) throws IOException {
    out.write(bytes, from, to - from);
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  private int putVarint(int position, int value) {
    int rest = value;
    int at = position;
    while ((rest & ~0x7F) != 0) {
      bytes[at++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    return at;
  }

  private static int varintLength(int value) {
    return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 6) / 7);
  }

  private void ensure(int more) {
    int needed = Math.addExact(size, more);
    if (needed > bytes.length) {
      long twice = Math.min(2L * bytes.length, Integer.MAX_VALUE - 8);
      bytes = Arrays.copyOf(bytes, (int) Math.max(needed, twice));
    }
  }

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
  }
}

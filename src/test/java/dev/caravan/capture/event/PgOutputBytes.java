package dev.caravan.capture.event;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes messages as pgoutput does. */
public final class PgOutputBytes {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  private interface Write {
    void to(DataOutputStream out) throws IOException;
  }

  public PgOutputBytes(char kind) {
    write(stream -> stream.write(kind));
  }

  private PgOutputBytes write(Write part) {
    try {
      part.to(out);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public PgOutputBytes kind(char kind) {
    return write(stream -> stream.write(kind));
  }

  public PgOutputBytes int8(int value) {
    return write(stream -> stream.write(value));
  }

  public PgOutputBytes int16(int value) {
    return write(stream -> stream.writeShort(value));
  }

  public PgOutputBytes int32(int value) {
    return write(stream -> stream.writeInt(value));
  }

  public PgOutputBytes int64(long value) {
    return write(stream -> stream.writeLong(value));
  }

  public PgOutputBytes name(String name) {
    return write(stream -> stream.write((name + "\0").getBytes(StandardCharsets.UTF_8)));
  }

  public PgOutputBytes text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return int32(utf8.length).write(stream -> stream.write(utf8));
  }

  /** A row; null for NULL, {@link TextColumn#UNCHANGED} for what is not sent again. */
  public PgOutputBytes row(Object... values) {
    int16(values.length);
    for (Object value : values) {
      if (value == null) {
        kind('n');
      } else if (value == TextColumn.UNCHANGED) {
        kind('u');
      } else {
        kind('t').text((String) value);
      }
    }
    return this;
  }

  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes.toByteArray());
  }
}

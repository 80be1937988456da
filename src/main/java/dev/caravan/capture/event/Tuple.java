package dev.caravan.capture.event;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A row as PostgreSQL's replication sends it: the number of columns in 16 bits, then of each column
 * a letter and, for {@link #TEXT}, the length in 32 bits and PostgreSQL's text in UTF-8. The bytes
 * stay where the driver has put them; all rows of events have this form, wherever they were read.
 *
 * @param bytes what it lies in; not to be changed
 * @param start where it begins there
 * @see <a href="https://www.postgresql.org/docs/16/protocol-logicalrep-message-formats.html">
 *     TupleData</a>
 */
public record Tuple(byte[] bytes, int start) {

  static final byte NULL = 'n';
  static final byte UNCHANGED = 'u';
  static final byte TEXT = 't';
  private static final int HEAD = 2;

  /** A row of these texts; null for NULL. */
  public static Tuple of(List<String> texts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeShort(texts.size());
      for (String text : texts) {
        write(out, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Tuple(bytes.toByteArray(), 0);
  }

  private static void write(DataOutputStream out, byte[] text) throws IOException {
    out.write(text == null ? NULL : TEXT);
    if (text != null) {
      out.writeInt(text.length);
      out.write(text);
    }
  }

  int columns() {
    return (bytes[start] & 0xFF) << 8 | bytes[start + 1] & 0xFF;
  }

  /** Where the first column begins. */
  int first() {
    return start + HEAD;
  }

  /** The text of a column, or null for NULL and for what was not sent. */
  byte[] text(int place) {
    Columns columns = new Columns(this);
    columns.go(place);
    return columns.copy();
  }

  /** Whether the column was not sent, because an update left its large value as it was. */
  boolean isUnchanged(int place) {
    Columns columns = new Columns(this);
    columns.go(place);
    return columns.kind() == UNCHANGED;
  }

  /** The same row, with what it lacks put in from the row before it, as far as that has it. */
  public Tuple filledFrom(Tuple before) {
    Map<Integer, byte[]> texts = new HashMap<>();
    for (int place = 0; place < columns(); place++) {
      if (isUnchanged(place)) {
        byte[] text = before.text(place);
        if (text != null) {
          texts.put(place, text);
        }
      }
    }
    return texts.isEmpty() ? this : with(texts);
  }

  /** The same row with other texts, null for NULL, at some places. */
  Tuple with(Map<Integer, byte[]> texts) {
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    Columns columns = new Columns(this);
    try (DataOutputStream out = new DataOutputStream(changed)) {
      out.writeShort(columns());
      for (int place = 0; place < columns(); place++) {
        columns.next();
        if (texts.containsKey(place)) {
          write(out, texts.get(place));
        } else if (columns.kind() == TEXT) {
          out.write(TEXT);
          out.writeInt(columns.length());
          out.write(bytes, columns.from(), columns.length());
        } else {
          out.write(columns.kind());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Tuple(changed.toByteArray(), 0);
  }
}

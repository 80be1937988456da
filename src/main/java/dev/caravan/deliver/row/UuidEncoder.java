package dev.caravan.deliver.row;

import java.util.UUID;

/** UUID: its two halves, the high one first, each little endian. */
public record UuidEncoder() implements ValueEncoder {

  private static final int LENGTH = 36;

  @Override
  public void write(JsonValue value, RowBuffer out) {
    writeText(value.text(), out);
  }

  @Override
  public void writeText(String text, RowBuffer out) {
    UUID uuid;
    try {
      if (text.length() != LENGTH) {
        // The JDK takes shorter ones for others.
        throw new IllegalArgumentException();
      }
      uuid = UUID.fromString(text);
    } catch (IllegalArgumentException e) {
      throw new UnfitValueException(UnfitValueException.quoted(text) + " is no UUID");
    }
    out.writeLong(uuid.getMostSignificantBits());
    out.writeLong(uuid.getLeastSignificantBits());
  }

  @Override
  public void writeZero(RowBuffer out) {
    out.writeLong(0);
    out.writeLong(0);
  }
}

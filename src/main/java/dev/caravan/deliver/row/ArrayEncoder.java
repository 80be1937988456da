package dev.caravan.deliver.row;

import dev.caravan.change.text.ArrayText;
import java.util.List;

/**
 * Array(T) from PostgreSQL's text of an array: the number of elements as a varint, then the
 * elements.
 *
 * @param element what writes an element
 * @param delimiter what stands between elements in the text
 * @param emptyForNull whether a NULL may be stored as an empty array; ClickHouse has no
 *     Nullable(Array)
 */
public record ArrayEncoder(ValueEncoder element, char delimiter, boolean emptyForNull)
    implements ValueEncoder {

  @Override
  public void write(JsonValue value, RowBuffer out) {
    writeText(value.text(), out);
  }

  @Override
  public void writeText(String text, RowBuffer out) {
    List<String> elements;
    try {
      elements = ArrayText.elements(text, delimiter);
    } catch (IllegalArgumentException e) {
      throw new UnfitValueException(UnfitValueException.quoted(text) + " is no array");
    }
    if (elements == null) {
      throw new UnfitValueException(
          UnfitValueException.quoted(text)
              + " has several dimensions or does not begin at 1, which an Array cannot say");
    }
    out.writeVarint(elements.size());
    for (String each : elements) {
      if (each != null) {
        element.writeText(each, out);
      } else if (element.holdsNull()) {
        element.writeZero(out);
      } else {
        throw new UnfitValueException(
            UnfitValueException.quoted(text) + " has NULL among elements that are not Nullable");
      }
    }
  }

  @Override
  public void writeZero(RowBuffer out) {
    out.writeVarint(0);
  }

  @Override
  public boolean holdsNull() {
    return emptyForNull;
  }
}

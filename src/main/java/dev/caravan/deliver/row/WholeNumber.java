package dev.caravan.deliver.row;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** A JSON number without a fraction; asking the parser for one would cut others. */
final class WholeNumber {

  private WholeNumber() {}

  /**
   * The parser's current value.
   *
   * @throws UnfitValueException when it is something else
   * @throws IOException when it does not fit 64 bits
   */
  static long of(JsonParser value) throws IOException {
    if (value.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw new UnfitValueException(
          UnfitValueException.quoted(value.getText()) + " is no whole number of JSON");
    }
    return value.getLongValue();
  }
}

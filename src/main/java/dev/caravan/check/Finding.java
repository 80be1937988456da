package dev.caravan.check;

/**
 * Something wrong in a file.
 *
 * @param file its name
 * @param line where, from 1; 0 when no line is known
 * @param reason what is wrong and what would be right
 */
record Finding(String file, int line, String reason) {

  /** {@code orders.camel.yaml:4: <reason>}, as compilers write it. */
  @Override
  public String toString() {
    return file + (line == 0 ? "" : ":" + line) + ": " + reason;
  }
}

package dev.caravan.routes;

/**
 * Why a route file is refused.
 *
 * @param file the file's name
 * @param line where, from 1; 0 when no line is known
 * @param reason what is wrong and what would be right, in one line
 */
public record Problem(String file, int line, String reason) {

  /** {@code line 4: <reason>}, or the reason alone where no line is known. */
  public String inFile() {
    return line == 0 ? reason : "line " + line + ": " + reason;
  }

  /** {@code orders.camel.yaml, line 4: <reason>}. */
  @Override
  public String toString() {
    return file + (line == 0 ? ": " : ", ") + inFile();
  }
}

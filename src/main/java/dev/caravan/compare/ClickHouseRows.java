package dev.caravan.compare;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Rows read from the answer as it streams in, so that only one of them is in memory. */
final class ClickHouseRows implements Rows {

  private static final ObjectReader ROW = new ObjectMapper().readerFor(String[].class);

  private final BufferedReader lines;

  /**
   * @param answer in the format JSONCompactEachRow, every value text or null
   */
  ClickHouseRows(InputStream answer) {
    this.lines = new BufferedReader(new InputStreamReader(answer, StandardCharsets.UTF_8), 1 << 16);
  }

  @Override
  public String[] next() throws IOException {
    String line = lines.readLine();
    if (line == null) {
      return null;
    }
    if (!line.startsWith("[")) {
      // The status line was sent before the failure: the error stands among the rows.
      throw new IOException("ClickHouse broke off its answer: " + line);
    }
    return ROW.readValue(line);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}

package dev.caravan.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * One statement, one connection: a kept-alive connection would fail, or the statement be sent
 * twice, after the server was killed.
 */
final class ClickHouseHttp {

  private static final int CONNECT_MILLIS = 5_000;
  private static final int ANSWER_MILLIS = 120_000;

  private ClickHouseHttp() {}

  static String query(ClickHouseService server, String sql) {
    return query(server, server.database(), sql);
  }

  static String query(ClickHouseService server, String database, String sql) {
    byte[] body = sql.getBytes(StandardCharsets.UTF_8);
    try {
      String query =
          "/?database="
              + URLEncoder.encode(database, StandardCharsets.UTF_8)
              + "&wait_end_of_query=1";
      var connection =
          (HttpURLConnection) URI.create(server.url() + query).toURL().openConnection();
      connection.setConnectTimeout(CONNECT_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      connection.setRequestMethod("POST");
      connection.setRequestProperty("Connection", "close");
      connection.setRequestProperty("X-ClickHouse-User", server.user());
      connection.setRequestProperty("X-ClickHouse-Key", server.password());
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(body.length);
      try (OutputStream request = connection.getOutputStream()) {
        request.write(body);
      }
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw new SandboxException("ClickHouse: " + read(connection.getErrorStream()));
      }
      return read(connection.getInputStream());
    } catch (IOException e) {
      throw new SandboxException("ClickHouse at " + server.url() + " does not answer: " + e, e);
    }
  }

  private static String read(InputStream answer) throws IOException {
    if (answer == null) {
      return "";
    }
    try (answer) {
      String text = new String(answer.readAllBytes(), StandardCharsets.UTF_8);
      return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
  }
}

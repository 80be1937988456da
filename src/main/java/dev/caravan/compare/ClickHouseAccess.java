package dev.caravan.compare;

import dev.caravan.security.PemFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A ClickHouse server's HTTP interface.
 *
 * @param url {@code http://host:8123}; several servers' separated by commas, see {@link #chosen()}
 * @param database where tables without a database are looked for
 * @param password may be empty
 * @param tls whom to trust, and who to be, when the URL begins with https
 */
public record ClickHouseAccess(
    String url, String database, String user, String password, PemFiles tls) {

  private static final PemFiles NO_FILES =
      new PemFiles(Optional.empty(), Optional.empty(), Optional.empty());

  /** One for all that connect the same way, for each has threads of its own. */
  private static final Map<PemFiles, HttpClient> CLIENTS = new ConcurrentHashMap<>();

  /** The JDK decides whom to trust. */
  public ClickHouseAccess(String url, String database, String user, String password) {
    this(url, database, user, password, NO_FILES);
  }

  /**
   * An answer is read slowly when the other side is slow; a sort goes to disk before it is large.
   */
  private static final String SETTINGS =
      "&http_send_timeout=3600&http_receive_timeout=3600"
          + "&max_bytes_before_external_sort=268435456"
          // A replica must not answer before it has what a majority was to have.
          + "&select_sequential_consistency=1";

  /**
   * The first of several servers that answers, to be asked from then on: one may be a moment behind
   * another.
   *
   * @throws IOException when none does
   */
  public ClickHouseAccess chosen() throws IOException {
    IOException failure = null;
    for (String each : url.split(",")) {
      ClickHouseAccess one = new ClickHouseAccess(each.strip(), database, user, password, tls);
      try {
        one.query("SELECT 1");
        return one;
      } catch (IOException e) {
        if (failure == null) {
          failure = new IOException("none of ClickHouse's servers answers: " + each + ": " + e, e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    throw failure;
  }

  /**
   * Runs a statement and hands out its answer as it comes.
   *
   * @throws IOException when the server cannot be reached or refuses; the message holds the
   *     server's words
   */
  public InputStream open(String sql) throws IOException {
    URI uri = URI.create(url + "/?database=" + encode(database) + SETTINGS);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .headers(login())
            .POST(HttpRequest.BodyPublishers.ofString(sql))
            .build();
    try {
      HttpResponse<InputStream> response =
          client().send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (response.statusCode() == 200) {
        return response.body();
      }
      try (InputStream body = response.body()) {
        String message = new String(body.readAllBytes(), StandardCharsets.UTF_8).strip();
        throw new IOException("ClickHouse at " + url + " refuses: " + message);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while ClickHouse answered");
    }
  }

  /** Runs a statement and returns its whole answer without the last line's end. */
  public String query(String sql) throws IOException {
    try (InputStream answer = open(sql)) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    }
  }

  /** The certificate is what logs in where there is no password. */
  private String[] login() {
    return password.isEmpty() && tls.certificate().isPresent()
        ? new String[] {"X-ClickHouse-User", user, "X-ClickHouse-SSL-Certificate-Auth", "on"}
        : new String[] {"X-ClickHouse-User", user, "X-ClickHouse-Key", password};
  }

  private HttpClient client() throws IOException {
    HttpClient known = CLIENTS.get(tls);
    if (known != null) {
      return known;
    }
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10));
    if (!tls.isEmpty()) {
      builder.sslContext(tls.context());
    }
    HttpClient made = builder.build();
    HttpClient other = CLIENTS.putIfAbsent(tls, made);
    return other == null ? made : other;
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}

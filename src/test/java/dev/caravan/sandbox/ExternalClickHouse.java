package dev.caravan.sandbox;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The server of {@value Environment#CLICKHOUSE_URL}. Its native port is taken to be the usual one.
 */
record ExternalClickHouse(String url, int httpPort, String database, String user, String password)
    implements ClickHouseService, ExternalService {

  private static final int NATIVE_PORT = 9000;

  static ExternalClickHouse of(String text) {
    try {
      URI uri = new URI(text);
      String[] login = uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
      String database = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
      if (login.length == 2 && uri.getHost() != null && uri.getPort() > 0 && !database.isEmpty()) {
        String url = uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort();
        return new ExternalClickHouse(url, uri.getPort(), database, login[0], login[1]);
      }
    } catch (URISyntaxException e) {
      // The message below says what would be right, and repeats no password.
    }
    throw new SandboxException(
        Environment.CLICKHOUSE_URL + " must read http://user:password@host:port/database");
  }

  @Override
  public String variable() {
    return Environment.CLICKHOUSE_URL;
  }

  @Override
  public int nativePort() {
    return NATIVE_PORT;
  }

  @Override
  public String query(String sql) {
    return ClickHouseHttp.query(this, sql);
  }
}

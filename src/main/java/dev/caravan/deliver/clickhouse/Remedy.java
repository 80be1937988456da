package dev.caravan.deliver.clickhouse;

import com.clickhouse.client.api.ServerException;
import java.net.UnknownHostException;

/** Which configuration key to look at when ClickHouse can't be worked with. */
final class Remedy {

  private static final int UNKNOWN_DATABASE = 81;
  private static final int UNKNOWN_USER = 192;
  private static final int WRONG_PASSWORD = 193;
  private static final int ACCESS_DENIED = 497;
  private static final int AUTHENTICATION_FAILED = 516;

  private Remedy() {}

  /** The remedy as the end of a sentence; empty when waiting is all there is to do. */
  static String of(Throwable cause) {
    if (cause instanceof UnknownHostException) {
      return ": correct caravan.deliver.clickhouse.url";
    }
    if (!(cause instanceof ServerException refusal)) {
      return "";
    }
    return switch (refusal.getCode()) {
      case UNKNOWN_DATABASE ->
          ": create the database, or correct caravan.deliver.clickhouse.database";
      case UNKNOWN_USER, WRONG_PASSWORD, AUTHENTICATION_FAILED ->
          ": correct caravan.deliver.clickhouse.user and caravan.deliver.clickhouse.password";
      case ACCESS_DENIED -> ": grant it to caravan.deliver.clickhouse.user";
      default -> "";
    };
  }
}

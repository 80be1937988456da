package dev.caravan.capture;

import dev.caravan.security.ConfiguredSecrets;
import java.util.Optional;

/** A failure in one line that may be shown to anybody. */
public final class FailureText {

  private static final int LONGEST = 600;

  private FailureText() {}

  /**
   * The messages of the exception and its causes.
   *
   * @param secret what must not be shown; Debezium quotes its whole configuration in some messages
   */
  public static String of(Throwable failure, Optional<String> secret) {
    StringBuilder text = new StringBuilder(message(failure));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      String message = message(cause);
      if (text.indexOf(message) < 0) {
        text.append(": ").append(message);
      }
    }
    String line = text.toString().replaceAll("\\s+", " ").strip();
    String shown =
        ConfiguredSecrets.hide(
            secret.filter(s -> !s.isEmpty()).map(s -> line.replace(s, "***")).orElse(line));
    return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "...";
  }

  private static String message(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}

package dev.caravan.operate;

import dev.caravan.security.ConfiguredSecrets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in one line why a route file was refused. */
final class RouteError {

  private static final Pattern LINE = Pattern.compile("\\bline[: ]+(\\d+)");

  private RouteError() {}

  /** {@code line 4: <reason>}, or the reason alone where no line is known. */
  static String describe(Throwable error) {
    String line = null;
    String reason = null;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      String message = cause.getMessage();
      if (message != null) {
        Matcher matcher = LINE.matcher(message);
        if (line == null && matcher.find()) {
          line = matcher.group(1);
        }
        // The innermost message says what is wrong; those around it say who noticed.
        reason = message;
      }
    }
    String text =
        reason == null ? error.getClass().getSimpleName() : reason.replaceAll("\\s+", " ").strip();
    String shown = ConfiguredSecrets.hide(text);
    return line == null ? shown : "line " + line + ": " + shown;
  }
}

package dev.caravan.security;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Hides secrets in whatever is logged, by Caravan or by a library, at any level. Log handlers name
 * it in the configuration.
 */
@LoggingFilter(name = "secrets")
public final class LogFilter implements Filter {

  @Override
  public boolean isLoggable(LogRecord entry) {
    String text = text(entry);
    String shown = ConfiguredSecrets.hide(text);
    if (shown != null && !shown.equals(text)) {
      setText(entry, shown);
    }
    if (entry.getThrown() != null) {
      Throwable hidden = HiddenFailure.of(entry.getThrown(), ConfiguredSecrets::hide);
      if (hidden != entry.getThrown()) {
        entry.setThrown(hidden);
      }
    }
    return true;
  }

  private static String text(LogRecord entry) {
    return entry instanceof ExtLogRecord extended
        ? extended.getFormattedMessage()
        : entry.getMessage();
  }

  private static void setText(LogRecord entry, String text) {
    if (entry instanceof ExtLogRecord extended) {
      // What is formatted already must not be formatted once more.
      extended.setMessage(text, ExtLogRecord.FormatStyle.NO_FORMAT);
    } else {
      entry.setMessage(text);
    }
    entry.setParameters(null);
  }
}

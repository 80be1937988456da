package dev.caravan.routes;

import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.PropertyBindingException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says what an exception of Camel or of the YAML parser means to the author of a route file. */
final class Reasons {

  private static final Pattern UNKNOWN_OPTIONS =
      Pattern.compile("Unknown parameters=\\[\\{(.*)}]", Pattern.DOTALL);
  private static final Pattern OPTION = Pattern.compile("(?:^|, )([\\w.\\-]+)=");

  /** As {@code clickhouse:} tells of its own options. */
  private static final Pattern OWN_OPTION =
      Pattern.compile("^(?:clickhouse:\\S+ has no option )?([\\w.\\-]+)(?:;| of clickhouse:)");

  private static final Pattern UNKNOWN_FIELD = Pattern.compile("Unsupported field: (\\S+)");
  private static final Pattern NO_PROPERTY =
      Pattern.compile("Property with key \\[([^]]*)] not found");

  private Reasons() {}

  /** The innermost message: it says what is wrong, those around it say who noticed. */
  static String of(Throwable error) {
    String reason = null;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof PropertyBindingException binding && binding.getPropertyName() != null) {
        return "option '%s' can't be '%s'".formatted(binding.getPropertyName(), binding.getValue());
      }
      if (cause instanceof URISyntaxException syntax) {
        // Its message repeats the whole URI, which may hold a password.
        return "the uri is not one: %s at its character %d"
            .formatted(syntax.getReason(), syntax.getIndex() + 1);
      }
      if (cause instanceof MarkedYamlEngineException marked && marked.getProblem() != null) {
        reason = marked.getProblem();
      } else if (cause.getMessage() != null) {
        reason = cause.getMessage();
      }
    }
    if (reason == null) {
      return error.getClass().getSimpleName();
    }
    Matcher property = NO_PROPERTY.matcher(reason);
    return property.find()
        ? "'{{%1$s}}' has no value; set %1$s, or give it a default with {{%1$s:...}}"
            .formatted(property.group(1))
        : reason;
  }

  /** The first option an endpoint does not know, when that is what the exception is about. */
  static Optional<String> unknownOption(Throwable error) {
    return firstMatch(error, UNKNOWN_OPTIONS)
        .map(OPTION::matcher)
        .filter(Matcher::find)
        .map(option -> option.group(1));
  }

  /** The option that is wrong, when the exception is about one. */
  static Optional<String> wrongOption(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof PropertyBindingException binding) {
        return Optional.ofNullable(binding.getPropertyName());
      }
    }
    return unknownOption(error).or(() -> firstMatch(error, OWN_OPTION));
  }

  /** The field Camel's YAML DSL does not know, when the exception is about one. */
  static Optional<String> unknownField(Throwable error) {
    return firstMatch(error, UNKNOWN_FIELD);
  }

  /** The line the YAML parser or Camel's YAML DSL names, from 1; 0 when none does. */
  static int line(Throwable error) {
    int line = 0;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof MarkedYamlEngineException marked) {
        line = marked.getProblemMark().map(mark -> mark.getLine() + 1).orElse(line);
      }
    }
    return line;
  }

  private static Optional<String> firstMatch(Throwable error, Pattern pattern) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      Matcher matcher = pattern.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find()) {
        return Optional.of(matcher.group(1));
      }
    }
    return Optional.empty();
  }
}

package dev.caravan.check;

import dev.caravan.check.run.RouteContext;
import dev.caravan.check.run.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Tells what is wrong with route files, as the application would when it loads them. */
final class Validation implements AutoCloseable {

  private static final Pattern LINE = Pattern.compile("\\bline[: ]+(\\d+)");

  private final DefaultCamelContext camel;

  Validation(Settings settings) {
    camel = RouteContext.forValidation(settings);
  }

  /** What is wrong with one more file; nothing when nothing is. */
  List<Finding> check(Path file) throws IOException {
    String name = file.getFileName().toString();
    try {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(ResourceHelper.fromBytes(name, Files.readAllBytes(file)));
      return List.of();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      return List.of(finding(name, e));
    }
  }

  private static Finding finding(String name, Exception error) {
    int line = 0;
    String reason = error.toString();
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (each.getMessage() != null) {
        Matcher matcher = LINE.matcher(each.getMessage());
        line = line == 0 && matcher.find() ? Integer.parseInt(matcher.group(1)) : line;
        reason = each.getMessage();
      }
    }
    return new Finding(name, line, reason.replaceAll("\\s+", " ").strip());
  }

  @Override
  public void close() {
    camel.stop();
  }
}

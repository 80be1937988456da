package dev.caravan.check;

import dev.caravan.change.Topics;
import dev.caravan.check.run.RouteContext;
import dev.caravan.check.run.Settings;
import dev.caravan.routes.CheckedFile;
import dev.caravan.routes.CheckedRoute;
import dev.caravan.routes.KnownRoute;
import dev.caravan.routes.RouteCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;

/** Tells what is wrong with route files, as the application would when it meets them. */
final class Validation implements AutoCloseable {

  private static final String HASHES = "hash.";

  private final Settings settings;
  private final DefaultCamelContext camel;
  private final RouteCheck check;
  private final List<KnownRoute> taken = new ArrayList<>();

  Validation(Settings settings) {
    this.settings = settings;
    camel = RouteContext.forValidation(settings);
    check = RouteCheck.of(camel, new Topics(settings.caravan().topicPrefix()));
  }

  /** What is wrong with one more file; nothing when nothing is. */
  List<Finding> check(Path file) throws IOException {
    CheckedFile checked = check.check(file, Files.readAllBytes(file), taken);
    for (CheckedRoute each : checked.routes()) {
      if (String.valueOf(each.definition()).contains(HASHES)) {
        settings.needSalt();
      }
      taken.add(new KnownRoute(each.id(), checked.name()));
    }
    return checked.problems().stream()
        .map(each -> new Finding(each.file(), each.line(), each.reason()))
        .toList();
  }

  @Override
  public void close() {
    camel.stop();
  }
}

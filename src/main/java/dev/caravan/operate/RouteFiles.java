package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import dev.caravan.StartRefusal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jboss.logging.Logger;

/**
 * Loads the route files at start, each by itself: one that is refused is named with its line and
 * reason, and all others run.
 */
@ApplicationScoped
public class RouteFiles {

  private static final Logger LOG = Logger.getLogger(RouteFiles.class);
  private static final String ENDING = ".camel.yaml";

  private final CaravanConfig caravan;
  private final RoutesConfig config;
  private final CamelContext camel;
  private final StartRefusal refusal;
  private final CertificateCheck certificates;
  private final Map<String, String> refused = new ConcurrentSkipListMap<>();
  private volatile boolean loaded;

  public RouteFiles(
      CaravanConfig caravan,
      RoutesConfig config,
      CamelContext camel,
      StartRefusal refusal,
      CertificateCheck certificates) {
    this.caravan = caravan;
    this.config = config;
    this.camel = camel;
    this.refusal = refusal;
    this.certificates = certificates;
  }

  /** Whether all files have been looked at. */
  public boolean isLoaded() {
    return loaded;
  }

  /** The refused files by name, each with the reason. */
  public Map<String, String> refused() {
    return Map.copyOf(refused);
  }

  void load(@Observes CamelEvent.CamelContextStartedEvent started) {
    if (caravan.role().delivers() && certificates.isPassed()) {
      try {
        files().forEach(this::load);
      } catch (IOException e) {
        refusal.refuse(
            "the routes folder '%s' can't be read (%s): set caravan.routes.folder to the folder with the *%s files"
                .formatted(config.folder().toAbsolutePath(), e.getMessage(), ENDING));
      }
    }
    loaded = true;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> entries = Files.list(config.folder())) {
      return entries
          .filter(file -> file.getFileName().toString().endsWith(ENDING))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private void load(Path file) {
    String name = file.getFileName().toString();
    try {
      PluginHelper.getRoutesLoader(camel)
          .loadRoutes(ResourceHelper.resolveResource(camel, "file:" + file.toAbsolutePath()));
      LOG.infof("Loaded routes of %s", name);
    } catch (Exception e) {
      String reason = RouteError.describe(e);
      refused.put(name, reason);
      LOG.errorf("Route file %s is refused, all others run: %s", file.toAbsolutePath(), reason);
    }
  }
}

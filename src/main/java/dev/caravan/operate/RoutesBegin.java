package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import dev.caravan.StartRefusal;
import dev.caravan.routes.LiveRoutes;
import dev.caravan.routes.RoutesConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import org.apache.camel.spi.CamelEvent;

/** Has the route files loaded and looked after, in a process that delivers. */
@ApplicationScoped
public class RoutesBegin {

  private final CaravanConfig caravan;
  private final RoutesConfig config;
  private final LiveRoutes routes;
  private final StartRefusal refusal;
  private final CertificateCheck certificates;

  public RoutesBegin(
      CaravanConfig caravan,
      RoutesConfig config,
      LiveRoutes routes,
      StartRefusal refusal,
      CertificateCheck certificates) {
    this.caravan = caravan;
    this.config = config;
    this.routes = routes;
    this.refusal = refusal;
    this.certificates = certificates;
  }

  void begin(@Observes CamelEvent.CamelContextStartedEvent started) {
    if (!caravan.role().delivers() || !certificates.isPassed()) {
      routes.skip();
      return;
    }
    try {
      routes.begin();
    } catch (IOException e) {
      refusal.refuse(
          "the routes folder '%s' can't be read (%s): set caravan.routes.folder to the folder with the *.camel.yaml files"
              .formatted(config.folder().toAbsolutePath(), e.getMessage()));
      routes.skip();
    }
  }
}

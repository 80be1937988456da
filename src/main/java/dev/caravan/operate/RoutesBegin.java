package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import dev.caravan.StartRefusal;
import dev.caravan.routes.LiveRoutes;
import dev.caravan.routes.RoutesConfig;
import io.quarkus.runtime.Application;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.spi.CamelEvent;
import org.jboss.logging.Logger;

/**
 * Has the route files loaded and looked after, in a process that delivers, as the last thing of its
 * start: a route that joins its group takes tables from those who deliver them, and their rows
 * would wait while this process is still busy starting.
 */
@ApplicationScoped
public class RoutesBegin {

  private static final Logger LOG = Logger.getLogger(RoutesBegin.class);
  private static final long LOOK_MILLIS = 20;

  /** Longer than one route takes to begin where servers answer; the others are left out then. */
  private static final long END_MILLIS = 5_000;

  private final CaravanConfig caravan;
  private final RoutesConfig config;
  private final LiveRoutes routes;
  private final StartRefusal refusal;
  private final CertificateCheck certificates;
  private final ClusterCheck cluster;
  private volatile Thread thread;
  private volatile boolean ended;

  public RoutesBegin(
      CaravanConfig caravan,
      RoutesConfig config,
      LiveRoutes routes,
      StartRefusal refusal,
      CertificateCheck certificates,
      ClusterCheck cluster) {
    this.caravan = caravan;
    this.config = config;
    this.routes = routes;
    this.refusal = refusal;
    this.certificates = certificates;
    this.cluster = cluster;
  }

  void begin(@Observes CamelEvent.CamelContextStartedEvent started) {
    if (!caravan.role().delivers() || !certificates.isPassed() || !cluster.isPassed()) {
      routes.skip();
      return;
    }
    Thread begun = new Thread(this::beginLast, "caravan-routes-begin");
    begun.setDaemon(true);
    thread = begun;
    begun.start();
  }

  /**
   * Lets the route that is being begun come to its end, and no other follow, before what they use
   * is gone.
   */
  void end(@Observes ShutdownEvent stopping) throws InterruptedException {
    ended = true;
    routes.end();
    if (thread != null) {
      thread.join(END_MILLIS);
    }
  }

  private void beginLast() {
    try {
      while (!Application.currentApplication().isStarted()) {
        if (ended) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      if (!ended) {
        routes.begin();
      }
    } catch (InterruptedException e) {
      LOG.debug("Interrupted before the routes began");
    } catch (RuntimeException | Error e) {
      // A thread that ended silently would look like a folder without routes.
      LOG.error("The route files could not be loaded", e);
      refusal.refuse("the route files could not be loaded: " + e);
    } catch (IOException e) {
      refusal.refuse(
          "the routes folder '%s' can't be read (%s): set caravan.routes.folder to the folder with the *.camel.yaml files"
              .formatted(config.folder().toAbsolutePath(), e.getMessage()));
      routes.skip();
    }
  }
}

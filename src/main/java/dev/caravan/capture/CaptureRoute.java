package dev.caravan.capture;

import dev.caravan.CaravanConfig;
import dev.caravan.capture.log.ChangeLog;
import dev.caravan.capture.log.ChangeLogException;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;

/** PostgreSQL to Kafka: one exchange a batch, one transaction an exchange. */
@ApplicationScoped
public class CaptureRoute extends RouteBuilder {

  /** The route's id, also a tag of its meters. */
  public static final String ID = "capture";

  private final CaravanConfig config;
  private final ChangeLog log;
  private final CaptureMeters meters;

  public CaptureRoute(CaravanConfig config, ChangeLog log, CaptureMeters meters) {
    this.config = config;
    this.log = log;
    this.meters = meters;
  }

  @Override
  public void configure() {
    if (!config.role().captures()) {
      return;
    }
    meters.register(log);
    // A failure must reach the consumer, which goes back to the last position Kafka has.
    errorHandler(noErrorHandler());
    from(BatchingDebeziumComponent.SCHEME + ":" + config.topicPrefix())
        .routeId(ID)
        .process(exchange -> write(exchange.getMessage().getBody(CapturedBatch.class)));
  }

  private void write(CapturedBatch batch) throws InterruptedException {
    long begun = System.nanoTime();
    try {
      log.write(batch);
    } catch (ChangeLogException e) {
      meters.failed(System.nanoTime() - begun);
      throw e;
    }
    meters.captured(batch, System.nanoTime() - begun);
  }
}

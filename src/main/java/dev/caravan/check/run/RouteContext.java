package dev.caravan.check.run;

import dev.caravan.change.Shape;
import dev.caravan.change.Topics;
import dev.caravan.deliver.DeliverMeters;
import dev.caravan.deliver.DeliverState;
import dev.caravan.deliver.clickhouse.ClickHouseComponent;
import dev.caravan.deliver.kafka.BatchKafkaComponent;
import dev.caravan.deliver.shape.ShapeCatalog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.apache.camel.Component;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.spi.PropertiesSource;

/** Makes a Camel context in which routes find what they find in the application. */
public final class RouteContext {

  private RouteContext() {}

  /** One in which routes can be made, and none can run for want of servers. */
  public static DefaultCamelContext forValidation(Settings settings) {
    Topics topics = new Topics(settings.caravan().topicPrefix());
    return of(
        settings,
        new BatchKafkaComponent(
            settings.kafka(),
            settings.deliver(),
            topics,
            new DeliverState(),
            new DeliverMeters(new SimpleMeterRegistry())));
  }

  /**
   * One in which routes run.
   *
   * @param kafka what stands in Kafka's place
   * @param shapes the shapes of the events
   */
  static DefaultCamelContext of(Settings settings, Component kafka, Shape... shapes) {
    DefaultCamelContext camel = new DefaultCamelContext();
    camel.getPropertiesComponent().addPropertiesSource(new Placeholders(settings));
    camel.getPropertiesComponent().addPropertiesFunction(new Variables(settings));
    camel.addComponent("kafka", kafka);
    camel.addComponent(
        "clickhouse",
        new ClickHouseComponent(
            settings.deliver(),
            new Topics(settings.caravan().topicPrefix()),
            ShapeCatalog.of(shapes),
            new DeliverMeters(new SimpleMeterRegistry())));
    camel.start();
    return camel;
  }

  private record Placeholders(Settings settings) implements PropertiesSource {

    @Override
    public String getName() {
      return "settings";
    }

    @Override
    public String getProperty(String name) {
      return settings.placeholder(name);
    }
  }

  /** {@code {{env:NAME}}} and {@code {{env:NAME:default}}}. */
  private record Variables(Settings settings) implements PropertiesFunction {

    @Override
    public String getName() {
      return "env";
    }

    @Override
    public String apply(String remainder) {
      int colon = remainder.indexOf(':');
      return colon < 0
          ? settings.variable(remainder)
          : settings.variable(remainder.substring(0, colon), remainder.substring(colon + 1));
    }
  }
}

package dev.caravan.pipeline;

import dev.caravan.sandbox.NetworkLink;
import dev.caravan.sandbox.NetworkLinks;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.Service;
import java.util.List;

/** One of the three servers, and the application's network to it. */
record Engine(String name, Service service, NetworkLink link) {

  static List<Engine> of(Sandbox sandbox, NetworkLinks links) {
    return List.of(
        new Engine("PostgreSQL", sandbox.postgres(), links.postgres()),
        new Engine("Kafka", sandbox.kafka(), links.kafka()),
        new Engine("ClickHouse", sandbox.clickhouse(), links.clickhouse()));
  }
}

package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import jakarta.enterprise.context.ApplicationScoped;
import org.apache.camel.builder.RouteBuilder;

/** Keeps the meters up that come and go with tables; each on a thread of its own. */
@ApplicationScoped
public class MeterRoutes extends RouteBuilder {

  private final CaravanConfig caravan;
  private final DebeziumMeters debezium;
  private final SnapshotMeters snapshots;
  private final TargetMeters targets;
  private final TableRoutes routes;

  public MeterRoutes(
      CaravanConfig caravan,
      DebeziumMeters debezium,
      SnapshotMeters snapshots,
      TargetMeters targets,
      TableRoutes routes) {
    this.caravan = caravan;
    this.debezium = debezium;
    this.snapshots = snapshots;
    this.targets = targets;
    this.routes = routes;
  }

  @Override
  public void configure() {
    if (caravan.role().captures()) {
      debezium.register();
      snapshots.register();
      from("timer:snapshots?period=5000&delay=1000")
          .routeId("caravan-snapshots")
          .process(exchange -> snapshots.follow());
    }
    if (caravan.role().delivers()) {
      from("timer:targets?period=15000&delay=1000")
          .routeId("caravan-targets")
          .process(
              exchange ->
                  targets.follow(
                      routes.all().stream().flatMap(each -> each.targets().stream()).toList()));
    }
  }
}

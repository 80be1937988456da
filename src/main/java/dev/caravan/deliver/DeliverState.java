package dev.caravan.deliver;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/** How every running deliver route is doing, for probes. */
@ApplicationScoped
public class DeliverState {

  private final Map<String, RouteDelivery> routes = new ConcurrentHashMap<>();

  /** Each running deliver route as it is now, by id. */
  public List<RouteDelivery> snapshot() {
    return routes.values().stream().sorted(Comparator.comparing(RouteDelivery::route)).toList();
  }

  public void started(String route, String topic) {
    routes.put(route, RouteDelivery.started(route, topic, Instant.now()));
  }

  public void stopped(String route) {
    routes.remove(route);
  }

  public void running(String route) {
    change(route, delivery -> delivery.running(Instant.now()));
  }

  public void waiting(String route, String error) {
    change(route, delivery -> delivery.waiting(error, Instant.now()));
  }

  public void refused(String route, String error) {
    change(route, delivery -> delivery.refused(error, Instant.now()));
  }

  public void delivered(String route) {
    change(route, delivery -> delivery.delivered(Instant.now()));
  }

  private void change(String route, UnaryOperator<RouteDelivery> change) {
    routes.computeIfPresent(route, (id, delivery) -> change.apply(delivery));
  }
}

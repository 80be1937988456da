package dev.caravan.deliver;

import dev.caravan.Pulse;
import dev.caravan.security.ConfiguredSecrets;
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
  private final Map<String, List<Pulse>> pulses = new ConcurrentHashMap<>();

  /** Each running deliver route as it is now, by id. */
  public List<RouteDelivery> snapshot() {
    return routes.values().stream().sorted(Comparator.comparing(RouteDelivery::route)).toList();
  }

  /** The signs of life of the threads that read for each running deliver route, by its id. */
  public Map<String, List<Pulse>> pulses() {
    return Map.copyOf(pulses);
  }

  /**
   * @param readers the signs of life of the threads that read for it
   */
  public void started(String route, String topic, List<Pulse> readers) {
    routes.put(route, RouteDelivery.started(route, topic, Instant.now()));
    pulses.put(route, List.copyOf(readers));
  }

  public void stopped(String route) {
    routes.remove(route);
    pulses.remove(route);
  }

  /** Kafka's group has told the route which partitions it has; maybe none. */
  public void joined(String route) {
    change(route, delivery -> delivery.joined(Instant.now()));
  }

  public void running(String route) {
    change(route, delivery -> delivery.running(Instant.now()));
  }

  public void waiting(String route, String error) {
    change(route, delivery -> delivery.waiting(ConfiguredSecrets.hide(error), Instant.now()));
  }

  public void refused(String route, String error) {
    change(route, delivery -> delivery.refused(ConfiguredSecrets.hide(error), Instant.now()));
  }

  public void delivered(String route) {
    change(route, delivery -> delivery.delivered(Instant.now()));
  }

  private void change(String route, UnaryOperator<RouteDelivery> change) {
    routes.computeIfPresent(route, (id, delivery) -> change.apply(delivery));
  }
}

package dev.caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.support.RoutePolicySupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes that begin with a timer run without any server. */
class RouteSetTest {

  private static final String BROKEN = "- route:\n    id: x\n    form: y\n";

  private final List<TableName> asked = new ArrayList<>();
  private final SortedMap<String, ReadFile> files = new TreeMap<>();
  private DefaultCamelContext camel;
  private RouteSet set;
  private boolean mayStart = true;

  @BeforeEach
  void startCamel() {
    camel = CheckContext.start();
    StartPermission permission =
        tables -> {
          asked.addAll(tables);
          return mayStart;
        };
    set =
        new RouteSet(
            RouteCheck.of(camel, CheckContext.TOPICS),
            new RunningRoutes(new CamelRoutes(camel), permission),
            () -> false);
  }

  @AfterEach
  void stopCamel() {
    camel.stop();
  }

  @Test
  void startsWhatIsThereAndStopsWhatIsGone() {
    // When
    put("a", route("a"));
    put("b", route("b"));
    set.apply(files);

    // Then
    assertThat(ids()).containsExactly("a", "b");
    assertThat(camel.getRouteController().getRouteStatus("a")).isEqualTo(ServiceStatus.Started);

    // When
    Route b = camel.getRoute("b");
    files.remove("a.camel.yaml");
    set.apply(files);

    // Then
    assertThat(ids()).containsExactly("b");
    assertThat(camel.getRoute("b")).isSameAs(b);
    assertThat(camel.getRouteDefinitions()).hasSize(1);
  }

  @Test
  void restartsOfAFileOnlyTheRoutesThatChanged() {
    // Given
    put("a", route("a") + route("b") + route("c"));
    set.apply(files);
    Route a = camel.getRoute("a");
    Route b = camel.getRoute("b");

    // When
    put("a", "# said anew\n" + route("a") + route("b").replace("1000", "2000") + route("d"));
    RouteSet.Outcome outcome = set.apply(files);

    // Then
    assertThat(ids()).containsExactly("a", "b", "d");
    assertThat(camel.getRoute("a")).isSameAs(a);
    assertThat(camel.getRoute("b")).isNotSameAs(b);
    assertThat(outcome).isEqualTo(new RouteSet.Outcome(1, 0));
  }

  @Test
  void restartsNothingForWords() {
    // Given
    put("a", route("a"));
    set.apply(files);
    Route a = camel.getRoute("a");
    String version = set.views().get(0).running();

    // When
    put("a", "# a comment\n\n" + route("a").replace("'", "\""));
    set.apply(files);

    // Then
    assertThat(camel.getRoute("a")).isSameAs(a);
    assertThat(set.views().get(0).running()).isNotEqualTo(version);
  }

  @Test
  void restartsAllRoutesWhenWhatTheyShareHasChanged() {
    // Given
    put("a", route("a") + route("b"));
    set.apply(files);
    Route a = camel.getRoute("a");

    // When
    put("a", "- errorHandler: {noErrorHandler: {}}\n" + route("a") + route("b"));
    set.apply(files);

    // Then
    assertThat(ids()).containsExactly("a", "b");
    assertThat(camel.getRoute("a")).isNotSameAs(a);
  }

  @Test
  void keepsWhatRunsWhenItsFileBreaksAndTakesTheMendedOne() {
    // Given
    put("a", route("a"));
    set.apply(files);
    Route a = camel.getRoute("a");
    String version = set.views().get(0).running();

    // When
    put("a", BROKEN);
    RouteSet.Outcome outcome = set.apply(files);

    // Then
    RouteFileView view = set.views().get(0);
    assertThat(outcome).isEqualTo(new RouteSet.Outcome(0, 1));
    assertThat(view.state()).isEqualTo(RouteFileView.State.REFUSED);
    assertThat(view.why()).startsWith("line 3: ").contains("form");
    assertThat(view.running()).isEqualTo(version).isNotEqualTo(view.version());
    assertThat(view.routes()).extracting(RouteView::id).containsExactly("a");
    assertThat(camel.getRoute("a")).isSameAs(a);
    assertThat(set.apply(files)).isEqualTo(new RouteSet.Outcome(0, 0));

    // When
    put("a", route("a2"));
    set.apply(files);

    // Then
    assertThat(ids()).containsExactly("a2");
    assertThat(set.views().get(0).state()).isEqualTo(RouteFileView.State.RUNNING);
  }

  @Test
  void takesAFileRefusedForItsIdWhenThatIsFree() {
    // Given
    put("a", route("x"));
    put("b", route("x").replace("1000", "3000"));
    set.apply(files);
    assertThat(set.views().get(1).why()).contains("line 2", "'x'", "a.camel.yaml");
    assertThat(ids()).containsExactly("x");

    // When
    files.remove("a.camel.yaml");
    set.apply(files);

    // Then
    assertThat(set.views()).singleElement().matches(view -> view.problems().isEmpty());
    assertThat(camel.getRoute("x").getEndpoint().getEndpointUri()).contains("3000");
  }

  @Test
  void letsTwoFilesSwapIds() {
    // Given
    put("a", route("x"));
    put("b", route("y").replace("1000", "3000"));
    set.apply(files);

    // When
    put("a", route("y"));
    put("b", route("x").replace("1000", "3000"));
    set.apply(files);

    // Then
    assertThat(ids()).containsExactly("x", "y");
    assertThat(camel.getRoute("x").getEndpoint().getEndpointUri()).contains("3000");
    assertThat(set.views()).allMatch(view -> view.problems().isEmpty());
  }

  @Test
  void putsTheOldVersionBackWhenTheNewOneCannotBeStarted() {
    // Given two consumers on one direct: endpoint, which only their start tells
    put("a", route("a"));
    put("d", direct("d"));
    set.apply(files);

    // When
    put("a", route("a").replace("1000", "2000") + direct("d2"));
    set.apply(files);

    // Then
    RouteFileView view = set.views().get(0);
    assertThat(view.why()).contains("can't be started", "direct");
    assertThat(ids()).containsExactly("a", "d");
    assertThat(camel.getRouteDefinitions()).hasSize(2);
    assertThat(camel.getRoute("a").getEndpoint().getEndpointUri()).contains("1000");

    // When
    files.remove("d.camel.yaml");
    set.apply(files);

    // Then
    assertThat(ids()).containsExactly("a", "d2");
    assertThat(set.views().get(0).problems()).isEmpty();
  }

  @Test
  void addsWithoutStartingWhatMayNotStart() {
    // Given
    mayStart = false;
    put(
        "orders",
        """
        - route:
            id: orders
            from:
              uri: kafka:shop.inventory.orders
              steps:
                - to: clickhouse:orders_final
        """);

    // When
    set.apply(files);

    // Then
    assertThat(asked).containsExactly(new TableName("inventory", "orders"));
    assertThat(camel.getRouteController().getRouteStatus("orders"))
        .isEqualTo(ServiceStatus.Stopped);
    assertThat(set.tablesByRoute())
        .isEqualTo(Map.of("orders", Set.of(new TableName("inventory", "orders"))));

    // When
    files.clear();
    set.apply(files);

    // Then
    assertThat(camel.getRouteDefinitions()).isEmpty();
    assertThat(camel.getEndpoints()).isEmpty();
  }

  @Test
  void leavesNothingOfWhatIsGone() {
    // Given
    List<RoutePolicy> policies = new ArrayList<>();
    camel.addRoutePolicyFactory(
        (context, id, route) -> {
          policies.add(new RoutePolicySupport() {});
          return policies.get(policies.size() - 1);
        });
    put("b", route("b"));
    for (int i = 0; i < 3; i++) {
      put("a", kafka(i));
      set.apply(files);
    }
    files.remove("a.camel.yaml");
    set.apply(files);
    long threads = threads();

    // When
    for (int i = 0; i < 10; i++) {
      put("a", kafka(i));
      set.apply(files);
    }
    files.remove("a.camel.yaml");
    set.apply(files);

    // Then
    assertThat(camel.getRoutes()).hasSize(1);
    assertThat(camel.getRoutesSize()).isEqualTo(1);
    assertThat(camel.getEndpoints()).hasSize(2);
    assertThat(policies).hasSizeGreaterThan(10).filteredOn(camel::hasService).hasSize(1);
    assertThat(camel.getManagementStrategy().getEventNotifiers()).isEmpty();
    assertThat(threads()).isLessThanOrEqualTo(threads);
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().matches(".*(Kafka|kafka|Deliver).*"))
        .count();
  }

  private void put(String name, String content) {
    ReadFile file = ReadFile.of(name + ".camel.yaml", content.getBytes(StandardCharsets.UTF_8));
    files.put(file.name(), file);
  }

  private List<String> ids() {
    return camel.getRoutes().stream().map(Route::getRouteId).sorted().toList();
  }

  private static String route(String id) {
    return """
        - route:
            id: %s
            from:
              uri: timer:%s
              parameters: {period: 1000, delay: '60000'}
              steps:
                - to: log:nothing
        """
        .formatted(id, id);
  }

  private static String direct(String id) {
    return "- route: {id: %s, from: {uri: 'direct:one', steps: [{log: 'x'}]}}\n".formatted(id);
  }

  private static String kafka(int count) {
    return """
        - route:
            id: orders
            from:
              uri: kafka:shop.inventory.orders
              steps:
                - log: "%d"
                - to: clickhouse:orders_final
        """
        .formatted(count);
  }
}

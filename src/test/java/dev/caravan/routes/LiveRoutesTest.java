package dev.caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real folder and a real Camel, in which the routes are added and, without Kafka, not started.
 */
class LiveRoutesTest {

  private static final TableName ORDERS = new TableName("inventory", "orders");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<Map<String, Set<TableName>>> told = new CopyOnWriteArrayList<>();
  @TempDir private Path temp;
  private Path folder;
  private DefaultCamelContext camel;
  private LiveRoutes live;

  @BeforeEach
  void begin() throws IOException {
    camel = CheckContext.start();
    folder = Files.createDirectory(temp.resolve("routes"));
    write("orders", "orders");
    live = routes();
    live.begin();
  }

  private LiveRoutes routes() {
    RoutesConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(RoutesConfig.class)
            .withDefaultValue("caravan.routes.folder", folder.toString())
            .withDefaultValue("caravan.routes.poll-interval", "100ms")
            .build()
            .getConfigMapping(RoutesConfig.class);
    RoutedTables deaf =
        tables -> {
          throw new IllegalStateException("not interested");
        };
    return new LiveRoutes(
        CheckContext.TOPICS,
        config,
        camel,
        new RoutesMeters(meters),
        List.of(deaf, told::add),
        tables -> false);
  }

  @AfterEach
  void end() {
    live.end();
    camel.stop();
  }

  @Test
  void loadsAtOnceWhatIsThereAtTheStart() {
    assertThat(live.isLoaded()).isTrue();
    assertThat(live.tables()).isEqualTo(Map.of(ORDERS, Set.of("orders")));
    assertThat(told).containsExactly(Map.of("orders", Set.of(ORDERS)));
    assertThat(meters.get("caravan.routes.running").gauge().value()).isEqualTo(1);
    assertThat(reloads("taken")).isZero();
  }

  @Test
  void beginsNothingOnceTheApplicationEnds() throws IOException {
    LiveRoutes late = routes();
    late.end();

    // When
    late.begin();

    // Then
    assertThat(told).hasSize(1);
    assertThat(late.isLoaded()).isFalse();
  }

  @Test
  void tellsWhichTablesAreRoutedAfterEachChange() throws IOException {
    // When
    write("more", "again");

    // Then
    await().until(() -> told.size() == 2);
    assertThat(told.get(1)).isEqualTo(Map.of("orders", Set.of(ORDERS), "again", Set.of(ORDERS)));
    assertThat(live.tables()).isEqualTo(Map.of(ORDERS, Set.of("again", "orders")));
    assertThat(live.files())
        .extracting(RouteFileView::file)
        .containsExactly("more.camel.yaml", "orders.camel.yaml");

    // When
    Files.delete(folder.resolve("orders.camel.yaml"));

    // Then
    await().until(() -> told.size() == 3);
    assertThat(told.get(2)).isEqualTo(Map.of("again", Set.of(ORDERS)));
    await().until(() -> reloads("taken") == 2);
  }

  @Test
  void countsWhatIsRefused() throws IOException {
    // When
    Files.writeString(folder.resolve("bad.camel.yaml"), "- route\n");

    // Then
    await().until(() -> meters.get("caravan.routes.refused").gauge().value() == 1);
    await().until(() -> reloads("refused") == 1);
    assertThat(told).hasSize(1);

    // When
    Files.delete(folder.resolve("bad.camel.yaml"));

    // Then
    await().until(() -> meters.get("caravan.routes.refused").gauge().value() == 0);
    assertThat(reloads("taken")).isZero();
  }

  @Test
  void keepsEverythingWhileTheFolderIsGone() throws IOException {
    // When
    Files.move(folder, temp.resolve("away"));

    // Then
    await().until(() -> live.folderProblem().isPresent());
    assertThat(camel.getRouteDefinitions()).hasSize(1);
    assertThat(live.files()).hasSize(1);

    // When
    Files.move(temp.resolve("away"), folder);

    // Then
    await().until(() -> live.folderProblem().isEmpty());
    assertThat(camel.getRouteDefinitions()).hasSize(1);
    assertThat(told).hasSize(1);
  }

  private double reloads(String result) {
    return meters.get("caravan.routes.reloads").tag("result", result).counter().count();
  }

  private void write(String name, String id) throws IOException {
    Files.writeString(
        folder.resolve(name + ".camel.yaml"),
        """
        - route:
            id: %s
            from:
              uri: kafka:shop.inventory.orders
              steps:
                - to: clickhouse:orders_final
        """
            .formatted(id));
  }
}

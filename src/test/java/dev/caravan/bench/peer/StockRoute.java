package dev.caravan.bench.peer;

import dev.caravan.bench.lane.Lane;
import dev.caravan.change.TableName;
import dev.caravan.sandbox.PostgresService;
import dev.caravan.sandbox.Program;
import dev.caravan.sandbox.Sandbox;
import java.util.List;
import java.util.Map;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The route a reader of Camel's documentation would write: {@code debezium-postgres} to {@code
 * kafka}, with both components as they come. Ends when its standard input does.
 */
public final class StockRoute {

  private static final String PASSWORD = "BENCH_PASSWORD";

  private StockRoute() {}

  /** Starts it in a JVM of its own, on the lane's topic and slot, both of which exist. */
  public static Program start(Lane lane, String publication) {
    TableName table = lane.tables().get(0);
    Sandbox sandbox = lane.sandbox();
    return Program.java(
        sandbox,
        lane.name(),
        Map.of(PASSWORD, sandbox.postgres().password()),
        List.of(
            Heap.OPTION,
            Heap.COLLECTOR,
            "-cp",
            System.getProperty("java.class.path"),
            StockRoute.class.getName(),
            from(lane, table, publication),
            "kafka:%s?brokers=%s&compressionCodec=lz4"
                .formatted(lane.topic(table), sandbox.kafka().bootstrapServers())));
  }

  private static String from(Lane lane, TableName table, String publication) {
    PostgresService server = lane.sandbox().postgres();
    return "debezium-postgres:stock?pluginName=pgoutput&snapshotMode=no_data"
        + "&topicPrefix=stock&messagePrefixExcludeList=.*&slotName="
        + lane.name()
        + "&publicationName="
        + publication
        + "&publicationAutocreateMode=disabled&tableIncludeList="
        + table
        + "&databaseHostname="
        + server.host()
        + "&databasePort="
        + server.port()
        + "&databaseDbname="
        + lane.source().name()
        + "&databaseUser="
        + server.user()
        + "&databasePassword={{env:"
        + PASSWORD
        + "}}&offsetStorageFileName="
        + lane.sandbox().folder().resolve(lane.name() + ".offsets");
  }

  /**
   * @param arguments the endpoint to read, the endpoint to write
   */
  public static void main(String[] arguments) throws Exception {
    DefaultCamelContext camel = new DefaultCamelContext();
    camel.addRoutes(
        new RouteBuilder() {
          @Override
          public void configure() {
            from(arguments[0])
                // The stock consumer hands over the row as a Struct; Kafka wants text.
                .process(
                    exchange ->
                        exchange
                            .getMessage()
                            .setBody(String.valueOf(exchange.getMessage().getBody())))
                .to(arguments[1]);
          }
        });
    camel.start();
    while (System.in.read() >= 0) {
      // Nothing is ever said to it.
    }
    Runtime.getRuntime().halt(0);
  }
}

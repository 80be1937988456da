package dev.caravan.bench;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The route a reader of Camel's documentation would write: {@code debezium-postgres} to {@code
 * kafka}, with both components as they come. Ends when its standard input does.
 */
public final class StockRoute {

  private StockRoute() {}

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

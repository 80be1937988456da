package dev.caravan.pipeline;

import static dev.caravan.pipeline.ControlledTables.LIMIT;
import static dev.caravan.pipeline.ControlledTables.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.sandbox.Application;

/** Asks on the command line what can be asked over HTTP. */
final class CommandLineSteps {

  private final IsolatedPipeline pipeline;
  private final ControlledTables tables;
  private final CtlRun ctl;

  CommandLineSteps(IsolatedPipeline pipeline, ControlledTables tables, Application application) {
    this.pipeline = pipeline;
    this.tables = tables;
    this.ctl = new CtlRun(application.url());
  }

  private void byScript() {
    assertThat(ctl.byScript(0, "tables")).contains("inventory.orders").contains("running");
    assertThat(ctl.byScript(1, "pause", "inventory.order")).contains("neither captured nor routed");
    assertThat(ctl.byScript(2, "pause", "orders")).contains("names no table");
  }

  void speaksOfTables() {
    if (!Application.isNative()) {
      // The script starts the JVM's build, which need not be there.
      byScript();
    }
    assertThat(ctl.ok("tables")).contains("inventory.orders").contains("running");
    assertThat(ctl.ok("table", "inventory.orders", "--exact")).contains("140 rows");
    assertThat(ctl.ok("pause", "inventory.Order Items")).contains("is paused");
    assertThat(ctl.ok("resume", "inventory.Order Items")).contains("goes on");
    assertThat(ctl.ok("resnapshot", "inventory.Order Items", "--filter", "id = 1"))
        .contains("where id = 1");
    assertThat(ctl.ok("cancel", "inventory.Order Items")).contains("Order Items");
    assertThat(ctl.ok("rewind", "inventory.Order Items", "--offset", "0=0", "--offset", "1=0"))
        .contains("is rewound");
    assertThat(ctl.ok("capture")).contains("streaming");
    assertThat(ctl.ok("dead-letters", "list")).contains("WAITING");
    assertThat(ctl.ok("routes")).contains("table1.camel.yaml").contains("running");
    assertThat(ctl.ok("--json", "tables")).startsWith("{").contains("\"problems\"");
    ctl.refused(1, "neither captured nor routed", "pause", "inventory.order");
    ctl.refused(1, "no events of a table", "dead-letters", "list", "inventory.order");
    ctl.refused(1, "no dead letter", "dead-letters", "show", "inventory.orders", "0/0");
    ctl.refused(2, "names no table", "pause", "orders");
    ctl.refused(2, "--to", "rewind", "inventory.orders");
    assertThat(ctl.ok("resnapshot", "inventory.orders", "--watch")).contains("complete 100.0 %");
  }

  void pausesTheCapture() {
    assertThat(ctl.ok("capture", "pause")).contains("is to pause");
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(ctl.ok("capture")).contains("paused since"));
    int taken = pipeline.kafka().records(tables.topic()).size();
    tables.insert(5);
    assertThat(ctl.ok("capture")).contains("paused since");
    assertThat(pipeline.kafka().records(tables.topic())).hasSize(taken);
    assertThat(ctl.ok("capture", "resume")).contains("goes on");
    await()
        .atMost(LIMIT)
        .untilAsserted(() -> assertThat(ctl.ok("capture")).contains("streaming since"));
  }

  void speaksOfDeadLetters() {
    assertThat(ctl.ok("dead-letters", "replay", "inventory.orders", "--all"))
        .contains("0 replayed");
    assertThat(ctl.ok("dead-letters", "discard", "inventory.orders", "--all"))
        .contains("0 discarded");
    pipeline.awaitEqual(ORDERS);
  }
}

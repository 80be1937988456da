package dev.caravan.pipeline;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tables that change their shape under load: followed, or stopped with a remedy that works. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class SchemaChangeIT {

  private static final TableName BEFORE = new TableName("inventory", "before");
  private static final TableName ANEW = new TableName("inventory", "anew");
  private static final Pattern CREATED_ANEW =
      Pattern.compile(
          "inventory\\.anew was dropped and created anew .* run in ClickHouse: (.*?) \\(or DROP");
  private static final TableName AFTER = new TableName("inventory", "after");

  @Test
  void changesUnderLoadAreFollowedOrStopOneTable(Sandbox sandbox) throws Exception {
    List<EvolvingTable> tables = tables();
    try (IsolatedPipeline pipeline = pipeline(sandbox);
        EvolvingWriter writer = new EvolvingWriter(pipeline.connect(), tables)) {
      // Given
      pipeline.sql("CREATE TYPE inventory.colour AS ENUM ('red', 'green')");
      writer.prepare(200);
      tables.forEach(table -> pipeline.deliver(table.name()));
      Application application = pipeline.start(pipeline.application());
      application.awaitReady(Duration.ofSeconds(90));
      writer.start();
      awaitRounds(writer, 30);
      // A table that is created after the change was never to have what the change takes away
      for (EvolvingTable table : tables) {
        await(table.name() + " has rows before it changes")
            .atMost(Duration.ofSeconds(90))
            .until(() -> hasRows(pipeline, table.name()));
      }

      // When
      writer.change();
      awaitRounds(writer, 60);

      // Then what can't be followed stops, says so, and goes on after the remedy, under load
      for (EvolvingTable table : tables) {
        if (table.stops()) {
          RemedyText remedy = RemedyText.of(application, table.name());
          assertThat(stopped(application, table.name())).isEqualTo("1.0");
          remedy.run(pipeline);
        }
      }
      awaitRounds(writer, 60);
      writer.stop();
      pipeline.awaitEqual(tables.stream().map(EvolvingTable::name).toArray(TableName[]::new));
      // And a dropped column stays, though an update since then leaves NULL in its row
      assertThat(
              pipeline.clickhouse(
                  "SELECT count() FROM system.columns WHERE database = currentDatabase()"
                      + " AND table = 'drop_column_final' AND name = 'c'"))
          .isEqualTo("1");
      for (EvolvingTable table : tables) {
        await(table.name() + " is not stopped")
            .atMost(Duration.ofSeconds(30))
            .until(() -> !"1.0".equals(stopped(application, table.name())));
      }
    }
  }

  @Test
  void aTableOfAnotherNameAndATableCreatedAnewGoOn(Sandbox sandbox) throws Exception {
    try (IsolatedPipeline pipeline = pipeline(sandbox)) {
      pipeline.sql(
          "CREATE TABLE inventory.before (id int PRIMARY KEY, v int)",
          "INSERT INTO inventory.before SELECT n, n FROM generate_series(1, 100) n",
          "CREATE TABLE inventory.anew (id int PRIMARY KEY, v int)",
          "INSERT INTO inventory.anew SELECT n, n FROM generate_series(1, 100) n");
      pipeline.deliver(BEFORE, AFTER, ANEW);
      Application application = pipeline.start(pipeline.application());
      pipeline.awaitEqual(BEFORE, ANEW);
      aRenamedTableGoesOnUnderItsNewName(pipeline, application);
      aTableCreatedAnewWaitsUntilTheOldOneIsPutAside(pipeline, application);
    }
  }

  private static void aRenamedTableGoesOnUnderItsNewName(
      IsolatedPipeline pipeline, Application application) {
    // When
    pipeline.sql(
        "INSERT INTO inventory.before VALUES (101, 1)",
        "ALTER TABLE inventory.before RENAME TO after",
        "INSERT INTO inventory.after VALUES (102, 2)",
        "UPDATE inventory.after SET v = 0 WHERE id = 1");

    // Then it says what to do for the rows that were there
    await("says what to do")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(application.log())
                    .containsPattern("inventory\\.before.*inventory\\.after.*UPDATE"));
    pipeline.sql("UPDATE inventory.after SET v = v");
    pipeline.awaitEqual(AFTER);
  }

  private static void aTableCreatedAnewWaitsUntilTheOldOneIsPutAside(
      IsolatedPipeline pipeline, Application application) {
    // When the numbers of its columns are those of others before
    pipeline.sql(
        "INSERT INTO inventory.anew VALUES (101, 1)",
        "BEGIN; DROP TABLE inventory.anew;"
            + " CREATE TABLE inventory.anew (v int NOT NULL, name text, id int PRIMARY KEY);"
            + " ALTER PUBLICATION "
            + pipeline.slot()
            + " ADD TABLE inventory.anew;"
            + " INSERT INTO inventory.anew SELECT n, 'n' || n, n FROM generate_series(51, 150) n;"
            + " COMMIT",
        "DELETE FROM inventory.anew WHERE id % 10 = 0");

    // Then it says what to do, and goes on once that is done
    await("says what to do")
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(application.log()).containsPattern(CREATED_ANEW));
    Matcher remedy = CREATED_ANEW.matcher(application.log());
    assertThat(remedy.find()).isTrue();
    List.of(remedy.group(1).split("; ")).forEach(pipeline::clickhouse);
    pipeline.awaitEqual(ANEW);
    assertThat(pipeline.clickhouse("SELECT count(), max(id) FROM anew_final_old FINAL"))
        .isEqualTo("101\t101");
  }

  List<EvolvingTable> tables() {
    return EvolvingTables.ALL;
  }

  IsolatedPipeline pipeline(Sandbox sandbox) {
    return new IsolatedPipeline(sandbox, SchemaChangeIT.class);
  }

  private static void awaitRounds(EvolvingWriter writer, int more) throws Exception {
    int rounds = writer.rounds() + more;
    await("the writer has gone on")
        .atMost(Duration.ofSeconds(90))
        .until(() -> writer.rounds() >= rounds);
  }

  private static boolean hasRows(IsolatedPipeline pipeline, TableName table) {
    String target = table.table() + "_final";
    return pipeline.clickhouse("EXISTS TABLE " + target).equals("1")
        && !pipeline.clickhouse("SELECT count() FROM " + target).equals("0");
  }

  /** The meter's value, null when there is none. */
  private static String stopped(Application application, TableName table) {
    String start = "caravan_deliver_stopped{table=\"" + table + "\"} ";
    return get(application.url() + "/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst()
        .orElse(null);
  }
}

package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names, labels, defaults and comments that would be statements if somebody forgot to quote. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class InjectionIT {

  private static final String SCHEMA = "s\"'; DROP TABLE public.canary; --";

  /** Ends whatever quotes there are, in either database. */
  private static final List<String> HOSTILE =
      List.of(
          "'; DROP TABLE canary; --",
          "\"; DROP TABLE public.canary; --",
          "`; DROP TABLE canary; --",
          "\\'; DROP TABLE canary; --",
          "\\`, evil Int32) ENGINE=Null --",
          "a\\",
          "b')\n; DROP TABLE canary\n--",
          "/* {x:Identifier} ${y} {{z}} $1 ?",
          "\u202e🚚 ‘漢字’");

  private static final TableName ROWS = new TableName(SCHEMA, "t\"`'; DROP TABLE canary; --");

  @Test
  void nothingIsRunThatAnIdentifierSays(Sandbox sandbox) {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, InjectionIT.class)) {
      // Given
      pipeline.sql("CREATE TABLE public.canary (id int)", "CREATE SCHEMA " + identifier(SCHEMA));
      pipeline.clickhouse("CREATE TABLE canary (id Int32) ENGINE = MergeTree ORDER BY id");
      StringBuilder columns = new StringBuilder("\"'key`\\\" int PRIMARY KEY");
      for (String each : HOSTILE) {
        columns.append(", ").append(identifier(each)).append(" text");
      }
      String labels = String.join(", ", HOSTILE.stream().map(InjectionIT::text).toList());
      String rows = ROWS.quoted();
      pipeline.sql(
          "CREATE TYPE " + identifier(SCHEMA) + ".\"e'`\\\" AS ENUM (" + labels + ")",
          "CREATE TABLE " + rows + " (" + columns + ")",
          "COMMENT ON TABLE " + rows + " IS " + text(HOSTILE.get(0)),
          "COMMENT ON COLUMN "
              + rows
              + "."
              + identifier(HOSTILE.get(4))
              + " IS "
              + text(HOSTILE.get(3)),
          "INSERT INTO " + rows + " VALUES (1, " + labels + ")");
      pipeline.deliver(ROWS, encoded(ROWS.table() + "_final"), Map.of());
      pipeline.deliver(
          new TableName("inventory", "broken"),
          "broken_final",
          Map.of("columnType.x", "String, evil Int32"));

      // When
      Application application =
          pipeline.start(pipeline.application().set("caravan.capture.tables", "*"));
      pipeline.awaitEqual(ROWS);
      for (String each : HOSTILE) {
        pipeline.sql(
            "ALTER TABLE "
                + rows
                + " ADD COLUMN "
                + identifier("+" + each)
                + " text NOT NULL DEFAULT "
                + text(each));
      }
      pipeline.sql(
          "ALTER TABLE "
              + rows
              + " ADD COLUMN e "
              + identifier(SCHEMA)
              + ".\"e'`\\\" DEFAULT "
              + text(HOSTILE.get(0)),
          "ALTER TABLE "
              + rows
              + " RENAME COLUMN "
              + identifier(HOSTILE.get(0))
              + " TO "
              + identifier("-" + HOSTILE.get(0)),
          "UPDATE "
              + rows
              + " SET "
              + identifier(HOSTILE.get(2))
              + " = repeat("
              + text(HOSTILE.get(3))
              + ", 1000)",
          "INSERT INTO " + rows + " (\"'key`\\\") VALUES (2)",
          "UPDATE " + rows + " SET \"'key`\\\" = 3 WHERE \"'key`\\\" = 1");

      // Then
      pipeline.awaitEqual(ROWS);
      assertThat(pipeline.clickhouse("EXISTS canary")).isEqualTo("1");
      assertThat(pipeline.clickhouse("SELECT name FROM system.columns WHERE name = 'evil'"))
          .isEmpty();
      pipeline.sql("SELECT FROM public.canary");
      assertThat(application.log().lines())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains("is refused", "columnType.x", "String, evil Int32", "one type"));
    }
  }

  private static String identifier(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String text(String value) {
    return '\'' + value.replace("'", "''") + '\'';
  }

  /** As it stands in an endpoint's URI. */
  private static String encoded(String name) {
    return name.replace("%", "%25").replace(" ", "%20").replace("\"", "%22").replace("`", "%60");
  }
}

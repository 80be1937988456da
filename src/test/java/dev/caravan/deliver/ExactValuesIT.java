package dev.caravan.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import dev.caravan.change.text.FloatText;
import dev.caravan.deliver.table.ColumnTypes;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SandboxException;
import dev.caravan.sandbox.SharedSandbox;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What ClickHouse says of each value, on a real ClickHouse. */
class ExactValuesIT {

  private static final TableName VALUES = new TableName("inventory", "exact values");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Column ID =
      new Column("id", 1, "int4", null, null, false, "int32", null, false);
  private static final String NINES = "9".repeat(76);

  /** A value as it is in an event, and what ClickHouse shows of it in a type. */
  private record Case(
      String type,
      Integer length,
      Integer scale,
      String encoding,
      boolean nullable,
      String chosen,
      String json,
      String shown) {}

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Sandbox sandbox = SharedSandbox.get();
  private String target;
  private ChangeLog log;
  private Topics topics;

  @BeforeEach
  void newNames() throws Exception {
    String unique = UUID.randomUUID().toString().substring(0, 8);
    topics = new Topics("x" + unique);
    target = "values_" + unique;
    log = new ChangeLog(sandbox, topics, VALUES, 1);
    open.add(log);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void showsEveryValueToTheLastDigit() throws Exception {
    // Given
    List<Case> cases = cases();
    List<Column> columns = new ArrayList<>(List.of(ID));
    Map<String, String> chosen = new LinkedHashMap<>();
    for (int i = 0; i < cases.size(); i++) {
      Case each = cases.get(i);
      columns.add(column(i, each));
      if (each.chosen() != null) {
        chosen.put("c " + i, each.chosen());
      }
    }
    log.announce(new Shape(VALUES, columns, List.of("id")));
    deliver(chosen);

    // When
    log.change(1, "null", row(1, cases), 'c');

    // Then
    soon().until(() -> query("SELECT count() FROM " + target).equals("1"));
    ColumnTypes types = new ColumnTypes("values", chosen);
    for (int i = 0; i < cases.size(); i++) {
      Case each = cases.get(i);
      assertThat(shown("`c " + i + "` FROM " + target)).as(each.toString()).isEqualTo(each.shown());
      assertThat(shown(types.of(column(i, each), false).literal(JSON.readTree(each.json()))))
          .as("literal of " + each)
          .isEqualTo(each.shown());
    }
  }

  @Test
  void givesOlderRowsWhatTheyHoldInANewColumn() throws Exception {
    // Given
    List<Case> cases = cases();
    List<Column> columns = new ArrayList<>(List.of(ID));
    for (int i = 0; i < cases.size(); i++) {
      Column column = column(i, cases.get(i));
      columns.add(
          new Column(
              column.name(),
              i + 2,
              column.type(),
              column.length(),
              column.scale(),
              column.nullable(),
              column.encoding(),
              JSON.readTree(cases.get(i).json()),
              false));
    }
    Map<String, String> chosen = new LinkedHashMap<>();
    for (int i = 0; i < cases.size(); i++) {
      if (cases.get(i).chosen() != null) {
        chosen.put("c " + i, cases.get(i).chosen());
      }
    }
    Shape old = new Shape(VALUES, List.of(ID), List.of("id"));
    log.announce(old);
    log.change(1, "null", "{\"id\":1}", 'c');
    deliver(Map.of());
    soon().until(() -> query("SELECT count() FROM " + target + "_final").equals("1"));
    for (int i = open.size() - 1; i > 0; i--) {
      open.remove(i).close();
    }

    // When
    Shape wider = new Shape(VALUES, columns, List.of("id"));
    log.announce(wider);
    log.with(old);
    log.change(2, "null", "{\"id\":2}", 'c');
    log.with(wider);
    log.change(3, "null", row(3, cases), 'c');
    deliver(chosen);

    // Then
    soon().until(() -> query("SELECT count() FROM " + target).equals("3"));
    for (int i = 0; i < cases.size(); i++) {
      assertThat(query("SELECT uniqExact(ifNull(toString(`c " + i + "`), 'NULL')) FROM " + target))
          .as(cases.get(i).toString())
          .isEqualTo("1");
      assertThat(shown("`c " + i + "` FROM " + target + " WHERE id = 1"))
          .as(cases.get(i).toString())
          .isEqualTo(cases.get(i).shown());
    }
  }

  @Test
  void showsRowsWithoutAKeyAsOftenAsTheSourceHasThem() throws Exception {
    // Given
    List<Column> columns =
        List.of(
            new Column("n", "float8", null, null, true, "float64"),
            new Column("range", "text", null, null, true, "string"),
            new Column("list", "int4[]", null, null, false, "string"));
    log.announce(new Shape(VALUES, columns, List.of()));
    deliver(Map.of());
    String nothing = "{\"n\":null,\"range\":null,\"list\":\"{}\"}";
    String odd = "{\"n\":\"NaN\",\"range\":\"\",\"list\":\"{1,NULL}\"}";
    String plain = "{\"n\":1.5,\"range\":\"x\",\"list\":\"{2}\"}";

    // When
    log.insert(0, 3, id -> nothing);
    log.insert(0, 2, id -> odd);
    log.change(1, nothing, "null", 'd');
    log.change(1, odd, plain, 'u');
    log.change(1, plain, odd, 'u');
    log.change(1, odd, plain, 'u');

    // Then
    soon()
        .untilAsserted(
            () ->
                assertThat(query("SELECT * FROM " + target + " ORDER BY range, n"))
                    .isEqualTo("nan\t\t[1,NULL]\n1.5\tx\t[2]\n\\N\t\\N\t[]\n\\N\t\\N\t[]"));
  }

  @Test
  void passesOverEventsThatLackValuesForALaterOneBringsThem() throws Exception {
    // Given
    Column note = new Column("note", 2, "text", null, null, true, "string", null, false);
    log.announce(new Shape(VALUES, List.of(ID, note), List.of("id")));
    DeliverContext context = deliver(Map.of());

    // When
    log.change(1, "null", "{\"id\":1,\"note\":\"whole\"}", 'c');
    log.incomplete(1, "{\"id\":1,\"note\":\"__debezium_unavailable_value\"}", "note");

    // Then
    soon().until(() -> query("SELECT count() FROM " + target + "_final").equals("1"));
    soon().until(() -> context.meters.get("caravan.deliver.lag").gauge().value() == 0);
    assertThat(query("SELECT note FROM " + target)).isEqualTo("whole");

    // When another deliverer begins where nothing was inserted
    context.close();
    log.forgetCommits("caravan-values");
    log.incomplete(1, "{\"id\":1,\"note\":\"__debezium_unavailable_value\"}", "note");
    deliver(Map.of());
    log.change(1, "null", "{\"id\":1,\"note\":\"later\"}", 'u');

    // Then
    soon().until(() -> query("SELECT note FROM " + target).equals("later"));
    assertThat(query("SELECT count() FROM " + target + "_final")).isEqualTo("2");
  }

  @Test
  void waitsWhereAChosenTypeDoesNotFitNamingRouteAndColumn() throws Exception {
    // Given
    log.announce(new Shape(VALUES, List.of(ID), List.of("id")));

    // When
    DeliverContext context = deliver(Map.of("idd", "String"));

    // Then
    soon()
        .untilAsserted(
            () ->
                assertThat(context.state.snapshot().get(0).lastError())
                    .contains(
                        "route values sets columnType.idd, but inventory.exact values has no such"
                            + " column; it has id"));
  }

  @Test
  void namesTheRemedyOfAValueThatDoesNotFitAndGoesOnAfterIt() throws Exception {
    // Given
    Column day =
        new Column("the day", 2, "date", null, null, false, "io.debezium.time.Date", null, false);
    log.announce(new Shape(VALUES, List.of(ID, day), List.of("id")));
    DeliverContext context =
        deliver(Map.of(), Map.of("caravan.deliver.dead-letters.max-in-a-row", "0"));
    log.change(1, "null", "{\"id\":1,\"the day\":20780}", 'c');
    soon().until(() -> query("SELECT count() FROM " + target).equals("1"));

    // When
    log.change(2, "null", "{\"id\":2,\"the day\":2147483647}", 'c');

    // Then
    String remedy =
        "ALTER TABLE `%s`.`%s_final` MODIFY COLUMN `the day` Nullable(String)"
            .formatted(sandbox.clickhouse().database(), target);
    soon()
        .untilAsserted(
            () ->
                assertThat(context.state.snapshot().get(0).lastError())
                    .contains(
                        "column the day: 'infinity' is outside Date32, 1900-01-01 to 2299-12-31;"
                            + " run in ClickHouse: "
                            + remedy
                            + "; then in PostgreSQL: UPDATE \"inventory\".\"exact values\" SET"
                            + " \"the day\" = \"the day\", which sends every row again in"
                            + " PostgreSQL's words; or set columnType.the day: String"));
    query(remedy);
    soon()
        .untilAsserted(
            () ->
                assertThat(query("SELECT `the day` FROM " + target + " ORDER BY id"))
                    .isEqualTo("2026-11-23\ninfinity"));
  }

  @Test
  void writesFloatsAsPostgresDoes() throws Exception {
    // Given
    Random random = new Random(7);
    List<Double> doubles = new ArrayList<>();
    List<Float> floats = new ArrayList<>();
    for (int i = 0; i < 30_000; i++) {
      doubles.add(Double.longBitsToDouble(random.nextLong()));
      doubles.add(random.nextInt(1_000_000) / 100.0);
      floats.add(Float.intBitsToFloat(random.nextInt()));
    }
    for (int power = -1074; power < 1024; power++) {
      doubles.add(Math.scalb(1.0, power));
      doubles.add(-Math.nextUp(Math.scalb(1.0, power)));
      doubles.add(Math.nextDown(Math.scalb(1.0, power)));
    }
    for (int power = -149; power < 128; power++) {
      floats.add(Math.scalb(1.0f, power));
      floats.add(Math.nextDown(Math.scalb(1.0f, power)));
    }
    for (int power = -323; power < 309; power++) {
      doubles.add(Double.parseDouble("1e" + power));
      doubles.add(Double.parseDouble("-2e" + power));
    }

    // When
    List<String> doubleTexts = postgresTexts("float8", doubles.toArray());
    List<String> floatTexts = postgresTexts("float4", floats.toArray());

    // Then
    for (int i = 0; i < doubles.size(); i++) {
      assertThat(FloatText.of(doubles.get(i))).isEqualTo(doubleTexts.get(i));
    }
    for (int i = 0; i < floats.size(); i++) {
      assertThat(FloatText.of(floats.get(i))).isEqualTo(floatTexts.get(i));
    }
  }

  private List<String> postgresTexts(String type, Object[] numbers) throws Exception {
    try (Connection connection = sandbox.postgres().connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT f::text FROM unnest(?::"
                    + type
                    + "[]) WITH ORDINALITY AS t(f, i) ORDER BY i")) {
      Array array = connection.createArrayOf(type, numbers);
      statement.setArray(1, array);
      List<String> texts = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
      return texts;
    }
  }

  private static Column column(int i, Case each) {
    return new Column(
        "c " + i,
        i + 2,
        each.type(),
        each.length(),
        each.scale(),
        each.nullable(),
        each.encoding(),
        null,
        false);
  }

  private static String row(int id, List<Case> cases) {
    StringBuilder row = new StringBuilder("{\"id\":" + id);
    for (int i = 0; i < cases.size(); i++) {
      row.append(",\"c ").append(i).append("\":").append(cases.get(i).json());
    }
    return row.append('}').toString();
  }

  private static List<Case> cases() {
    String micros = "io.debezium.time.MicroTimestamp";
    String zoned = "io.debezium.time.ZonedTimestamp";
    String date = "io.debezium.time.Date";
    List<Case> cases = new ArrayList<>();
    cases.add(plain("int2", "int16", "-32768", "-32768"));
    cases.add(plain("int4", "int32", "-2147483648", "-2147483648"));
    cases.add(plain("int8", "int64", "9223372036854775807", "9223372036854775807"));
    cases.add(chosen("int8", "int64", "Int256", "-9223372036854775808", "-9223372036854775808"));
    cases.add(
        chosen("int8", "int64", "Decimal(38, 2)", "-9223372036854775808", "-9223372036854775808"));
    cases.add(chosen("int4", "int32", "String", "-2147483648", "-2147483648"));
    cases.add(plain("float4", "float32", "16777216", "16777216"));
    cases.add(plain("float4", "float32", "0.1", "0.1"));
    cases.add(chosen("float4", "float32", "Float64", "0.1", "0.10000000149011612"));
    cases.add(chosen("float4", "float32", "String", "1e20", "1e+20"));
    cases.add(plain("float8", "float64", "0.1", "0.1"));
    cases.add(plain("float8", "float64", "\"NaN\"", "nan"));
    cases.add(plain("float8", "float64", "\"-Infinity\"", "-inf"));
    cases.add(plain("float8", "float64", "-0.0", "-0"));
    cases.add(plain("float8", "float64", "2.2250738585072014e-308", "2.2250738585072014e-308"));
    cases.add(chosen("float8", "float64", "String", "\"NaN\"", "NaN"));
    cases.add(chosen("float8", "float64", "String", "1e-5", "1e-05"));
    cases.add(numeric(76, 0, "\"-" + NINES + "\"", "-" + NINES));
    cases.add(numeric(76, 76, "\"0." + NINES + "\"", "0." + NINES));
    cases.add(
        numeric(
            76,
            38,
            "\"" + NINES.substring(38) + "." + NINES.substring(38) + "\"",
            NINES.substring(38) + "." + NINES.substring(38)));
    cases.add(
        numeric(
            38,
            10,
            "\"-1234567890123456789012345678.0123456789\"",
            "-1234567890123456789012345678.0123456789"));
    cases.add(numeric(9, 2, "\"-0.05\"", "-0.05"));
    cases.add(plain("numeric", "string", "\"" + NINES + NINES + ".50\"", NINES + NINES + ".50"));
    cases.add(plain("numeric", "string", "\"NaN\"", "NaN"));
    cases.add(chosen("numeric", "string", "Decimal(38, 6)", "\"-1.500000\"", "-1.5"));
    cases.add(
        new Case(
            "money",
            19,
            2,
            "string",
            true,
            null,
            "\"-92233720368547758.08\"",
            "-92233720368547758.08"));
    cases.add(plain("bool", "boolean", "true", "true"));
    cases.add(chosen("bool", "boolean", "String", "false", "false"));
    cases.add(plain("text", "string", "\"\"", ""));
    cases.add(
        plain("text", "string", "\"\\uD83D\\uDE00 it's \\\\ \\t é\"", "\uD83D\uDE00 it's \\ \t é"));
    cases.add(plain("text", "string", "null", "NULL"));
    cases.add(plain("text", "string", "\"NULL\"", "NULL"));
    cases.add(chosen("text", "string", "LowCardinality(String)", "\"x\"", "x"));
    cases.add(
        plain(
            "uuid",
            "io.debezium.data.Uuid",
            "\"61f0c404-5cb3-11e7-907b-a6006ad3dba0\"",
            "61f0c404-5cb3-11e7-907b-a6006ad3dba0"));
    cases.add(plain("date", date, "-25567", "1900-01-01"));
    cases.add(plain("date", date, "120529", "2299-12-31"));
    cases.add(chosen("date", date, "String", "-719528", "0001-01-01 BC"));
    cases.add(chosen("date", date, "String", "2147483647", "infinity"));
    cases.add(plain("time", "io.debezium.time.MicroTime", "86400000000", "24:00:00"));
    cases.add(plain("time", "io.debezium.time.MicroTime", "34200250000", "09:30:00.25"));
    cases.add(plain("timestamp", micros, "-2208988800000000", "1900-01-01 00:00:00.000000"));
    cases.add(plain("timestamp", micros, "-1", "1969-12-31 23:59:59.999999"));
    cases.add(plain("timestamp", micros, "10413791999999999", "2299-12-31 23:59:59.999999"));
    cases.add(
        chosen(
            "timestamp",
            micros,
            "DateTime64(9, 'UTC')",
            "1795426200250001",
            "2026-11-23 09:30:00.250001000"));
    cases.add(chosen("timestamp", micros, "String", "-62135596800000000", "0001-01-01 00:00:00"));
    cases.add(
        plain(
            "timestamptz", zoned, "\"2299-12-31T23:59:59.999999Z\"", "2299-12-31 23:59:59.999999"));
    cases.add(
        chosen(
            "timestamptz",
            zoned,
            "String",
            "\"2026-11-23T08:30:00.250000Z\"",
            "2026-11-23 08:30:00.25+00"));
    cases.add(chosen("timestamptz", zoned, "String", "\"-infinity\"", "-infinity"));
    cases.add(
        plain(
            "jsonb",
            "io.debezium.data.Json",
            "\"{\\\"a\\\": [1e400, null]}\"",
            "{\"a\": [1e400, null]}"));
    cases.add(
        chosen(
            "jsonb", "io.debezium.data.Json", "Nullable(JSON)", "\"{\\\"a\\\": 1}\"", "{\"a\":1}"));
    cases.add(array("int4[]", "\"{1,NULL,-3}\"", "[1,NULL,-3]"));
    cases.add(array("text[]", "\"{}\"", "[]"));
    cases.add(
        array("text[]", "\"{\\\"a,b\\\",\\\"NULL\\\",NULL,\\\"\\\"}\"", "['a,b','NULL',NULL,'']"));
    cases.add(array("bool[]", "\"{t,f,NULL}\"", "[true,false,NULL]"));
    cases.add(array("float8[]", "\"{NaN,-Infinity,1e+300}\"", "[nan,-inf,1e300]"));
    cases.add(
        new Case(
            "numeric[]",
            76,
            38,
            "string",
            false,
            null,
            "\"{-" + NINES.substring(38) + "." + NINES.substring(38) + "}\"",
            "[-" + NINES.substring(38) + "." + NINES.substring(38) + "]"));
    cases.add(array("numeric[]", "\"{1.50,NaN}\"", "['1.50','NaN']"));
    cases.add(
        array(
            "uuid[]",
            "\"{61f0c404-5cb3-11e7-907b-a6006ad3dba0}\"",
            "['61f0c404-5cb3-11e7-907b-a6006ad3dba0']"));
    cases.add(array("date[]", "\"{1900-01-01,2299-12-31}\"", "['1900-01-01','2299-12-31']"));
    cases.add(
        array(
            "timestamptz[]",
            "\"{\\\"2026-11-23 10:30:00.25+01\\\"}\"",
            "['2026-11-23 09:30:00.250000']"));
    cases.add(array("box[]", "\"{(1,1),(0,0);(2,2),(1,1)}\"", "['(1,1),(0,0)','(2,2),(1,1)']"));
    cases.add(new Case("int4[]", null, null, "string", true, null, "\"{{1},{2}}\"", "{{1},{2}}"));
    cases.add(new Case("int4[]", null, null, "string", true, null, "null", "NULL"));
    cases.add(chosen("int4[]", "string", "Array(Int32)", "null", "[]"));
    cases.add(chosen("int4[]", "string", "Array(Int64)", "\"{1,2}\"", "[1,2]"));
    return cases;
  }

  private static Case plain(String type, String encoding, String json, String shown) {
    return new Case(type, null, null, encoding, true, null, json, shown);
  }

  private static Case chosen(
      String type, String encoding, String target, String json, String shown) {
    return new Case(type, null, null, encoding, true, target, json, shown);
  }

  private static Case numeric(int precision, int scale, String json, String shown) {
    return new Case("numeric", precision, scale, "string", true, null, json, shown);
  }

  private static Case array(String type, String json, String shown) {
    return new Case(type, null, null, "string", false, null, json, shown);
  }

  private DeliverContext deliver(Map<String, String> columnTypes) throws Exception {
    return deliver(columnTypes, Map.of());
  }

  private DeliverContext deliver(Map<String, String> columnTypes, Map<String, String> settings)
      throws Exception {
    StringBuilder route =
        new StringBuilder(
            """
            - route:
                id: values
                from:
                  uri: "kafka:%s"
                  steps:
                    - to:
                        uri: clickhouse:%s_final
            """
                .formatted(log.topic, target));
    if (!columnTypes.isEmpty()) {
      route.append("            parameters:\n");
    }
    columnTypes.forEach(
        (column, type) ->
            route.append("              \"columnType.%s\": \"%s\"%n".formatted(column, type)));
    DeliverContext context = DeliverContext.start(sandbox, topics, settings, route.toString());
    open.add(context);
    return context;
  }

  private static ConditionFactory soon() {
    // Until the table exists, the question itself fails.
    return await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptionsInstanceOf(SandboxException.class);
  }

  /** What toString says of an expression, which may name a table behind FROM. */
  private String shown(String expression) throws JsonProcessingException {
    int from = expression.lastIndexOf(" FROM ");
    String value = from < 0 ? expression : expression.substring(0, from);
    String rest = from < 0 ? "" : expression.substring(from);
    String sql = "SELECT ifNull(toString(" + value + "), 'NULL') AS shown" + rest;
    return JSON.readTree(query(sql + " FORMAT JSONEachRow")).get("shown").asText();
  }

  private String query(String sql) {
    return sandbox.clickhouse().query(sql);
  }
}

package dev.caravan.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.table.TargetName;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a route says of the source's columns. */
class TransformationIT {

  private static final Column ID = column("id", 1, "int4", false, "int32");
  private static final Column EMAIL = column("email", 2, "text", false, "string");
  private static final Column PHONE = column("phone", 3, "text", true, "string");
  private static final Column CITY = column("city", 4, "text", false, "string");
  private static final Column PLAN = column("plan", 5, "text", true, "string");
  private static final Shape FIRST = shape(ID, EMAIL, PHONE, CITY, PLAN);
  private static final Map<String, String> PRIVATE =
      Map.of(
          "exclude", "city",
          "mask.phone", "***",
          "hash.id", "sha256",
          "hash.email", "sha256",
          "rename.plan", "tariff & co");
  private DeliveredTable table;

  @BeforeEach
  void announce() throws Exception {
    table = new DeliveredTable();
    table.log.announce(FIRST);
  }

  @AfterEach
  void close() throws Exception {
    table.close();
  }

  @Test
  void keepsPrivateValuesOutOfClickHouse() throws Exception {
    // Given
    table.deliver(PRIVATE);

    // When
    table.log.insert(1, 4, TransformationIT::row);
    table.log.change(2, "null", row(2).replace("\"0152\"", "null").replace("gold", "iron"), 'u');
    table.log.change(3, "{\"id\":3,\"email\":\"\",\"phone\":null,\"city\":\"\"}", "null", 'd');

    // Then the key is hashed the same by all three
    table.awaitAnswer(
        "SELECT id, email, phone, `tariff & co` FROM $ ORDER BY `tariff & co`",
        hash("1")
            + "\t"
            + hash("p1@example")
            + "\t***\tgold\n"
            + hash("2")
            + "\t"
            + hash("p2@example")
            + "\t\\N\tiron");
    assertThat(table.query("SELECT groupArray(name) FROM system.columns WHERE table = '$'"))
        .isEqualTo("['id','email','phone','tariff & co']");
    assertThat(
            table.query(
                "SELECT count() FROM system.columns WHERE table = '$_final' AND name = 'city'"))
        .isEqualTo("0");
    assertThat(
            table.query(
                "SELECT count() FROM $_final WHERE hasAny([toString(tuple(*))], ['example'])"))
        .isEqualTo("0");
  }

  @Test
  void followsTheSourceUnderTheRoutesEyes() throws Exception {
    // Given
    table.deliver(PRIVATE);
    table.log.insert(1, 2, TransformationIT::row);
    table.awaitAnswer("SELECT count() FROM $", "1");

    // When columns come, are renamed and go, one of them left out by the route
    Column note = column("note", 6, "text", true, "string", TextNode.valueOf("old"));
    table.log.announce(shape(ID, EMAIL, PHONE, CITY, PLAN, note));
    table.log.insert(2, 3, id -> with(row(id), "note", "n"));
    Column remark = column("remark", 6, "text", true, "string", TextNode.valueOf("old"));
    Column bigId = column("id", 1, "int8", false, "int64");
    table.log.announce(shape(bigId, EMAIL, PHONE, PLAN, remark));
    table.log.insert(
        3, 4, id -> with(row(id).replaceAll("\"city\":\"[^\"]*\",", ""), "remark", "r"));

    // Then
    table.awaitAnswer(
        "SELECT groupArray((id, remark)) FROM (SELECT * FROM $ ORDER BY remark)",
        "[('" + hash("2") + "','n'),('" + hash("1") + "','old'),('" + hash("3") + "','r')]");
    assertThat(table.query("SELECT groupArray(name) FROM system.columns WHERE table = '$'"))
        .isEqualTo("['id','email','phone','tariff & co','remark']");
  }

  @Test
  void stopsRatherThanShowAPrivateColumnUnderAnotherName() throws Exception {
    // Given
    DeliverContext context = table.deliver(PRIVATE);
    table.log.insert(1, 2, TransformationIT::row);
    table.awaitAnswer("SELECT count() FROM $", "1");

    // When
    table.log.announce(shape(ID, EMAIL, PHONE, column("town", 4, "text", false, "string"), PLAN));
    table.log.insert(2, 3, id -> row(id).replace("city", "town"));

    // Then
    assertThat(DeliveredTable.awaitStop(context))
        .contains("route " + table.name + " sets exclude for city", "is called town now");
    context.close();
    table.deliver(
        Map.of(
            "exclude",
            "town",
            "mask.phone",
            "***",
            "hash.id",
            "sha256",
            "hash.email",
            "sha256",
            "rename.plan",
            "tariff & co"));
    table.awaitAnswer("SELECT count() FROM $", "2");
    assertThat(
            table.query(
                "SELECT count() FROM system.columns WHERE table = '$_final' AND name IN ('city', 'town')"))
        .isEqualTo("0");
  }

  @Test
  void followsTheRouteInATableThatIsThere() throws Exception {
    // Given
    DeliverContext plain = table.deliver();
    table.log.insert(1, 2, TransformationIT::row);
    table.awaitAnswer("SELECT count() FROM $", "1");
    plain.close();

    // When
    DeliverContext renaming =
        table.deliver(Map.of("rename.plan", "tariff", "exclude", "city", "droppedColumns", "drop"));
    table.log.insert(2, 3, TransformationIT::row);

    // Then
    table.awaitAnswer("SELECT groupArray(tariff) FROM $", "['gold','gold']");
    assertThat(table.query("SELECT groupArray(name) FROM system.columns WHERE table = '$'"))
        .isEqualTo("['id','email','phone','tariff']");
    assertThat(
            table.query(
                "SELECT count() FROM system.columns WHERE table = '$_final' AND name = 'city'"))
        .isEqualTo("0");
    renaming.close();

    // When a column is masked that holds plain values
    DeliverContext masking =
        table.deliver(Map.of("rename.plan", "tariff", "exclude", "city", "mask.phone", "***"));
    table.log.insert(3, 4, TransformationIT::row);

    // Then the route says how to take those away
    String message = DeliveredTable.awaitStop(masking);
    assertThat(message)
        .contains("route " + table.name + " wants column phone", "masked", "are plain text")
        .contains("UPDATE \"inventory\".\"orders\" SET \"phone\" = \"phone\"");
    table.query(message.substring(message.indexOf("ALTER TABLE"), message.indexOf("; then in")));
    table.awaitAnswer("SELECT phone FROM $ ORDER BY id DESC LIMIT 1", "***");
  }

  @Test
  void takesANameForANameWhateverItSays() throws Exception {
    // Given
    String hostile = "`, evil Int32) ENGINE = Null --' \\\\ \" {x:Int32} ?";
    table.query("CREATE TABLE $_canary (id Int32) ENGINE = MergeTree ORDER BY id");
    table.deliver(
        Map.of(
            "rename.plan",
            hostile,
            "where",
            TargetName.quote(hostile) + " = 'gold'",
            "mask.city",
            "'); DROP TABLE " + table.name + "_canary; --",
            "deletes",
            "keep"));

    // When
    table.log.insert(1, 3, TransformationIT::row);
    table.log.change(2, "null", row(2).replace("gold", "iron"), 'u');

    // Then
    String name = TargetName.quote(hostile);
    table.awaitAnswer(
        "SELECT groupArray((id, " + name + ", _deleted)) FROM (SELECT * FROM $ ORDER BY id)",
        "[(1,'gold',0),(2,'gold',1)]");
    assertThat(table.query("EXISTS $_canary")).isEqualTo("1");
    assertThat(
            table.query(
                "SELECT count() FROM $ WHERE city = concat('\\'); DROP TABLE ', '$_canary; --')"))
        .isEqualTo("2");
  }

  static String hash(String text) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(DeliveredTable.SALT.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String row(int id) {
    return "{\"id\":%d,\"email\":\"p%d@example\",\"phone\":\"0152\",\"city\":\"Ulm\",\"plan\":\"gold\"}"
        .formatted(id, id);
  }

  private static String with(String row, String name, String value) {
    return row.replace("}", ",\"" + name + "\":\"" + value + "\"}");
  }

  private static Shape shape(Column... columns) {
    return new Shape(DeliveredTable.SOURCE, List.of(columns), List.of("id"), false, 4711);
  }

  private static Column column(
      String name, int number, String type, boolean nullable, String encoding) {
    return column(name, number, type, nullable, encoding, null);
  }

  private static Column column(
      String name, int number, String type, boolean nullable, String encoding, TextNode missing) {
    return new Column(name, number, type, null, null, nullable, encoding, missing, false);
  }
}

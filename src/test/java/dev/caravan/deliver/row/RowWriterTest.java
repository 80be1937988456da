package dev.caravan.deliver.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowWriterTest {

  private static final String SOURCE =
      "{\"version\":\"3.2.1\",\"ts_ms\":5,\"snapshot\":\"false\",\"sequence\":\"[1]\",\"ts_us\":5001,"
          + "\"schema\":\"inventory\",\"txId\":555,\"lsn\":77,\"xmin\":null}";

  private static final List<InsertColumn> COLUMNS =
      List.of(
          InsertColumn.of("id", new IntegerEncoder(4), true, "do this"),
          InsertColumn.of("name", new NullableEncoder(new TextEncoder()), false, "do this"),
          InsertColumn.of("count", new IntegerEncoder(2), false, "do this"));

  private final RowWriter writer = new RowWriter(COLUMNS, true);
  private final RowWriter keyless = new RowWriter(COLUMNS, false);
  private final RowBuffer out = new RowBuffer(64);

  @Test
  void writesTheRowAfterAChangeAndWhereItCameFrom() {
    // When
    write("{'before':null,'after':{'id':1,'name':'a','count':2},'source':S,'op':'c','ts_ms':9}");

    // Then
    assertThat(out.toByteArray()).isEqualTo(row(1, "a", 2, 0));
    assertThat(writer.op()).isEqualTo('c');
    assertThat(writer.committedAt()).isEqualTo(5001);
  }

  @Test
  void writesTheRowBeforeADeleteWithoutTheValuesItLacks() {
    // When
    write("{'before':{'id':1,'name':null,'count':null},'after':null,'source':S,'op':'d'}");

    // Then
    assertThat(out.toByteArray()).isEqualTo(row(1, null, 0, 1));
  }

  @Test
  void takesTheKeyOfADeleteThatCarriesNoRow() {
    // When
    write("{'before':null,'after':null,'source':S,'op':'d'}");

    // Then
    assertThat(out.toByteArray()).isEqualTo(row(3, null, 0, 1));
  }

  @Test
  void takesAPlaceholderOfADeleteForZeroButNeverAKey() {
    // When a column outside the key holds what is no value of its type
    write("{'before':{'id':1,'name':null,'count':''},'after':null,'source':S,'op':'d'}");

    // Then
    assertThat(out.toByteArray()).isEqualTo(row(1, null, 0, 1));
    assertThatThrownBy(
            () -> write("{'before':{'id':'','count':0},'after':null,'source':S,'op':'d'}"))
        .isInstanceOf(UnfitValueException.class)
        .hasMessageContaining("column id");
  }

  @Test
  void skipsTheRowBeforeAnUpdateAndFieldsTheTableLacks() {
    // When
    write(
        "{'before':{'id':8,'x':[1,{}]},'after':{'id':1,'x':{'y':[1]},'name':'a','count':2,'z':1},"
            + "'source':S,'op':'u'}");

    // Then
    assertThat(out.toByteArray()).isEqualTo(row(1, "a", 2, 0));
  }

  @Test
  void putsFieldsOfAnyOrderInTheOrderOfTheColumns() {
    // When
    write("{'before':null,'after':{'count':2,'name':'a','id':1},'source':S,'op':'r'}");

    // Then
    assertThat(out.toByteArray()).isEqualTo(row(1, "a", 2, 0));
  }

  @Test
  void givesColumnsTheShapeLacksWhatOlderRowsHold() {
    // Given
    List<InsertColumn> columns = new ArrayList<>(COLUMNS);
    columns.set(2, InsertColumn.absent(new IntegerEncoder(2), new byte[] {7, 0}));
    RowWriter older = new RowWriter(columns, true);

    // When
    older.write(
        null,
        bytes("{'before':null,'after':{'id':1,'name':'a','z':5},'source':S,'op':'c'}"),
        7,
        9,
        out);
    older.write(
        null, bytes("{'before':null,'after':{'name':'a','id':1},'source':S,'op':'c'}"), 7, 9, out);

    // Then
    assertThat(out.toByteArray()).isEqualTo(joined(row(1, "a", 7, 0), row(1, "a", 7, 0)));
  }

  @Test
  void refusesAnEventThatLacksAColumnOfItsOwnShape() {
    assertThatThrownBy(
            () -> write("{'before':null,'after':{'id':1,'name':'a'},'source':S,'op':'c'}"))
        .hasMessage("the event lacks column count of its own shape");
  }

  @Test
  void writesAnUpdateWithoutAKeyAsTheNewRowAndTheOldOneDeleted() {
    // When
    writeKeyless(
        "{'before':{'id':1,'name':null,'count':2},'after':{'id':1,'name':'b','count':3},"
            + "'source':S,'op':'u'}");

    // Then
    assertThat(out.toByteArray()).isEqualTo(joined(row(1, "b", 3, 0), row(1, null, 2, 1)));
  }

  @Test
  void writesADeleteWithoutAKeyWithEveryValueOfTheOldRow() {
    // When
    writeKeyless("{'before':{'id':1,'name':'a','count':2},'after':null,'source':S,'op':'d'}");

    // Then
    assertThat(out.toByteArray()).isEqualTo(row(1, "a", 2, 1));
  }

  @Test
  void refusesAChangeWithoutAKeyThatDoesNotSayWhichRowItWas() {
    assertThatThrownBy(
            () ->
                writeKeyless(
                    "{'before':null,'after':{'id':1,'name':'b','count':3},'source':S,'op':'u'}"))
        .hasMessageContaining("set REPLICA IDENTITY FULL");
    assertThatThrownBy(() -> writeKeyless("{'before':{'id':1},'after':null,'source':S,'op':'d'}"))
        .hasMessageContaining("lacks column name");
    assertThatThrownBy(
            () ->
                writeKeyless(
                    "{'before':{'id':1,'name':'a','count':''},'after':null,'source':S,'op':'d'}"))
        .hasMessageContaining("column count");
    assertThat(out.size()).isZero();
  }

  @Test
  void fallsBackToMillisecondsOfTheCommit() {
    // When
    writer.write(
        null,
        bytes("{'after':{'id':1,'name':null,'count':2},'source':{'ts_ms':5,'lsn':1},'op':'c'}"),
        7,
        9,
        out);

    // Then
    assertThat(writer.committedAt()).isEqualTo(5000);
  }

  @Test
  void refusesANullTheColumnCannotHoldAndLeavesNothingBehind() {
    // When
    // Then
    assertThatThrownBy(
            () ->
                write(
                    "{'before':null,'after':{'id':1,'name':'a','count':null},'source':S,'op':'c'}"))
        .isInstanceOf(UnfitValueException.class)
        .hasMessage("column count: NULL, but the column is not Nullable; do this");
    assertThat(out.size()).isZero();
  }

  @Test
  void namesTheColumnOfAnUnfitValue() {
    assertThatThrownBy(
            () ->
                write(
                    "{'before':null,'after':{'id':1,'name':'a','count':99999},'source':S,'op':'c'}"))
        .hasMessage("column count: 99999 is beyond Int16; do this");
  }

  @Test
  void refusesWhatIsNoChangeEvent() {
    assertThatThrownBy(() -> write("{'a':1}")).hasMessageContaining("is it a change event?");
    assertThatThrownBy(() -> write("nonsense")).hasMessageContaining("no JSON change event");
    assertThatThrownBy(() -> writer.write(null, null, 0, 0, out)).hasMessageContaining("no value");
    assertThatThrownBy(() -> write("{'before':null,'after':null,'source':S,'op':'t'}"))
        .hasMessageContaining("op 't'");
  }

  private void write(String event) {
    writer.write(bytes("{'id':3}"), bytes(event), 7, 9, out);
  }

  private void writeKeyless(String event) {
    keyless.write(null, bytes(event), 7, 9, out);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"')
        .replace(":S,", ":" + SOURCE + ",")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] row(int id, String name, int count, int deleted) {
    RowBuffer row = new RowBuffer(64);
    row.writeInt(id);
    row.writeByte(name == null ? 1 : 0);
    if (name != null) {
      row.writeText(name);
    }
    row.writeShort(count);
    row.writeLong(77);
    row.writeByte(deleted);
    row.writeLong(5001);
    row.writeInt(7);
    row.writeLong(9);
    return row.toByteArray();
  }
}

package dev.caravan.change.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArrayTextTest {

  @Test
  void readsElements() {
    assertThat(ArrayText.elements("{}", ',')).isEmpty();
    assertThat(ArrayText.elements("{1,-2,NULL}", ',')).containsExactly("1", "-2", null);
    assertThat(ArrayText.elements("{\"a,b\",\"\",\"NULL\",\"q\\\"\\\\\",\"{x}\",ü}", ','))
        .containsExactly("a,b", "", "NULL", "q\"\\", "{x}", "ü");
    assertThat(ArrayText.elements("{(1,1),(0,0);(2,2),(0,0)}", ';'))
        .containsExactly("(1,1),(0,0)", "(2,2),(0,0)");
  }

  @Test
  void aListCannotSayDimensionsAndBounds() {
    assertThat(ArrayText.elements("{{1,2},{3,4}}", ',')).isNull();
    assertThat(ArrayText.elements("[0:1]={1,2}", ',')).isNull();
  }

  @Test
  void refusesWhatIsNone() {
    assertThatThrownBy(() -> ArrayText.elements("1,2", ',')).hasMessageContaining("'1,2'");
  }
}

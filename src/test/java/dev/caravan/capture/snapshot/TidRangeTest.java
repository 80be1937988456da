package dev.caravan.capture.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TidRangeTest {

  @Test
  void cutsARelationIntoRangesWithoutGapTheLastOfWhichIsOpen() {
    assertThat(TidRange.cut(null, 25, 10))
        .containsExactly(
            new TidRange(null, "(10,0)"),
            new TidRange("(10,0)", "(20,0)"),
            new TidRange("(20,0)", null));
    assertThat(TidRange.cut(null, 10, 10)).containsExactly(new TidRange(null, null));
    assertThat(TidRange.cut(null, 0, 10)).containsExactly(new TidRange(null, null));
  }

  @Test
  void goesOnBehindARow() {
    assertThat(TidRange.cut("(12,7)", 25, 10))
        .containsExactly(new TidRange("(12,7)", "(22,0)"), new TidRange("(22,0)", null));
    assertThat(TidRange.cut("(99,7)", 25, 10)).containsExactly(new TidRange("(99,7)", null));
  }

  @Test
  void saysInSqlWhichRowsItHas() {
    assertThat(new TidRange("(10,0)", "(20,0)").conditions())
        .containsExactly("ctid > '(10,0)'::tid", "ctid < '(20,0)'::tid");
    assertThat(TidRange.behind(null).conditions()).isEmpty();
  }
}

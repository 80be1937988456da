package dev.caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdClaimsTest {

  @Test
  void nobodyLosesWhenNoIdIsThereTwice() {
    assertThat(losers(Map.of("a", Set.of("x")), Map.of("a", Set.of("x", "y"), "b", Set.of("z"))))
        .isEmpty();
  }

  @Test
  void theFirstByNameHasAnIdThatIsNew() {
    assertThat(losers(Map.of(), Map.of("b", Set.of("x"), "a", Set.of("x"))))
        .isEqualTo(Map.of("b", List.of(new KnownRoute("x", "a"))));
  }

  @Test
  void whoHasAnIdKeepsIt() {
    assertThat(losers(Map.of("b", Set.of("x")), Map.of("a", Set.of("x"), "b", Set.of("x"))))
        .isEqualTo(Map.of("a", List.of(new KnownRoute("x", "b"))));
  }

  @Test
  void aRefusedFileKeepsTheIdsThatRun() {
    assertThat(losers(Map.of("b", Set.of("x")), Map.of("a", Set.of("x")))).containsOnlyKeys("a");
  }

  @Test
  void twoFilesCanSwapIds() {
    assertThat(
            losers(
                Map.of("a", Set.of("x"), "b", Set.of("y")),
                Map.of("a", Set.of("y"), "b", Set.of("x"))))
        .isEmpty();
  }

  @Test
  void aRouteCanMoveToAnEarlierFile() {
    assertThat(
            losers(
                Map.of("a", Set.of("x"), "b", Set.of("y", "z")),
                Map.of("a", Set.of("x", "y"), "b", Set.of("z"))))
        .isEmpty();
  }

  @Test
  void whatALoserDoesNotGetIsFreeForTheNext() {
    assertThat(losers(Map.of(), Map.of("a", Set.of("x"), "b", Set.of("x", "y"), "c", Set.of("y"))))
        .containsOnlyKeys("b");
  }

  @Test
  void aLoserThatKeepsItsOldIdsMakesOthersLose() {
    // b wants a's id, does not get it, and so keeps the one c was to have
    assertThat(
            losers(
                Map.of("a", Set.of("x"), "b", Set.of("y")),
                Map.of("a", Set.of("x"), "b", Set.of("x"), "c", Set.of("y"))))
        .containsOnlyKeys("b", "c");
  }

  private static Map<String, List<KnownRoute>> losers(
      Map<String, Set<String>> running, Map<String, Set<String>> wanted) {
    return new IdClaims(running, wanted).losers();
  }
}

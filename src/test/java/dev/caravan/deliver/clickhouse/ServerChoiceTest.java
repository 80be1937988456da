package dev.caravan.deliver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.deliver.DeliveryException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ServerChoiceTest {

  private static final ServerAwayException AWAY = new ServerAwayException("away", null, true);

  private final List<String> asked = new ArrayList<>();

  @Test
  void staysWithAServerUntilItFails() {
    // Given
    ServerChoice choice = of("http://a", "http://b", "http://c");

    // When
    String first = choice.run(node -> answer(node, "http://a"));
    String second = choice.run(node -> answer(node));

    // Then it does not go back, though the first one answers again
    assertThat(first).isEqualTo("http://b");
    assertThat(second).isEqualTo("http://b");
    assertThat(asked).containsExactly("http://a", "http://b", "http://b");
  }

  @Test
  void beginsAnewBehindTheLast() {
    // Given
    ServerChoice choice = of("http://a", "http://b");

    // When
    choice.run(node -> answer(node, "http://a"));
    choice.run(node -> answer(node, "http://b"));

    // Then
    assertThat(choice.current().url()).isEqualTo("http://a");
  }

  @Test
  void asksEachOnceWhenAllAreAway() {
    // Given
    ServerChoice choice = of("http://a", "http://b", "http://c");

    // When
    assertThatThrownBy(() -> choice.run(node -> answer(node, "http://a", "http://b", "http://c")))
        .isSameAs(AWAY);

    // Then
    assertThat(asked).containsExactly("http://a", "http://b", "http://c");
  }

  @Test
  void leavesNoServerForARefusal() {
    // Given
    ServerChoice choice = of("http://a", "http://b");

    // When
    assertThatThrownBy(
            () ->
                choice.run(
                    node -> {
                      throw new DeliveryException("refused");
                    }))
        .hasMessage("refused");

    // Then
    assertThat(choice.current().url()).isEqualTo("http://a");
  }

  @Test
  void goesOnOnceWhenManyFailAtTheSameServer() {
    // Given
    ServerChoice choice = of("http://a", "http://b", "http://c");
    ClickHouseNode failed = choice.current();

    // When
    choice.leave(failed, AWAY);
    choice.leave(failed, AWAY);

    // Then
    assertThat(choice.current().url()).isEqualTo("http://b");
  }

  @Test
  void hasNowhereToGoFromTheOnlyOne() {
    ServerChoice choice = of("http://a");
    assertThatThrownBy(() -> choice.run(node -> answer(node, "http://a"))).isSameAs(AWAY);
    assertThat(asked).containsExactly("http://a");
    assertThat(choice.isSeveral()).isFalse();
  }

  private String answer(ClickHouseNode node, String... away) {
    asked.add(node.url());
    if (List.of(away).contains(node.url())) {
      throw AWAY;
    }
    return node.url();
  }

  private static ServerChoice of(String... urls) {
    return new ServerChoice(
        Stream.of(urls).map(url -> new ClickHouseNode(url, null, Duration.ofSeconds(1))).toList());
  }
}

package dev.caravan.capture.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.capture.source.TablePatterns;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicFilterTest {

  private final Topics topics = new Topics("p");
  private final TopicFilter filter =
      new TopicFilter(topics, TablePatterns.of(List.of("inventory.Orders", "ä*")));

  private boolean passes(String schema, String table) {
    return filter.passes(topics.changes(new TableName(schema, table)));
  }

  @Test
  void passesWhatIsToBeCaptured() {
    assertThat(passes("inventory", "Orders")).isTrue();
    assertThat(passes("inventory", "orders")).isFalse();
    assertThat(passes("ä", "b")).isTrue();
  }

  @Test
  void leavesOutWhatKafkaHasNoTopicFor() {
    assertThat(passes("ä".repeat(31), "ä".repeat(31))).isFalse();
  }
}

package dev.caravan.capture.toast;

import static dev.caravan.capture.toast.Events.UNSENT;
import static dev.caravan.capture.toast.Events.after;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.capture.Unavailable;
import dev.caravan.change.ChangeHeaders;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class EventValuesTest {

  private final SourceRecord event = Events.row("p.s.t", "u", 1, UNSENT, Unavailable.BYTES);
  private final PendingValues.Event pending = PendingValues.of(List.of(event)).first();

  @Test
  void putsInWhatWasRead() {
    // When
    List<String> unavailable = EventValues.put(pending, Map.of("doc", "text", "data", "\\x00ff"));

    // Then
    assertThat(unavailable).isEmpty();
    assertThat(after(event).getString("doc")).isEqualTo("text");
    assertThat(after(event).getBytes("data")).containsExactly(0, -1);
    assertThat(event.headers().isEmpty()).isTrue();
  }

  @Test
  void putsInNullThatCameLater() {
    // Given
    Map<String, String> texts = new HashMap<>(Map.of("data", "\\x"));
    texts.put("doc", null);

    // When
    EventValues.put(pending, texts);

    // Then
    assertThat(after(event).getString("doc")).isNull();
    assertThat(after(event).getBytes("data")).isEmpty();
  }

  @Test
  void namesWhatWasNotToBeHad() {
    // When the row has a column less, and one that does not hold bytes any more
    EventValues.put(pending, Map.of("data", "no bytes"));

    // Then
    assertThat(event.headers().lastWithName(ChangeHeaders.UNAVAILABLE).value())
        .isEqualTo("[\"doc\",\"data\"]");
    assertThat(after(event).getString("doc")).isEqualTo(UNSENT);
  }
}

package dev.caravan.capture.toast;

import static dev.caravan.capture.toast.Events.UNSENT;
import static dev.caravan.capture.toast.Events.after;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.event.RowEvent.Op;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventValuesTest {

  private final RowEvent event = Events.row(Events.T, Op.UPDATE, 1, UNSENT, UNSENT);
  private final PendingValues.Event pending = PendingValues.of(List.of(event)).first();

  @Test
  void putsInWhatWasRead() {
    // When
    List<String> unavailable = EventValues.put(pending, Map.of("doc", "text", "data", "\\x00ff"));

    // Then
    assertThat(unavailable).isEmpty();
    assertThat(event.unavailable()).isEmpty();
    assertThat(after(event)).isEqualTo("{\"id\":1,\"v\":0,\"doc\":\"text\",\"data\":\"AP8=\"}");
  }

  @Test
  void putsInNullThatCameLater() {
    // Given
    Map<String, String> texts = new HashMap<>(Map.of("data", "\\x"));
    texts.put("doc", null);

    // When
    EventValues.put(pending, texts);

    // Then
    assertThat(after(event)).isEqualTo("{\"id\":1,\"v\":0,\"doc\":null,\"data\":\"\"}");
  }

  @Test
  void namesWhatWasNotToBeHad() {
    // When the row has a column less, and one that does not hold bytes any more
    EventValues.put(pending, Map.of("data", "no bytes"));

    // Then
    assertThat(event.unavailable()).containsExactly("doc", "data");
    assertThat(after(event))
        .isEqualTo(
            "{\"id\":1,\"v\":0,\"doc\":\"__debezium_unavailable_value\","
                + "\"data\":\"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"}");
  }
}

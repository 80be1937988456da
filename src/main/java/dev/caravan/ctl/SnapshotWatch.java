package dev.caravan.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.TimeUnit;

/** Waits until a table's rows are read, and tells how far that is whenever it has changed. */
final class SnapshotWatch {

  private static final long LOOK_EVERY_MILLIS = 1_000;

  private final TableVerbs ctl;
  private final String path;
  private final String id;

  SnapshotWatch(TableVerbs ctl, String path, String id) {
    this.ctl = ctl;
    this.path = path;
    this.id = id;
  }

  /** The exit code: 0 when they are read, 1 when somebody has cancelled or replaced it. */
  int await() {
    String last = "";
    while (true) {
      JsonNode snapshot = ctl.calls().get(path).path("tables").path(0).path("snapshot");
      if (!snapshot.path("id").asText().equals(id)) {
        throw new CallFailedException("another request has taken its place: " + snapshot);
      }
      String line = TableText.progress(snapshot);
      if (!line.equals(last)) {
        ctl.tell(line);
        last = line;
      }
      switch (snapshot.path("state").asText()) {
        case "complete":
          return 0;
        case "cancelled":
          return 1;
        default:
          pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallFailedException("interrupted");
    }
  }
}

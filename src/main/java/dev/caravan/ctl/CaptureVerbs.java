package dev.caravan.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;

/** What can be asked about the capture, and of it. */
@Command(name = "capture", description = "How the capture stands; pause, resume or resnapshot.")
final class CaptureVerbs implements Runnable {

  private final CaravanCtl ctl;

  CaptureVerbs(CaravanCtl ctl) {
    this.ctl = ctl;
  }

  @Override
  public void run() {
    ctl.print(ctl.calls().get("/capture"), CaptureVerbs::state);
  }

  @Command(name = "pause", description = "Pause the capture. PostgreSQL keeps its WAL for it.")
  void pause() {
    ctl.print(ctl.calls().post("/capture/pause", null), CaptureVerbs::paused);
  }

  @Command(name = "resume", description = "Have the capture go on.")
  void resume() {
    ctl.print(ctl.calls().post("/capture/resume", null), CaptureVerbs::paused);
  }

  @Command(name = "resnapshot", description = "Make the slot anew and read every table.")
  void resnapshot() {
    ctl.print(
        ctl.calls().post("/capture/resnapshot", null),
        answer ->
            "the new snapshot: %s%s"
                .formatted(
                    answer.path("resnapshot").asText(),
                    answer.has("reason") ? ", " + answer.path("reason").asText() : ""));
  }

  private static String paused(JsonNode answer) {
    return "the capture %s%s"
        .formatted(
            answer.path("paused").asBoolean() ? "is to pause" : "goes on",
            answer.path("changed").asBoolean() ? "" : " (as before)");
  }

  private static String state(JsonNode answer) {
    return "the capture %s; %s%s"
        .formatted(
            answer.path("paused").asBoolean() ? "is to pause" : "is not paused",
            answer.has("phase")
                ? "%s since %s"
                    .formatted(answer.path("phase").asText(), answer.path("since").asText())
                : "the process that was asked does not capture",
            answer.has("lastError") ? ": " + answer.path("lastError").asText() : "");
  }
}

package dev.caravan.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.caravan.change.TableName;
import java.util.HashMap;
import java.util.Map;

/** What the capture noted last of where it stands, and of the tables that join or are read anew. */
final class Positions {

  private final KafkaTopics kafka;
  private final String topic;
  private final Map<String, JsonNode> progress = new HashMap<>();
  private String stream = "";

  Positions(IsolatedPipeline pipeline) {
    this.kafka = pipeline.kafka();
    this.topic = pipeline.topicPrefix() + ".positions";
  }

  /** The position of the capture itself; empty while there is none. */
  synchronized String last() {
    readOn();
    return stream;
  }

  /** How far the reading of a table has come; a missing node while there is nothing to tell. */
  synchronized JsonNode progress(TableName table) {
    readOn();
    return progress.getOrDefault(table.table(), MissingNode.getInstance());
  }

  private void readOn() {
    if (kafka.end(topic) > 0) {
      kafka.eachNewValue(topic, this::note);
    }
  }

  private void note(JsonNode position) {
    if (position.has("phase")) {
      stream = position.toString();
    }
    JsonNode table = position.path("progress");
    if (!table.isMissingNode()) {
      progress.put(table.path("table").asText(), table);
    }
  }
}

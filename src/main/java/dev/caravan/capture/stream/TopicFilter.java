package dev.caravan.capture.stream;

import dev.caravan.capture.source.TablePatterns;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.util.HashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Leaves out what a publication of somebody else's, or one from before a rename, brings of tables
 * that are not to be captured, or that Kafka has no topic for. Not safe for use by several threads.
 */
final class TopicFilter {

  private static final Logger LOG = Logger.getLogger(TopicFilter.class);

  private final Topics topics;
  private final TablePatterns patterns;
  private final Map<String, Boolean> known = new HashMap<>();

  TopicFilter(Topics topics, TablePatterns patterns) {
    this.topics = topics;
    this.patterns = patterns;
  }

  /** Whether the topic's events are to be written. */
  boolean passes(String topic) {
    return known.computeIfAbsent(topic, this::look);
  }

  private boolean look(String topic) {
    TableName table = topics.tableOf(topic);
    if (!patterns.matches(table)) {
      LOG.infof("Changes of %s are left out: caravan.capture.tables=%s", table, patterns);
      return false;
    }
    if (!topics.hasRoomFor(table)) {
      LOG.warnf(
          "Changes of %s are left out: the name of its topic, %s, is longer than Kafka allows."
              + " Rename the table, or shorten caravan.topic-prefix",
          table, topic);
      return false;
    }
    return true;
  }
}

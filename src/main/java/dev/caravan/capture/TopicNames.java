package dev.caravan.capture;

import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import io.debezium.relational.TableId;
import io.debezium.schema.AbstractTopicNamingStrategy;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Properties;

/**
 * Tells Debezium the names of Caravan's topics. Its own strategies put {@code _} in the place of
 * what Kafka does not allow, and cut what is too long, so that two tables may meet in one topic.
 */
@RegisterForReflection
public final class TopicNames extends AbstractTopicNamingStrategy<TableId> {

  public TopicNames(Properties properties) {
    super(properties);
  }

  @Override
  public String dataChangeTopic(TableId table) {
    return topicNames.computeIfAbsent(
        table, id -> new Topics(prefix).changes(new TableName(id.schema(), id.table())));
  }
}

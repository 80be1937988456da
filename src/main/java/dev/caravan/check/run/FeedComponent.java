package dev.caravan.check.run;

import dev.caravan.deliver.event.BatchAggregation;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/**
 * Stands in Kafka's place: routes get what a test feeds them. What they send to Kafka goes nowhere.
 */
final class FeedComponent extends DefaultComponent {

  private final Map<String, FeedConsumer> consumers = new ConcurrentSkipListMap<>();

  FeedComponent() {
    // Under the name of Kafka's component Camel would look for that one's options.
    setAutowiredEnabled(false);
  }

  /** The routes that read a topic, in the order of their ids. */
  Stream<FeedConsumer> readersOf(String topic) {
    return consumers.values().stream().filter(each -> each.reads(topic));
  }

  @Override
  protected void doInit() throws Exception {
    super.doInit();
    BatchAggregation.register(getCamelContext());
  }

  /** The options were looked at when the file was checked. */
  @Override
  protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
    boolean pattern = "true".equals(String.valueOf(parameters.get("topicIsPattern")));
    parameters.clear();
    return new FeedEndpoint(uri, this, remaining, pattern);
  }

  private static final class FeedEndpoint extends DefaultEndpoint {

    private final FeedComponent feed;
    private final String topics;
    private final boolean pattern;

    FeedEndpoint(String uri, FeedComponent feed, String topics, boolean pattern) {
      super(uri, feed);
      this.feed = feed;
      this.topics = topics;
      this.pattern = pattern;
    }

    boolean names(String topic) {
      return pattern
          ? topic.matches(topics)
          : Stream.of(topics.split(",")).map(String::strip).anyMatch(topic::equals);
    }

    @Override
    public Producer createProducer() {
      return new DefaultProducer(this) {
        @Override
        public void process(org.apache.camel.Exchange exchange) {
          // There is no Kafka here.
        }
      };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
      return new FeedConsumer(this, processor);
    }
  }

  /** The start of a route, to be fed. */
  static final class FeedConsumer extends DefaultConsumer {

    private final FeedEndpoint endpoint;

    FeedConsumer(FeedEndpoint endpoint, Processor processor) {
      super(endpoint, processor);
      this.endpoint = endpoint;
    }

    boolean reads(String topic) {
      return endpoint.names(topic);
    }

    @Override
    protected void doStart() throws Exception {
      super.doStart();
      endpoint.feed.consumers.put(getRouteId(), this);
    }
  }
}

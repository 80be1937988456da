package dev.caravan.deliver.kafka;

import dev.caravan.Pulse;
import dev.caravan.ShutdownNotice;
import dev.caravan.deliver.ChangeBatch;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.deliver.DeliverMeters;
import dev.caravan.deliver.deadletter.DeadLetters;
import dev.caravan.deliver.deadletter.PoisonLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.support.DefaultConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The start of a deliver route: runs one or more {@link BatchLoop}s and sends their batches in. */
public class BatchConsumer extends DefaultConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(BatchConsumer.class);

  /** For a loop that uses its time up to the last. */
  private static final long GRACE_MILLIS = 500;

  private final BatchKafkaEndpoint endpoint;
  private final List<BatchLoop> loops = new CopyOnWriteArrayList<>();
  private final List<ExecutorService> workers = new ArrayList<>();
  private ExecutorService readers;
  private ShutdownNotice notice;

  BatchConsumer(BatchKafkaEndpoint endpoint, Processor processor) {
    super(endpoint, processor);
    this.endpoint = endpoint;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    BatchKafkaComponent component = endpoint.getComponent();
    DeliverConfig config = component.config();
    KafkaConfiguration options = endpoint.getConfiguration();
    Properties properties =
        ConsumerSettings.of(endpoint, config.groupPrefix() + "-" + getRouteId());
    String table = component.tableTag(options.getTopic());
    DeliverMeters meters = component.meters();
    RouteStanding standing =
        new RouteStanding(
            getRouteId(),
            options.getTopic(),
            component.state(),
            meters.retries(table),
            meters.rebalances(table));
    List<Pulse> pulses = Stream.generate(Pulse::new).limit(options.getConsumersCount()).toList();
    component.state().started(getRouteId(), options.getTopic(), pulses);
    readers = endpoint.createExecutor(this);
    PartitionLags lags = new PartitionLags(meters, getRouteId(), component::tableTag);
    PoisonLimits limits = new PoisonLimits(config.deadLetters(), System::nanoTime);
    ExecutorServiceManager threads = endpoint.getCamelContext().getExecutorServiceManager();
    for (Pulse pulse : pulses) {
      ExecutorService worker =
          threads.newSingleThreadExecutor(this, "Deliver[" + getRouteId() + "]");
      BatchLoop loop =
          new BatchLoop(
              () -> newClient(properties),
              Subscription.of(options),
              new Held(
                  BatchLimits.of(config.batch()),
                  new Pace(endpoint.freshness(), component.budget(), System.nanoTime()),
                  component.memory()),
              new Backoff(config.retry().initialDelay(), config.retry().maxDelay()),
              new Delivery(worker, this::deliver),
              new PoisonBurial(
                  new DeadLetters(component.kafkaProperties(), getRouteId()),
                  limits,
                  meters.deadLetters(table),
                  getRouteId()),
              new Standing(standing, pulse),
              GroupContact.limit(properties),
              lags);
      workers.add(worker);
      loops.add(loop);
    }
    meters.watch(
        table,
        getRouteId(),
        () -> loops.stream().mapToLong(BatchLoop::lag).sum(),
        standing::waiting,
        standing::stopped);
    notice = new ShutdownNotice(() -> loops.forEach(loop -> loop.stop(ShutdownNotice.BUDGET)));
    endpoint.getCamelContext().getManagementStrategy().addEventNotifier(notice);
    for (int i = 0; i < loops.size(); i++) {
      submit(loops.get(i), pulses.get(i));
    }
    LOG.info("Route {} delivers {}", getRouteId(), options.getTopic());
  }

  private void submit(BatchLoop loop, Pulse pulse) {
    readers.submit(
        () -> {
          pulse.begin();
          try {
            loop.run();
          } finally {
            pulse.end(loop.isStopping());
          }
        });
  }

  @Override
  protected void doStop() throws Exception {
    if (notice != null) {
      notice.begin();
      endpoint.getCamelContext().getManagementStrategy().removeEventNotifier(notice);
    }
    if (readers != null) {
      readers.shutdown();
      if (!readers.awaitTermination(notice.millisLeft() + GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.warn("Route {} did not stop reading in time", getRouteId());
        readers.shutdownNow();
      }
      // By Camel, which keeps what it has made until it is told.
      ExecutorServiceManager threads = endpoint.getCamelContext().getExecutorServiceManager();
      threads.shutdownNow(readers);
      workers.forEach(threads::shutdownNow);
    }
    BatchKafkaComponent component = endpoint.getComponent();
    component
        .meters()
        .remove(component.tableTag(endpoint.getConfiguration().getTopic()), getRouteId());
    component.state().stopped(getRouteId());
    loops.clear();
    workers.clear();
    readers = null;
    super.doStop();
  }

  @SuppressWarnings("unchecked")
  private Consumer<byte[], byte[]> newClient(Properties properties) {
    return (Consumer<byte[], byte[]>)
        (Consumer<?, ?>) endpoint.getKafkaClientFactory().getConsumer(properties);
  }

  /** Sends a batch through the route and waits for its end; an exception left on it comes back. */
  private void deliver(ChangeBatch batch) throws Exception {
    Exchange exchange = createExchange(false);
    try {
      exchange.getMessage().setBody(batch);
      getProcessor().process(exchange);
      // What an on-completion callback put there counts too.
      if (exchange.getException() != null) {
        throw exchange.getException();
      }
      if (exchange.isRollbackOnly()) {
        throw new IllegalStateException("the route marked the batch for rollback");
      }
    } finally {
      releaseExchange(exchange, false);
    }
  }
}

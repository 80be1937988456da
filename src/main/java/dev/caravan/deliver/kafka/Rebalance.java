package dev.caravan.deliver.kafka;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands partitions over so that the next owner reads on where this one has landed. */
final class Rebalance implements ConsumerRebalanceListener {

  private static final Logger LOG = LoggerFactory.getLogger(Rebalance.class);

  private final Consumer<byte[], byte[]> client;
  private final Held held;
  private final Commits commits;
  private final HandOver handOver;
  private final Flights flights;

  Rebalance(
      Consumer<byte[], byte[]> client,
      Held held,
      Commits commits,
      HandOver handOver,
      Flights flights) {
    this.client = client;
    this.held = held;
    this.commits = commits;
    this.handOver = handOver;
    this.flights = flights;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    // Without them a dead letter would be delivered a second time.
    commits.readNotes(Set.copyOf(partitions));
    flights.assigned();
    LOG.debug("Assigned {}", partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    InFlight inFlight = held.inFlight();
    try {
      if (inFlight != null
          && inFlight.touches(partitions)
          && inFlight.landsWithin(handOver.landing())) {
        flights.landed(inFlight);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    commits.flush(partitions, handOver.commit());
    drop(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    drop(partitions);
  }

  /** Forgets what is held, and has the partitions that stay read again from there. */
  private void drop(Collection<TopicPartition> partitions) {
    Set<TopicPartition> kept = new HashSet<>(client.assignment());
    kept.removeAll(partitions);
    Map<TopicPartition, Long> again = held.drop(partitions, kept);
    again.forEach(client::seek);
    commits.forget(partitions);
  }
}

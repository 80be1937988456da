package dev.caravan.deliver.clickhouse;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which of the servers that hold the same is spoken to: one until it fails, then the next in the
 * configured order, and the first again behind the last. It does not go back when another one is
 * there again: what one has done shows there at once, and on others a moment later.
 */
final class ServerChoice {

  private static final Logger LOG = LoggerFactory.getLogger(ServerChoice.class);

  private final List<ClickHouseNode> nodes;
  private final AtomicInteger chosen = new AtomicInteger();

  /**
   * @param nodes one or several, in the order of preference
   */
  ServerChoice(List<ClickHouseNode> nodes) {
    this.nodes = List.copyOf(nodes);
  }

  /** All of them. */
  List<ClickHouseNode> all() {
    return nodes;
  }

  /** Whether there is more than one. */
  boolean isSeveral() {
    return nodes.size() > 1;
  }

  /** The one that is spoken to. */
  ClickHouseNode current() {
    return nodes.get(chosen.get());
  }

  /**
   * Runs something on the current server, and where that is away on the others.
   *
   * @param work something that may be done again elsewhere
   * @throws ServerAwayException when all are away, of the last one
   */
  <T> T run(Function<ClickHouseNode, T> work) {
    List<ClickHouseNode> tried = new ArrayList<>();
    while (true) {
      ClickHouseNode node = current();
      tried.add(node);
      try {
        return work.apply(node);
      } catch (ServerAwayException e) {
        leave(node, e);
        if (tried.contains(current())) {
          throw e;
        }
      }
    }
  }

  /** Goes on to the next one, unless somebody has already. */
  void leave(ClickHouseNode failed, ServerAwayException why) {
    int index = nodes.indexOf(failed);
    int next = (index + 1) % nodes.size();
    if (next != index && chosen.compareAndSet(index, next)) {
      LOG.warn("Going on with ClickHouse at {}: {}", nodes.get(next).url(), why.getMessage());
    }
  }
}

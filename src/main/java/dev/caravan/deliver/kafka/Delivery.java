package dev.caravan.deliver.kafka;

import dev.caravan.deliver.ChangeBatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Runs batches through the route on a thread of its own, one at a time. */
record Delivery(ExecutorService worker, Step step) {

  /** What is done with a batch. */
  interface Step {
    void deliver(ChangeBatch batch) throws Exception;
  }

  Future<?> start(ChangeBatch batch) {
    return worker.submit(
        () -> {
          step.deliver(batch);
          return null;
        });
  }
}

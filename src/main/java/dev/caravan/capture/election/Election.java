package dev.caravan.capture.election;

import dev.caravan.capture.source.SourceRefusedException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Says whose turn it is to try to capture. It is no fence: PostgreSQL's lock and Kafka's epochs
 * hold whatever it says.
 */
public interface Election {

  /** Whoever gets the lock captures. */
  Election NONE =
      new Election() {
        @Override
        public boolean decides() {
          return false;
        }

        @Override
        public void begin() {}

        @Override
        public boolean await(
            BooleanSupplier stopping, Consumer<String> standingBy, Consumer<String> failing) {
          return true;
        }

        @Override
        public boolean isChosen() {
          return true;
        }

        @Override
        public void giveWay() {}

        @Override
        public void end() {}
      };

  /** Whether anybody decides; one who is chosen then ends the session that has the lock. */
  boolean decides();

  /** Becomes a candidate. */
  void begin();

  /**
   * Waits until it is this process's turn.
   *
   * @param stopping whether to give up waiting
   * @param standingBy told whose turn it is, once each time that changes
   * @param failing told why whose turn it is can't be asked, once each time that changes
   * @return false when told to stop before
   * @throws SourceRefusedException when it never can
   */
  boolean await(BooleanSupplier stopping, Consumer<String> standingBy, Consumer<String> failing)
      throws InterruptedException;

  /** Whether it is this process's turn still; known without asking. */
  boolean isChosen();

  /** Lets others have a turn, for this one could not make use of its own. */
  void giveWay();

  /** Is no candidate any more, and says so, so that another one need not wait. */
  void end();
}

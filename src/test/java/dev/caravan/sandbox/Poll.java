package dev.caravan.sandbox;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for conditions of other processes. */
final class Poll {

  private Poll() {}

  /**
   * @throws SandboxException with the message when the limit has passed; what the condition itself
   *     throws ends the waiting
   */
  static void until(Duration limit, Callable<Boolean> condition, Supplier<String> message) {
    try {
      Awaitility.await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(25))
          .atMost(limit)
          .until(condition);
    } catch (ConditionTimeoutException e) {
      throw new SandboxException(message.get());
    }
  }
}

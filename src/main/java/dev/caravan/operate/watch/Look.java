package dev.caravan.operate.watch;

import java.time.Duration;

/** Asks a server for a sign of life. Called by one thread. */
interface Look {

  /** How long an answer may take. */
  Duration LIMIT = Duration.ofSeconds(4);

  /**
   * Returns when the server has answered.
   *
   * @throws Exception when it has not within {@link #LIMIT}, or refuses; its message names no
   *     secret
   */
  void look() throws Exception;
}

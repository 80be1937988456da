package dev.caravan.sandbox;

import java.util.OptionalLong;

/**
 * One server of the sandbox. An external one, given by the environment, refuses to be stopped and
 * the like with {@link UnsupportedOperationException}.
 */
public interface Service {

  /** SIGKILL to the server and its children; returns when none of them runs any more. */
  void kill();

  /** Starts it on the same data and port; returns when it answers. Does nothing while it runs. */
  void start();

  /** Asks it to end, as an operator would, and waits for that. */
  void stop();

  /** SIGSTOP: connections stay open, nothing answers. */
  void pause();

  /** SIGCONT, after {@link #pause()}. */
  void resume();

  /** The process it began as, below which all others of it are; none of an external server. */
  OptionalLong pid();
}

package dev.caravan.sandbox;

/**
 * One server of the sandbox. An external one, given by the environment, refuses every method here
 * with {@link UnsupportedOperationException}.
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
}

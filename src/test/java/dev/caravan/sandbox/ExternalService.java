package dev.caravan.sandbox;

import java.util.OptionalLong;

/** A server that somebody else runs. */
interface ExternalService extends Service {

  /** The environment variable that named it. */
  String variable();

  @Override
  default void kill() {
    throw refusal("killed");
  }

  @Override
  default void start() {
    throw refusal("started");
  }

  @Override
  default void stop() {
    throw refusal("stopped");
  }

  @Override
  default void pause() {
    throw refusal("paused");
  }

  @Override
  default void resume() {
    throw refusal("resumed");
  }

  @Override
  default OptionalLong pid() {
    return OptionalLong.empty();
  }

  default UnsupportedOperationException refusal(String what) {
    return new UnsupportedOperationException(
        "The server of "
            + variable()
            + " is not the sandbox's own and cannot be "
            + what
            + "; unset the variable to have the sandbox run one");
  }
}

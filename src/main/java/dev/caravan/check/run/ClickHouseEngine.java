package dev.caravan.check.run;

import dev.caravan.compare.ClickHouseAccess;
import java.util.Optional;
import java.util.function.Consumer;

/** A way to have a ClickHouse that belongs to the check alone. Found as a service. */
public interface ClickHouseEngine {

  /**
   * Starts one.
   *
   * @param progress takes lines for people
   * @return nothing when this way is not open on this machine
   * @throws IllegalStateException when it does not start
   */
  Optional<Server> start(Consumer<String> progress);

  /** A running ClickHouse; closing ends it and leaves nothing behind. */
  interface Server extends AutoCloseable {

    /** How to reach it, as a user who may do everything. */
    ClickHouseAccess access();

    /** Whether nobody else has anything in it. */
    boolean isPrivate();

    @Override
    void close();
  }
}

package dev.caravan.capture.election;

import dev.caravan.capture.source.SourceRefusedException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** An election that is configured wrongly, which whoever waits for it is told. */
record RefusedElection(String problem) implements Election {

  @Override
  public boolean decides() {
    return true;
  }

  @Override
  public void begin() {}

  @Override
  public boolean await(
      BooleanSupplier stopping, Consumer<String> standingBy, Consumer<String> failing) {
    throw new SourceRefusedException(problem);
  }

  @Override
  public boolean isChosen() {
    return false;
  }

  @Override
  public void giveWay() {}

  @Override
  public void end() {}
}

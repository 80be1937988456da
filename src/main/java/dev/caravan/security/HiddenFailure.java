package dev.caravan.security;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Stands for an exception in the log: the same trace, with messages that may be seen. */
final class HiddenFailure extends Throwable {

  private static final long serialVersionUID = 1L;

  private final String text;

  private HiddenFailure(String text, Throwable cause) {
    super(text, cause, true, true);
    this.text = text;
  }

  /** The failure itself when there is nothing in it to be hidden. */
  static Throwable of(Throwable failure, UnaryOperator<String> hide) {
    return isClean(failure, hide, identitySet()) ? failure : copy(failure, hide, identitySet());
  }

  private static boolean isClean(
      Throwable failure, UnaryOperator<String> hide, Set<Throwable> seen) {
    if (failure == null || !seen.add(failure)) {
      return true;
    }
    String text = failure.toString();
    if (text != null && !text.equals(hide.apply(text))) {
      return false;
    }
    for (Throwable each : failure.getSuppressed()) {
      if (!isClean(each, hide, seen)) {
        return false;
      }
    }
    return isClean(failure.getCause(), hide, seen);
  }

  private static Throwable copy(
      Throwable failure, UnaryOperator<String> hide, Set<Throwable> seen) {
    if (failure == null || !seen.add(failure)) {
      return null;
    }
    HiddenFailure hidden =
        new HiddenFailure(
            hide.apply(String.valueOf(failure)), copy(failure.getCause(), hide, seen));
    hidden.setStackTrace(failure.getStackTrace());
    for (Throwable each : failure.getSuppressed()) {
      Throwable suppressed = copy(each, hide, seen);
      if (suppressed != null) {
        hidden.addSuppressed(suppressed);
      }
    }
    return hidden;
  }

  private static Set<Throwable> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.caravan.deliver;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What the deliver routes of this JVM are doing, for the messages of failed waits. */
final class DeliverThreads {

  private DeliverThreads() {}

  static String dump() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(thread -> isDelivering(thread.getValue()))
        .map(DeliverThreads::describe)
        .collect(Collectors.joining("\n"));
  }

  private static boolean isDelivering(StackTraceElement[] stack) {
    return Arrays.stream(stack)
        .anyMatch(frame -> frame.getClassName().startsWith("dev.caravan.deliver."));
  }

  private static String describe(Map.Entry<Thread, StackTraceElement[]> thread) {
    return Arrays.stream(thread.getValue())
        .map(StackTraceElement::toString)
        .collect(Collectors.joining("\n    ", thread.getKey() + "\n    ", ""));
  }
}

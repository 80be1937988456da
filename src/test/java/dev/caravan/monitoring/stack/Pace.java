package dev.caravan.monitoring.stack;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How fast time goes for Prometheus and Alertmanager. */
public enum Pace {
  /** As the files say. */
  SHIPPED {
    @Override
    String of(String configuration) {
      return configuration;
    }
  },

  /**
   * Sixty times as fast, for those who cannot wait: minutes become seconds, hours minutes, days
   * hours, and seconds one.
   */
  FAST {
    @Override
    String of(String configuration) {
      Matcher times = TIME.matcher(configuration);
      return times.replaceAll(Pace::faster);
    }
  };

  /** A time of Prometheus, and no part of a series' name. */
  private static final Pattern TIME = Pattern.compile("(?<![\\w.:])(\\d+)([smhd])(?!\\w)");

  private static String faster(MatchResult time) {
    return switch (time.group(2)) {
      case "s" -> time.group(1).equals("0") ? "0s" : "1s";
      case "m" -> time.group(1) + "s";
      case "h" -> time.group(1) + "m";
      default -> time.group(1) + "h";
    };
  }

  /** A configuration for this pace. */
  abstract String of(String configuration);
}

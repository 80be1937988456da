package dev.caravan.deployment;

import java.util.regex.Pattern;

/** How images are named. */
final class Images {

  private static final String NAME = "[a-z0-9./-]+";
  private static final String VERSION = "v?(?:jdk-)?[0-9]+[.][0-9]+[A-Za-z0-9._-]*";

  /** With a version of two numbers at least, and not one that moves, such as "latest". */
  static final Pattern PINNED = Pattern.compile(NAME + ":" + VERSION);

  private Images() {}
}

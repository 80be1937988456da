package dev.caravan.deliver.option;

import java.nio.charset.StandardCharsets;

/**
 * What the hashes of a route are made with, and no text says.
 *
 * @param text the secret
 */
public record Salt(String text) {

  /** A shorter one is found by trying. */
  private static final int SHORTEST = 16;

  /** The configuration's key of the salt. */
  public static final String KEY = "caravan.deliver.hash-salt";

  /**
   * Takes it.
   *
   * @throws IllegalArgumentException when it is too short
   */
  static Salt of(String text) {
    if (text.length() < SHORTEST) {
      throw new IllegalArgumentException(
          "the salt has %d characters; set %s to a secret of %d or more"
              .formatted(text.length(), KEY, SHORTEST));
    }
    return new Salt(text);
  }

  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "***";
  }
}

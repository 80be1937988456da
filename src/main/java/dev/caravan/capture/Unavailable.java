package dev.caravan.capture;

import dev.caravan.change.ChangeHeaders;
import java.nio.charset.StandardCharsets;

/**
 * Stand in an event for large values an update left as they were, which PostgreSQL does not send
 * again. To be told from values that read the same by identity alone.
 */
public final class Unavailable {

  /** In the place of a text, whatever it is the text of. */
  @SuppressWarnings("StringOperationCanBeSimplified") // a literal would be anybody's
  public static final String TEXT = new String(ChangeHeaders.UNAVAILABLE_VALUE);

  /** In the place of bytes. */
  public static final byte[] BYTES =
      ChangeHeaders.UNAVAILABLE_VALUE.getBytes(StandardCharsets.UTF_8);

  private Unavailable() {}

  /** Whether the value is one of the two. */
  public static boolean is(Object value) {
    return value == TEXT || value == BYTES;
  }
}

package dev.caravan.capture.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What a server sends, which must not be silent for long. Silence alone proves nothing, for a
 * statement may take hours; so when it has lasted as long as allowed, the server is asked for a
 * sign of life, and only if none comes the connection counts as broken.
 */
final class HeardInput extends FilterInputStream {

  private final Duration limit;
  private final BooleanSupplier present;
  private final BooleanSupplier patient;
  private long heardAt = System.nanoTime();
  private boolean broken;

  /**
   * @param limit how long it may be silent before it is asked
   * @param present asks for a sign of life
   * @param patient whether the reader set no time of its own, and wants to wait
   */
  HeardInput(InputStream in, Duration limit, BooleanSupplier present, BooleanSupplier patient) {
    super(in);
    this.limit = limit;
    this.present = present;
    this.patient = patient;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (true) {
      mustNotBeBroken();
      try {
        int read = in.read(bytes, offset, length);
        heardAt = System.nanoTime();
        return read;
      } catch (SocketTimeoutException e) {
        if (System.nanoTime() - heardAt >= limit.toNanos()) {
          broken = !present.getAsBoolean();
          heardAt = System.nanoTime();
        }
        mustNotBeBroken();
        if (!patient.getAsBoolean()) {
          throw e;
        }
      }
    }
  }

  private void mustNotBeBroken() throws SocketException {
    if (broken) {
      throw new SocketException(
          "nothing came for %d s (caravan.postgres.silence-limit), and the server does not answer"
              .formatted(limit.toSeconds()));
    }
  }
}

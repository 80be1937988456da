package dev.caravan;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has Kafka's clients compress and decompress LZ4 in C. Their library does so by itself only where
 * it is loaded by the system's class loader, which a packaged application is not.
 */
final class NativeLz4 {

  private static final Logger LOG = LoggerFactory.getLogger(NativeLz4.class);

  private NativeLz4() {}

  /** Loads the library; where that is not possible, as without a writable folder, Java does it. */
  static void load() {
    try {
      Class.forName("net.jpountz.util.Native").getMethod("load").invoke(null);
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.debug("LZ4 is not to be had in C", e);
    }
  }
}

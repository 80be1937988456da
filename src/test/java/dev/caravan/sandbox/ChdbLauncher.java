package dev.caravan.sandbox;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.Arrays;
import java.util.Map;

/**
 * ClickHouse's JVM: runs the engine of chdb's library, which takes the options of {@code clickhouse
 * local}.
 */
public final class ChdbLauncher {

  private static final int RTLD_NOW = 0x2;
  private static final int RTLD_GLOBAL = Platform.isMac() ? 0x8 : 0x100;
  private static final long STACK_BYTES = 64L << 20;

  private ChdbLauncher() {}

  /**
   * @param args the library, then the engine's options
   */
  public static void main(String[] args) throws InterruptedException {
    String[] options = Arrays.copyOf(args, args.length);
    options[0] = "clickhouse";
    NativeLibrary chdb =
        NativeLibrary.getInstance(
            args[0], Map.of(Library.OPTION_OPEN_FLAGS, RTLD_NOW | RTLD_GLOBAL));
    ReplicaAddress.tell(chdb);
    // The JVM's own signal handlers stay: it ends on SIGTERM.
    chdb.getFunction("chdb_set_signal_handlers_enabled").invokeVoid(new Object[] {0});
    Object[] arguments = {options.length, options};
    int[] exitCode = {1};
    Thread engine =
        new Thread(
            null,
            () -> exitCode[0] = chdb.getFunction("chdb_query_cmdline").invokeInt(arguments),
            "clickhouse",
            STACK_BYTES);
    engine.start();
    engine.join();
    System.exit(exitCode[0]);
  }
}

package dev.caravan.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines of JVMs that leave no file outside a folder of the sandbox, even when killed.
 *
 * <p>Where this JVM does without the second compiler, so do they: in a life of minutes it takes
 * more processor time than it saves.
 */
final class JavaCommand {

  private static final String FIRST_COMPILER_ONLY = "-XX:TieredStopAtLevel=1";

  private JavaCommand() {}

  /**
   * The {@code java} this JVM runs on.
   *
   * @param folder where the JVM and its libraries put temporary files
   * @param rest options, class path, main class and arguments
   */
  static List<String> of(Path folder, List<String> rest) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Djava.io.tmpdir=" + folder);
    command.add("-Djna.tmpdir=" + folder);
    command.add("-XX:-UsePerfData");
    if (Boolean.getBoolean("caravan.sandbox.first-compiler")) {
      command.add(FIRST_COMPILER_ONLY);
    }
    command.addAll(rest);
    return command;
  }
}

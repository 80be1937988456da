package dev.caravan.sandbox;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The application's classes as the JVM has parsed and verified them (class data sharing), where
 * somebody has left them in {@code target}. The JVM takes no class from there that is not the same
 * byte by byte. Applications use it where {@code -Dcaravan.sandbox.class-data=true} says so.
 *
 * <p>The JVM keeps classes of its own loader only, so the jars the packaged application consists of
 * are given to it as they are, in the order in which that would look into them.
 */
public final class ClassDataFile {

  /** The JVM's words about what it leaves out, or a file it can't use, are no part of the log. */
  private static final String SILENT = "-Xlog:cds=off,cds+dynamic=off,class+path=off";

  private static final Path TARGET = ClassPath.ownClasses().getParent();
  private static final Path FILE = TARGET.resolve("application.jsa");
  private static final Path APPLICATION = TARGET.resolve("quarkus-app");
  private static final List<String> FOLDERS = List.of("quarkus", "app", "lib/boot", "lib/main");

  private ClassDataFile() {}

  /** Where it is, or is to be. */
  public static Path path() {
    return FILE;
  }

  /** Whether it is there and was made of the application as it is built now. */
  public static boolean isFresh() {
    try {
      return Files.exists(FILE)
          && Files.getLastModifiedTime(FILE)
                  .compareTo(Files.getLastModifiedTime(APPLICATION.resolve("quarkus-run.jar")))
              > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** What {@code java} is given to start the application and write the file when it ends. */
  static List<String> writing(Path made) {
    return command("-XX:ArchiveClassesAtExit=" + made);
  }

  /**
   * What {@code java} is given to start the application: with the file where it is wanted and
   * there, else just the jar.
   */
  static List<String> starting(Path jar) {
    return Boolean.getBoolean("caravan.sandbox.class-data") && isFresh()
        ? command("-XX:SharedArchiveFile=" + FILE)
        : List.of("-jar", jar.toString());
  }

  /** With what the packaged application's manifest and entry point would see to. */
  private static List<String> command(String option) {
    return List.of(
        SILENT,
        option,
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
        "-cp",
        classPath(),
        "io.quarkus.runner.GeneratedMain");
  }

  private static String classPath() {
    List<String> jars = new ArrayList<>();
    for (String folder : FOLDERS) {
      try (Stream<Path> files = Files.list(APPLICATION.resolve(folder))) {
        files
            .map(Path::toString)
            .filter(name -> name.endsWith(".jar"))
            // Transformed classes come before the generated ones, and before those of libraries.
            .sorted(
                (one, other) ->
                    folder.equals("quarkus") ? other.compareTo(one) : one.compareTo(other))
            .forEach(jars::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return jars.stream().collect(Collectors.joining(File.pathSeparator));
  }
}

package dev.caravan.sandbox;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this JVM loads its classes from, for JVMs of the sandbox. */
final class ClassPath {

  private ClassPath() {}

  static List<String> entries() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator));
  }

  /** For {@code -cp}: the sandbox's own classes, and the jars whose names match. */
  static String of(Predicate<String> jar) {
    return Stream.concat(
            Stream.of(ownClasses().toString()),
            entries().stream().filter(entry -> jar.test(Path.of(entry).getFileName().toString())))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** {@code target/test-classes}. */
  static Path ownClasses() {
    try {
      return Path.of(ClassPath.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}

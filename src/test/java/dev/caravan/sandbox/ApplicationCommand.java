package dev.caravan.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the application is started: by its jar, or by the native binary where there is one to test.
 */
final class ApplicationCommand {

  /** The system property that names the native binary. */
  private static final String BINARY = "caravan.application.binary";

  private ApplicationCommand() {}

  /**
   * The command line.
   *
   * @param binary the native binary; the jar without
   * @param folder where temporary files go
   * @param javaOptions what the binary does not know of them is left out
   * @param properties {@code -Dname=value}
   */
  static List<String> of(
      Optional<Path> binary, Path folder, List<String> javaOptions, List<String> properties) {
    return binary
        .map(file -> ofBinary(file, folder, javaOptions, properties))
        .orElseGet(() -> ofJar(folder, javaOptions, properties));
  }

  /** The native binary, when it is that which is tested. */
  static Optional<Path> binary() {
    return Optional.ofNullable(System.getProperty(BINARY)).map(Path::of);
  }

  private static List<String> ofJar(
      Path folder, List<String> javaOptions, List<String> properties) {
    List<String> rest = new ArrayList<>(javaOptions);
    rest.addAll(properties);
    rest.add("-jar");
    rest.add(
        existing(
            ClassPath.ownClasses()
                .getParent()
                .getParent()
                .resolve("target/quarkus-app/quarkus-run.jar"),
            "mvn package"));
    return JavaCommand.of(folder, rest);
  }

  private static List<String> ofBinary(
      Path binary, Path folder, List<String> javaOptions, List<String> properties) {
    List<String> command = new ArrayList<>();
    command.add(existing(binary, "mvn package -Dnative"));
    command.add("-Djava.io.tmpdir=" + folder);
    // Sizes of the heap; all other options are for the JVM, which is not there.
    javaOptions.stream()
        .filter(option -> option.startsWith("-Xm") || option.startsWith("-D"))
        .forEach(command::add);
    command.addAll(properties);
    return command;
  }

  private static String existing(Path file, String remedy) {
    if (!Files.exists(file)) {
      throw new SandboxException(file + " is missing; '" + remedy + "' builds it");
    }
    return file.toString();
  }
}

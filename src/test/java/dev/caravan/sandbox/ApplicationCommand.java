package dev.caravan.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the application is started: by a JVM, or by the native binary where that is to be tested. */
final class ApplicationCommand {

  /** The system property that names the native binary. */
  private static final String BINARY = "caravan.application.binary";

  private ApplicationCommand() {}

  /** The native binary, when it is that which is tested. */
  static Optional<Path> binary() {
    return Optional.ofNullable(System.getProperty(BINARY)).map(Path::of);
  }

  /**
   * With a JVM.
   *
   * @param main what {@code java} is to start
   * @param folder where temporary files go
   * @param properties {@code -Dname=value}
   */
  static List<String> ofJar(
      List<String> main, Path folder, List<String> javaOptions, List<String> properties) {
    List<String> rest = new ArrayList<>(javaOptions);
    rest.addAll(properties);
    rest.addAll(main);
    return JavaCommand.of(folder, rest);
  }

  /**
   * Without one.
   *
   * @param folder where temporary files go
   * @param javaOptions of which the binary is given the sizes of the heap; the rest is for a JVM
   * @param properties {@code -Dname=value}
   */
  static List<String> ofBinary(
      Path binary, Path folder, List<String> javaOptions, List<String> properties) {
    if (!Files.exists(binary)) {
      throw new SandboxException(binary + " is missing; 'mvn package -Dnative' builds it");
    }
    List<String> command = new ArrayList<>();
    command.add(binary.toString());
    command.add("-Djava.io.tmpdir=" + folder);
    javaOptions.stream()
        .filter(option -> option.startsWith("-Xm") || option.startsWith("-D"))
        .forEach(command::add);
    command.addAll(properties);
    return command;
  }
}

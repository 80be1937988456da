package dev.caravan.sandbox;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Command lines that lead a session of their own, so that a terminal's Ctrl-C does not reach them.
 */
final class Session {

  private static final List<String> PREFIX =
      onPath("setsid")
          .map(setsid -> List.of(setsid.toString()))
          .orElse(List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV or die $!"));

  private Session() {}

  static List<String> of(List<String> command) {
    return Stream.concat(PREFIX.stream(), command.stream()).toList();
  }

  /** A program of the PATH. */
  static Optional<Path> onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}

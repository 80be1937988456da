package dev.caravan.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Unpacks with the system's {@code tar}, which keeps links and permissions. */
final class Tar {

  private Tar() {}

  /**
   * @param archive a tar file, not compressed
   * @param options further options and members, such as {@code --strip-components=1}
   */
  static void unpack(InputStream archive, Path folder, String... options) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("tar", "-x", "-f", "-", "-C", folder.toString()));
    command.addAll(List.of(options));
    Process tar = new ProcessBuilder(command).redirectErrorStream(true).start();
    IOException broken = null;
    try (OutputStream input = tar.getOutputStream()) {
      archive.transferTo(input);
    } catch (IOException e) {
      broken = e;
    }
    String printed = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (tar.waitFor() != 0 || broken != null) {
        throw new IOException("tar could not unpack into " + folder + ": " + printed, broken);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while unpacking into " + folder, e);
    }
  }
}

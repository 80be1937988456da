package dev.caravan.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Who PostgreSQL runs as, for it refuses to run as root. */
enum UnprivilegedUser {
  /** Whoever runs the sandbox. */
  SELF(List.of()),

  /** Root in a user namespace: it sees itself as nobody, and its files still belong to it. */
  NAMESPACE(List.of("unshare", "--user")),

  /** The user nobody, where namespaces are forbidden, as in most containers. */
  NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

  private final List<String> prefix;

  UnprivilegedUser(List<String> prefix) {
    this.prefix = prefix;
  }

  /**
   * @throws SandboxException for root on a machine where it cannot become another user
   */
  static UnprivilegedUser ofThisMachine() {
    return Stream.of(values())
        .filter(UnprivilegedUser::isAnOrdinaryUser)
        .findFirst()
        .orElseThrow(
            () ->
                new SandboxException(
                    "PostgreSQL does not run as root, and neither 'unshare --user' nor 'setpriv'"
                        + " works here. Run as an ordinary user, or name a server in "
                        + Environment.POSTGRES_URL));
  }

  /** A command run as this user. */
  List<String> run(List<String> command) {
    return Stream.concat(prefix.stream(), command.stream()).toList();
  }

  /**
   * The programs where this user may read them, and the folder as one it may write to.
   *
   * @param folder for PostgreSQL's data
   */
  Path admit(Path programs, Path folder) throws IOException {
    if (this != NOBODY) {
      return programs;
    }
    Path copy = folder.resolve("programs");
    if (execute("cp", "-R", programs.toString(), copy.toString()) == null
        || execute("chown", "-R", "65534:65534", folder.toString()) == null) {
      throw new IOException("Cannot hand " + folder + " to the user nobody");
    }
    return copy;
  }

  private boolean isAnOrdinaryUser() {
    String id = execute(run(List.of("id", "-u")).toArray(String[]::new));
    return id != null && !id.equals("0");
  }

  /** What it prints, or null when it fails. */
  private static String execute(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      byte[] printed = process.getInputStream().readAllBytes();
      return process.waitFor() == 0 ? new String(printed, StandardCharsets.UTF_8).trim() : null;
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }
}

package dev.caravan.sandbox;

import java.io.IOException;
import java.util.List;

/** PostgreSQL refuses to run as root. */
final class UnprivilegedUser {

  private UnprivilegedUser() {}

  /**
   * What to put before a command so that it does not see itself as root: for root, a user namespace
   * in which it is nobody while its files still belong to it; for others, nothing.
   *
   * @throws SandboxException for root where user namespaces are forbidden
   */
  static List<String> prefix() {
    if (!"0".equals(printed("id", "-u"))) {
      return List.of();
    }
    List<String> prefix = List.of("unshare", "--user");
    if ("0".equals(printed("unshare", "--user", "id", "-u"))
        || printed("unshare", "--user", "id", "-u").isEmpty()) {
      throw new SandboxException(
          "PostgreSQL does not run as root, and this machine forbids 'unshare --user'."
              + " Run as an ordinary user, or name a server in "
              + Environment.POSTGRES_URL);
    }
    return prefix;
  }

  private static String printed(String... command) {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String printed = new String(process.getInputStream().readAllBytes()).trim();
      return process.waitFor() == 0 ? printed : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }
}

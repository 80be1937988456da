package dev.caravan.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A pinned SHA-512, in Base64. */
record Checksum(String base64) {

  /**
   * @throws SandboxException when the file is another one
   */
  void verify(Path file, String what) throws IOException {
    String actual = of(file);
    if (!actual.equals(base64)) {
      throw new SandboxException(
          "What was fetched as %s is not what was pinned: sha512 is %s, must be %s. It was removed."
              .formatted(what, actual, base64));
    }
  }

  private static String of(Path file) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
        content.transferTo(OutputStream.nullOutputStream());
      }
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

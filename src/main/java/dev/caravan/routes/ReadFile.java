package dev.caravan.routes;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * What a route file held when it was read.
 *
 * @param name the file's name without its folder
 * @param content its bytes; not to be changed
 * @param version tells contents apart: 12 hexadecimal digits of their SHA-256
 */
record ReadFile(String name, byte[] content, String version) {

  private static final int DIGITS = 12;

  static ReadFile of(String name, byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return new ReadFile(name, content, HexFormat.of().formatHex(digest).substring(0, DIGITS));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReadFile file && name.equals(file.name) && version.equals(file.version);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, version);
  }

  @Override
  public String toString() {
    return name + " " + version;
  }
}

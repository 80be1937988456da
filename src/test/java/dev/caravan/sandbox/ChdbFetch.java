package dev.caravan.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Fetches ClickHouse's engine with the npm client, so that the user's npm settings count. */
final class ChdbFetch {

  private static final Duration LIMIT = Duration.ofMinutes(30);
  private static final String LIBRARY = "libchdb.so";

  private final NpmPackage wanted;
  private final Reaper reaper;
  private final Consumer<String> progress;

  ChdbFetch(NpmPackage wanted, Reaper reaper, Consumer<String> progress) {
    this.wanted = wanted;
    this.reaper = reaper;
    this.progress = progress;
  }

  /** The library, from the cache or fetched into it. */
  Path library(Cache cache) {
    return cache.folder(wanted.label(), this::fetch).resolve(LIBRARY);
  }

  private void fetch(Path content, Path scratch) throws IOException {
    pack(scratch);
    Path packed = packed(scratch);
    new Checksum(wanted.sha512()).verify(packed, wanted.specification());
    progress.accept("Unpacking ClickHouse");
    try (InputStream archive = new GZIPInputStream(Files.newInputStream(packed), 1 << 16)) {
      Tar.unpack(archive, content, "--strip-components=1", "package/" + LIBRARY);
    }
  }

  private void pack(Path scratch) {
    Path npm =
        Session.onPath("npm")
            .orElseThrow(
                () ->
                    new SandboxException(
                        "ClickHouse is fetched with npm, which is not on the PATH. Install npm or"
                            + " 'clickhouse', or name a server in "
                            + Environment.CLICKHOUSE_URL));
    Path npmCache = scratch.resolve("npm");
    List<String> command =
        List.of(
            npm.toString(),
            "pack",
            wanted.specification(),
            "--cache=" + npmCache,
            "--pack-destination=" + scratch,
            "--loglevel=error",
            "--no-update-notifier");
    OsProcess process =
        OsProcess.start(reaper, "KILL", command, scratch, scratch.resolve("npm.log"));
    FetchProgress lines = new FetchProgress("ClickHouse " + wanted.version(), wanted.bytes());
    Path growing = npmCache.resolve("_cacache");
    Poll.until(
        LIMIT,
        () -> {
          lines.at(Instant.now(), FolderTree.size(growing)).ifPresent(progress);
          return !process.isAlive();
        },
        () -> "npm did not fetch " + wanted.specification() + " within 30 min");
    if (process.exitCode() != 0) {
      throw new SandboxException(
          "npm could not fetch " + wanted.specification() + ":\n" + process.tail());
    }
  }

  private Path packed(Path scratch) throws IOException {
    try (Stream<Path> files = Files.list(scratch)) {
      return files
          .filter(file -> file.toString().endsWith(".tgz"))
          .findFirst()
          .orElseThrow(
              () -> new SandboxException("npm packed no file for " + wanted.specification()));
    }
  }
}

package dev.caravan.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Unpacked programs that outlive a build, in {@code ~/.cache/caravan}. */
final class Cache {

  /** A file lock keeps other processes out, but not other threads. */
  private static final Map<String, Object> FILLING = new ConcurrentHashMap<>();

  private final Path root;
  private final Reaper reaper;

  Cache(Path root, Reaper reaper) {
    this.root = root;
    this.reaper = reaper;
  }

  /** Below {@code XDG_CACHE_HOME}, or {@code ~/.cache}. */
  static Cache ofUser(Reaper reaper) {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path base =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return new Cache(base.resolve("caravan").toAbsolutePath(), reaper);
  }

  /**
   * A cached folder, filled first when it is not there. It appears under its name only when it is
   * complete: filling happens beside it, by one process at a time.
   */
  Path folder(String name, Filler filler) {
    Path folder = root.resolve(name);
    if (Files.isDirectory(folder)) {
      return folder;
    }
    synchronized (FILLING.computeIfAbsent(name, any -> new Object())) {
      try {
        Files.createDirectories(root);
        try (FileChannel lock = open(root.resolve("." + name + ".lock"))) {
          lock.lock();
          if (!Files.isDirectory(folder)) {
            Path part = reaper.folder(root, "part");
            try {
              Path content = Files.createDirectory(part.resolve("content"));
              filler.fill(content, part);
              Files.move(content, folder, StandardCopyOption.ATOMIC_MOVE);
            } finally {
              FolderTree.delete(part);
            }
          }
        }
        return folder;
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot fill the cache folder " + folder, e);
      }
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Puts into a folder what is to be cached. */
  interface Filler {

    /**
     * @param content becomes the cached folder
     * @param scratch for what is needed on the way only
     */
    void fill(Path content, Path scratch) throws IOException;
  }
}

package dev.caravan.pipeline;

import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/**
 * The application's classes as the JVM has parsed and verified them (class data sharing): tests
 * start it more than a hundred times. A run of its own leaves them in {@code target}, once for each
 * build, and the JVM takes no class from there that is not the same byte by byte.
 */
final class ClassData {

  private static final Path APPLICATION = Path.of("target/quarkus-app/quarkus-run.jar");
  private static final Path ARCHIVE = Path.of("target/application.jsa").toAbsolutePath();
  private static final Path LOCK = Path.of("target/application.jsa.lock");

  /** The JVM's words about what it leaves out, or a file it can't use, are no part of the log. */
  private static final String SILENT = "-Xlog:cds=off,cds+dynamic=off,class+path=off";

  /** On a busy machine; some seconds on another. */
  private static final Duration WRITING = Duration.ofMinutes(2);

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static boolean attempted;

  private ClassData() {}

  /** Options of the JVM to use it; none while it is being made elsewhere, or cannot be. */
  static synchronized List<String> options(Sandbox sandbox) {
    if (Application.isNative()) {
      return List.of();
    }
    if (!attempted && !sandbox.isSecured()) {
      attempted = true;
      makeUnlessThere(sandbox);
    }
    return isFresh() ? List.of(SILENT, "-XX:SharedArchiveFile=" + ARCHIVE) : List.of();
  }

  private static boolean isFresh() {
    try {
      return Files.exists(ARCHIVE)
          && Files.getLastModifiedTime(ARCHIVE).compareTo(Files.getLastModifiedTime(APPLICATION))
              > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Another JVM that runs tests may be at it; this one does not wait for it. */
  private static void makeUnlessThere(Sandbox sandbox) {
    try (FileChannel file =
            FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      if (lock != null && !isFresh()) {
        make(sandbox);
      }
    } catch (IOException e) {
      System.out.println("The application starts without class data: " + e);
    }
  }

  /** The JVM writes the file when it ends. */
  private static void make(Sandbox sandbox) throws IOException {
    Path made = Path.of("target/application.jsa.made").toAbsolutePath();
    Files.deleteIfExists(made);
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, ClassData.class)) {
      pipeline.sql(
          "CREATE TABLE inventory.orders (id bigint PRIMARY KEY, at timestamptz, v numeric)",
          "INSERT INTO inventory.orders VALUES (1, now(), 1.5)");
      pipeline.deliver(ORDERS);
      try (Application application =
          pipeline.application().java(SILENT, "-XX:ArchiveClassesAtExit=" + made).start()) {
        pipeline.awaitEqual(ORDERS);
        pipeline.sql("UPDATE inventory.orders SET v = 2");
        pipeline.awaitEqual(ORDERS);
        await().atMost(Duration.ofSeconds(60)).until(() -> new Probes(application).isUp("ready"));
        application.stop(WRITING);
      }
    }
    if (Files.exists(made)) {
      Files.move(made, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}

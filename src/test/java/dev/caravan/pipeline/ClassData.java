package dev.caravan.pipeline;

import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.ClassDataFile;
import dev.caravan.sandbox.Sandbox;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Makes the {@link ClassDataFile}, by a run of the application of its own, once for each build:
 * tests start it more than a hundred times.
 */
final class ClassData {

  private static final Path LOCK = Path.of("target/application.jsa.lock");

  /** On a busy machine; some seconds on another. */
  private static final Duration WRITING = Duration.ofMinutes(2);

  private static final TableName ORDERS = new TableName("inventory", "orders");
  private static boolean attempted;

  private ClassData() {}

  /** Has applications use it from now on, but while it is being made elsewhere. */
  static synchronized void provide(Sandbox sandbox) {
    if (!attempted && !sandbox.isSecured() && !Application.isNative()) {
      attempted = true;
      makeUnlessThere(sandbox);
    }
  }

  /** Another JVM that runs tests may be at it; this one does not wait for it. */
  private static void makeUnlessThere(Sandbox sandbox) {
    try (FileChannel file =
            FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = file.tryLock()) {
      if (lock != null && !ClassDataFile.isFresh()) {
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
      try (Application application = pipeline.application().leavingClassData(made).start()) {
        pipeline.awaitEqual(ORDERS);
        pipeline.sql("UPDATE inventory.orders SET v = 2");
        pipeline.awaitEqual(ORDERS);
        await().atMost(Duration.ofSeconds(60)).until(() -> new Probes(application).isUp("ready"));
        application.stop(WRITING);
      }
    }
    if (Files.exists(made)) {
      Files.move(made, ClassDataFile.path(), StandardCopyOption.ATOMIC_MOVE);
    }
  }
}

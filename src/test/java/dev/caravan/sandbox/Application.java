package dev.caravan.sandbox;

import java.nio.file.Path;
import java.time.Duration;

/** The packaged application as a process of its own, pointed at a sandbox. */
public final class Application implements AutoCloseable {

  private Application() {}

  public static Builder on(Sandbox sandbox) {
    return new Builder();
  }

  public String url() {
    throw new UnsupportedOperationException("not written yet");
  }

  public long pid() {
    throw new UnsupportedOperationException("not written yet");
  }

  public boolean isAlive() {
    throw new UnsupportedOperationException("not written yet");
  }

  public int exitCode() {
    throw new UnsupportedOperationException("not written yet");
  }

  public void kill() {}

  public void stop() {}

  public void pause() {}

  public void resume() {}

  public String log() {
    throw new UnsupportedOperationException("not written yet");
  }

  public void awaitReady(Duration limit) {}

  @Override
  public void close() {}

  /** What to start it with. */
  public static final class Builder {

    private Builder() {}

    public Builder set(String key, String value) {
      return this;
    }

    public Builder workingDirectory(Path folder) {
      return this;
    }

    public Builder routes(Path folder) {
      return this;
    }

    public Builder java(String... options) {
      return this;
    }

    public Application start() {
      throw new UnsupportedOperationException("not written yet");
    }
  }
}

package dev.caravan.sandbox;

/** Starts a sandbox and never closes it. */
public final class SandboxUntilKilled {

  static final String STARTED = "caravan: the sandbox is started";

  private SandboxUntilKilled() {}

  public static void main(String[] args) throws InterruptedException {
    Sandbox.start(System.out::println);
    System.out.println(STARTED);
    Thread.currentThread().join();
  }
}

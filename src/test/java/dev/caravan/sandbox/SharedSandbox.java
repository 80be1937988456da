package dev.caravan.sandbox;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One sandbox for all tests of a JVM, started by the first that asks for it and closed when the JVM
 * ends: {@code @ExtendWith(SharedSandbox.class)} and a parameter of type {@link Sandbox}, or {@link
 * #get()}.
 */
public final class SharedSandbox implements ParameterResolver {

  public static Sandbox get() {
    return Holder.SANDBOX;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Sandbox.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return get();
  }

  /** Loaded, and so started, at the first use only. */
  private static final class Holder {
    private static final Sandbox SANDBOX = Sandbox.start(System.out::println);
  }
}

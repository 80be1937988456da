package dev.caravan.control;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The body of every refusal.
 *
 * @param error what is wrong, and what would be right
 */
@RegisterForReflection
public record ControlError(String error) {}

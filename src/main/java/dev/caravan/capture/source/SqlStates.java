package dev.caravan.capture.source;

/** SQLSTATE codes the driver has no constants for. */
final class SqlStates {

  static final String INSUFFICIENT_PRIVILEGE = "42501";
  static final String UNKNOWN_DATABASE = "3D000";
  static final String CONFIGURATION_LIMIT_EXCEEDED = "53400";

  private SqlStates() {}
}

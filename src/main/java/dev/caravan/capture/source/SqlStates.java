package dev.caravan.capture.source;

/** SQLSTATE codes the driver has no constants for. */
public final class SqlStates {

  public static final String INSUFFICIENT_PRIVILEGE = "42501";
  static final String UNKNOWN_DATABASE = "3D000";
  static final String CONFIGURATION_LIMIT_EXCEEDED = "53400";

  static final String UNDEFINED_OBJECT = "42704";
  public static final String LOCK_NOT_AVAILABLE = "55P03";

  public static final String UNDEFINED_TABLE = "42P01";

  public static final String TOO_MANY_CONNECTIONS = "53300";

  private SqlStates() {}
}

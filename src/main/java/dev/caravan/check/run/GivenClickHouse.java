package dev.caravan.check.run;

import dev.caravan.compare.ClickHouseAccess;

/**
 * A ClickHouse the user named. Others may have tables in it, so that tests stay in databases of
 * their own.
 */
public record GivenClickHouse(ClickHouseAccess access) implements ClickHouseEngine.Server {

  @Override
  public boolean isPrivate() {
    return false;
  }

  @Override
  public void close() {
    // It goes on running.
  }
}

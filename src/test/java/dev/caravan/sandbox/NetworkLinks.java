package dev.caravan.sandbox;

import java.util.List;

/** A link to each server of a sandbox; see {@link Application.Builder#through(NetworkLinks)}. */
public record NetworkLinks(NetworkLink postgres, NetworkLink kafka, NetworkLink clickhouse)
    implements AutoCloseable {

  /** One set at a time: the broker knows one port of the link to it. */
  public static NetworkLinks to(Sandbox sandbox) {
    return new NetworkLinks(
        NetworkLink.to(sandbox.postgres().port()),
        sandbox.kafka().link(),
        NetworkLink.to(sandbox.clickhouse().httpPort()));
  }

  public List<NetworkLink> all() {
    return List.of(postgres, kafka, clickhouse);
  }

  @Override
  public void close() {
    all().forEach(NetworkLink::close);
  }
}

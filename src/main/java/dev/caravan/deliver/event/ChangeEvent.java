package dev.caravan.deliver.event;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The body of one event's exchange: Debezium's envelope with {@code before}, {@code after}, {@code
 * source} and {@code op}, to be read and changed at any depth. It is read from the bytes when it is
 * first looked at, so that an event nobody looks into costs little.
 */
public final class ChangeEvent extends AbstractMap<String, Object> {

  private final byte[] json;
  private Map<String, Object> envelope;
  private Map<String, Object> asRead;

  ChangeEvent(byte[] json) {
    this.json = json;
  }

  /** The bytes that say the same as a body: the very bytes that were read when nothing differs. */
  byte[] bytes(Map<?, ?> body) throws IOException {
    boolean same = body == this ? envelope == null || envelope.equals(asRead) : body.equals(asRead);
    return same ? json : EventJson.write(body);
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return envelope().entrySet();
  }

  /**
   * A row there is not is an empty one to whoever looks, or a condition on {@code body[after]}
   * would fail at the first delete. What is put into it is lost.
   */
  @Override
  public Object get(Object key) {
    Object value = envelope().get(key);
    return value == null && (key.equals("after") || key.equals("before"))
        ? new LinkedHashMap<>()
        : value;
  }

  @Override
  public boolean containsKey(Object key) {
    return envelope().containsKey(key);
  }

  @Override
  public Object put(String key, Object value) {
    return envelope().put(key, value);
  }

  @Override
  public Object remove(Object key) {
    return envelope().remove(key);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  private Map<String, Object> envelope() {
    if (envelope == null) {
      try {
        envelope = EventJson.read(json);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      asRead = EventJson.copy(envelope);
    }
    return envelope;
  }
}

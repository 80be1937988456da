package dev.caravan.routes;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Takes a file, its change or its removal only when two looks in a row have seen the same: editors
 * write in place, in several steps, or remove a file before they write it anew.
 */
final class Settling {

  private SortedMap<String, ReadFile> last;
  private final SortedMap<String, ReadFile> settled = new TreeMap<>();

  /**
   * @param first what was there at the start, which is taken at once
   */
  Settling(Map<String, ReadFile> first) {
    this.last = new TreeMap<>(first);
    this.settled.putAll(first);
  }

  /**
   * @param look what the folder holds now
   * @return what counts: as it was seen now and the time before, or as it was until then
   */
  SortedMap<String, ReadFile> settle(Map<String, ReadFile> look) {
    for (Map.Entry<String, ReadFile> file : look.entrySet()) {
      if (file.getValue().equals(last.get(file.getKey()))) {
        settled.put(file.getKey(), file.getValue());
      }
    }
    SortedMap<String, ReadFile> before = last;
    settled.keySet().removeIf(name -> !look.containsKey(name) && !before.containsKey(name));
    last = new TreeMap<>(look);
    return new TreeMap<>(settled);
  }
}

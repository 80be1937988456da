package dev.caravan.routes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Decides which files may have the ids of routes that several of them name. A file that is refused
 * keeps the ids of its version that runs; then come files that have an id already and still want
 * it, then the first by name. So two files can swap ids, or a route move from one to another.
 */
final class IdClaims {

  private final Map<String, Set<String>> running;
  private final SortedMap<String, Set<String>> wanted;

  /**
   * @param running the ids each file's running version has; of files that are still there
   * @param wanted the ids each file wants, of those in which nothing is wrong
   */
  IdClaims(Map<String, Set<String>> running, Map<String, Set<String>> wanted) {
    this.running = running;
    this.wanted = new TreeMap<>(wanted);
  }

  /** The files that can't have what they want, each with the routes whose ids are taken. */
  Map<String, List<KnownRoute>> losers() {
    Map<String, List<KnownRoute>> losers = new TreeMap<>();
    Map<String, String> owners = owners();
    Optional<String> loser = firstLoser(owners);
    while (loser.isPresent()) {
      Set<String> ids = wanted.remove(loser.get());
      losers.put(loser.get(), known(ids, owners, loser.get()));
      // One at a time: what it does not get may be free for the next.
      owners = owners();
      loser = firstLoser(owners);
    }
    return losers;
  }

  private Map<String, String> owners() {
    Map<String, String> owners = new HashMap<>();
    running.forEach(
        (file, ids) -> {
          if (!wanted.containsKey(file)) {
            ids.forEach(id -> owners.put(id, file));
          }
        });
    wanted.forEach(
        (file, ids) ->
            ids.stream()
                .filter(running.getOrDefault(file, Set.of())::contains)
                .forEach(id -> owners.putIfAbsent(id, file)));
    wanted.forEach((file, ids) -> ids.forEach(id -> owners.putIfAbsent(id, file)));
    return owners;
  }

  private Optional<String> firstLoser(Map<String, String> owners) {
    return wanted.entrySet().stream()
        .filter(
            file -> file.getValue().stream().anyMatch(id -> !owners.get(id).equals(file.getKey())))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static List<KnownRoute> known(Set<String> ids, Map<String, String> owners, String file) {
    return ids.stream()
        .filter(id -> !owners.get(id).equals(file))
        .map(id -> new KnownRoute(id, owners.get(id)))
        .toList();
  }
}

package dev.caravan.routes;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells of each file what is to run, or why it is refused. Contents that were checked once are not
 * checked again.
 */
final class Verdicts {

  /**
   * What the files of one look are.
   *
   * @param wanted what is to run, by file
   * @param refused why the others are refused
   */
  record Judgement(SortedMap<String, Accepted> wanted, SortedMap<String, List<Problem>> refused) {}

  private final RouteCheck check;
  private final Map<ReadFile, CheckedFile> checked = new HashMap<>();
  private final Map<ReadFile, Problem> failed = new HashMap<>();

  Verdicts(RouteCheck check) {
    this.check = check;
  }

  /** Something in the folder has changed: what could not be started may be tried again. */
  void renew(Collection<ReadFile> files) {
    checked.keySet().retainAll(files);
    failed.clear();
  }

  /** Contents that are right could not be started. */
  void failed(ReadFile file, String reason) {
    failed.put(file, new Problem(file.name(), 0, "can't be started: " + reason));
  }

  /** How many could not be started. */
  int failures() {
    return failed.size();
  }

  /**
   * @param running what runs now, by file
   */
  Judgement judge(Map<String, ReadFile> files, Map<String, Accepted> running) {
    Judgement judgement = new Judgement(new TreeMap<>(), new TreeMap<>());
    for (ReadFile file : files.values()) {
      CheckedFile found = checked.computeIfAbsent(file, read -> check(read, List.of()));
      if (failed.containsKey(file)) {
        judgement.refused.put(file.name(), List.of(failed.get(file)));
      } else if (found.isAccepted()) {
        judgement.wanted.put(file.name(), new Accepted(file, found.routes()));
      } else {
        judgement.refused.put(file.name(), found.problems());
      }
    }
    Map<String, Set<String>> now = ids(running);
    now.keySet().retainAll(files.keySet());
    new IdClaims(now, ids(judgement.wanted))
        .losers()
        .forEach(
            (file, taken) -> {
              ReadFile read = judgement.wanted.remove(file).read();
              judgement.refused.put(file, check(read, taken).problems());
            });
    return judgement;
  }

  private static Map<String, Set<String>> ids(Map<String, Accepted> files) {
    Map<String, Set<String>> ids = new HashMap<>();
    files.forEach((file, accepted) -> ids.put(file, accepted.ids()));
    return ids;
  }

  private CheckedFile check(ReadFile file, Collection<KnownRoute> others) {
    return check.check(Path.of(file.name()), file.content(), others);
  }
}

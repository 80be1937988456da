package dev.caravan.control.rewind;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Decides where a route goes on in each partition. */
final class RewindPlan {

  private RewindPlan() {}

  /**
   * The moves of the partitions that are asked for, in their order.
   *
   * @param route the route's id, for messages
   * @throws RewindRefusedException when events would be left out and that is not asked for
   */
  static List<PartitionMove> of(String route, Collection<PartitionPlace> places, RewindWish wish) {
    List<PartitionMove> moves = new ArrayList<>();
    PartitionPlace ahead = null;
    boolean isAnyBack = false;
    for (PartitionPlace place : places) {
      if (place.wanted() == null) {
        continue;
      }
      long to = Math.min(Math.max(place.wanted(), place.begin()), place.end());
      boolean isAhead = to > place.next() && !wish.skip();
      if (isAhead && (ahead == null || !wish.isByTime())) {
        ahead = place;
      }
      isAnyBack |= to <= place.next();
      moves.add(
          isAhead
              ? move(place, place.next(), "it is not as far as that and stays")
              : move(place, to, note(place, wish)));
    }
    if (ahead != null && !(wish.isByTime() && isAnyBack)) {
      throw new RewindRefusedException(
          ("route %s is at offset %d of partition %d, and the place asked for lies ahead of it;"
                  + " add \"skip\":true if the events between are to be left out")
              .formatted(route, ahead.next(), ahead.partition()));
    }
    return moves;
  }

  private static PartitionMove move(PartitionPlace place, long to, String note) {
    return new PartitionMove(place.partition(), place.next(), to, 0, note);
  }

  private static String note(PartitionPlace place, RewindWish wish) {
    if (place.wanted() > place.end()) {
      return "there is nothing behind offset " + place.end();
    }
    boolean isCut = wish.isByTime() ? place.wanted() <= place.begin() : false;
    if (place.wanted() < place.begin() || isCut && place.begin() > 0) {
      return "Kafka keeps nothing before offset " + place.begin();
    }
    return null;
  }
}

package dev.caravan.bench.measure;

import java.util.List;

/** One way of doing what a bench measures. */
public interface Peer {

  String name();

  /**
   * Does it once with processes of its own, and leaves nothing behind that the next run would
   * notice.
   *
   * @param round from 1
   * @throws WrongResultException when rows or events are not what they must be
   */
  List<Result> run(int round) throws Exception;
}

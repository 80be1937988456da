package dev.caravan.capture.log;

import dev.caravan.change.ShapeAnnouncement;
import dev.caravan.change.TableName;
import dev.caravan.change.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Notices by PostgreSQL's OID of a table that it goes by another name, and so goes on in another
 * topic. Not safe for use by several threads.
 */
final class Renames {

  private static final Logger LOG = Logger.getLogger(Renames.class);
  private static final long UNKNOWN = 0;

  private final Map<Long, TableName> names = new HashMap<>();

  /**
   * @param announced what was announced so far, in order
   */
  Renames(List<ShapeAnnouncement> announced) {
    announced.forEach(this::formerName);
  }

  /** Says once what is to be done when the announcement is that of a renamed table. */
  void note(ShapeAnnouncement announcement, Topics topics) {
    TableName table = announcement.toShape().table();
    formerName(announcement)
        .ifPresent(
            former ->
                LOG.warnf(
                    "%s is %s now: its changes go to the topic %s, so add a route for it. What it"
                        + " held before comes there with UPDATE %s SET <column> = <column>",
                    former, table, topics.changes(table), table.quoted()));
  }

  /** The name the announced table had until now, if another. */
  Optional<TableName> formerName(ShapeAnnouncement announcement) {
    if (announcement.relation() == UNKNOWN) {
      return Optional.empty();
    }
    TableName table = announcement.toShape().table();
    TableName former = names.put(announcement.relation(), table);
    return Optional.ofNullable(former).filter(name -> !name.equals(table));
  }
}

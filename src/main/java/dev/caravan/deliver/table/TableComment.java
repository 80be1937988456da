package dev.caravan.deliver.table;

import dev.caravan.change.Shape;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The comment by which a table of Caravan's own says whose rows it holds: {@code Caravan: every
 * change of inventory.orders (relation 16384)}.
 *
 * @param table the source table's name
 * @param relation PostgreSQL's OID of it; 0 when the comment does not tell
 */
record TableComment(String table, long relation) {

  private static final String START = "Caravan: every change of ";
  private static final Pattern TEXT =
      Pattern.compile(START + "(.+?)(?: \\(relation (\\d{1,10})\\))?", Pattern.DOTALL);

  static TableComment of(Shape shape) {
    return new TableComment(shape.table().toString(), shape.relation());
  }

  /** Reads what {@link #toString()} writes; nothing of any other comment. */
  static Optional<TableComment> parse(String comment) {
    Matcher m = TEXT.matcher(comment);
    return m.matches()
        ? Optional.of(
            new TableComment(m.group(1), m.group(2) == null ? 0 : Long.parseLong(m.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return START + table + (relation == 0 ? "" : " (relation " + relation + ")");
  }
}

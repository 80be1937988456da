package dev.caravan.deliver.table;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.shape.LaterShapes;
import dev.caravan.deliver.table.TableChange.MakeNullable;
import dev.caravan.deliver.table.TableChange.ModifyColumn;
import dev.caravan.deliver.table.TableChange.Refusal;
import java.util.Optional;

/**
 * What a column of the target needs to hold the values of the source's column it belongs to.
 *
 * <p>PostgreSQL says nothing of the values it rewrites when a column's type changes. So the
 * column's comment names the type they are in line with, and only a change that leaves every value
 * as it is is followed. Whoever has seen to the values says so by the comment.
 *
 * @param table the table
 * @param shape the shape the source's column is of
 * @param target the column in ClickHouse
 * @param column the column in PostgreSQL
 * @param later the shapes after that one
 */
record TypeChange(
    TargetTable table, Shape shape, TargetColumn target, Column column, LaterShapes later) {

  /**
   * The change, none when the column is fit.
   *
   * @param name the name the column has by then
   */
  Optional<TableChange> to(String name) {
    Optional<String> unfit = table.types().misfit(column, isKey());
    if (unfit.isPresent()) {
      return unfit.map(Refusal::new);
    }
    if (table.types().missed(column, target.type()).isPresent()) {
      return Optional.of(new Refusal(RefusalText.chosenType(table, shape, target, column)));
    }
    SourceType wanted = SourceType.of(column);
    SourceType held = target.source();
    boolean ahead = later.has(column.number(), each -> SourceType.of(each).equals(held));
    boolean changed = held != null && !held.equals(wanted) && !ahead;
    String type = target.type();
    if (changed) {
      Optional<String> wider = widened(held, wanted);
      if (wider.isEmpty()) {
        return Optional.of(
            new Refusal(
                held.isMade() || wanted.isMade()
                    ? RefusalText.otherTreatment(table, shape, target, column, natural())
                    : RefusalText.otherType(table, shape, target, column, natural())));
      }
      type = wider.get();
    } else if (table.types().into(column, type).isEmpty()) {
      return Optional.of(new Refusal(RefusalText.doesNotFit(table, shape, column, type)));
    }
    boolean nullWanted = column.nullable() && held != null && !target.sortingKey();
    if (nullWanted) {
      String nullable = TargetColumn.nullable(type);
      if (nullable.equals(type) && !target.holdsNull() && !takesNull(type)) {
        return Optional.of(new Refusal(RefusalText.noRoomForNull(table, shape, target, column)));
      }
      type = nullable;
    }
    boolean retype = !type.equals(target.type());
    if (retype && target.sortingKey()) {
      return Optional.of(new Refusal(RefusalText.keyColumn(table, shape, target, column)));
    }
    if (changed) {
      return Optional.of(new ModifyColumn(name, type, retype, column));
    }
    return retype ? Optional.of(new MakeNullable(name, type)) : Optional.empty();
  }

  /** The type that holds old and new values alike, none when the change is not without loss. */
  private Optional<String> widened(SourceType held, SourceType wanted) {
    boolean text = target.type().contains("String");
    if (!(text ? held.keepsItsTextAs(wanted) : held.keepsItsValueAs(wanted))) {
      return Optional.empty();
    }
    if (table.types().into(column, target.type()).isPresent()) {
      return Optional.of(target.type());
    }
    String plain = table.types().plain(column);
    if (plain.contains("String") && !text) {
      // ClickHouse would write the values it has in its own way, not in PostgreSQL's.
      return Optional.empty();
    }
    return Optional.of(target.holdsNull() ? TargetColumn.nullable(plain) : plain);
  }

  /** Whether a NULL is stored all the same, as an empty array. */
  private boolean takesNull(String type) {
    return table.types().into(column, type).filter(each -> each.encoder().holdsNull()).isPresent();
  }

  private boolean isKey() {
    return shape.primaryKey().contains(column.name());
  }

  private String natural() {
    return table.types().of(column, isKey()).name();
  }
}

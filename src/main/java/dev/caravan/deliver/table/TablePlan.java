package dev.caravan.deliver.table;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.row.UnfitValueException;
import dev.caravan.deliver.shape.LaterShapes;
import dev.caravan.deliver.table.TableChange.AddColumn;
import dev.caravan.deliver.table.TableChange.AddComputed;
import dev.caravan.deliver.table.TableChange.Claim;
import dev.caravan.deliver.table.TableChange.DropColumn;
import dev.caravan.deliver.table.TableChange.MakeNullable;
import dev.caravan.deliver.table.TableChange.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a table needs before it can take a shape's rows.
 *
 * <p>What the table has and a later shape explains is left as it is: the shape's events are old
 * ones then, and their columns go where the numbers tell. What an old shape had and the table lacks
 * is still added, out of sight of the view, because leaving it out would lose values.
 */
public final class TablePlan {

  private final TargetTable table;
  private final Shape shape;
  private final LaterShapes later;
  private final boolean dropColumns;
  private final List<TableChange> refusals = new ArrayList<>();
  private final List<TableChange> before = new ArrayList<>();
  private final List<TableChange> modifications = new ArrayList<>();
  private final List<TableChange> additions = new ArrayList<>();
  private final List<TableChange> removals = new ArrayList<>();
  private final ColumnMoves moves;

  private TablePlan(TargetTable table, Shape shape, LaterShapes later, boolean dropColumns) {
    this.table = table;
    this.shape = shape;
    this.later = later.of(shape);
    this.dropColumns = dropColumns;
    this.moves = new ColumnMoves(table);
  }

  /**
   * The steps in order, none when the table is ready; a {@link Refusal} is the last when it cannot
   * be.
   *
   * @param later the shapes that were announced after this one
   * @param dropColumns whether columns the source has no more are dropped; they stay otherwise
   */
  public static List<TableChange> of(
      TargetTable table, Shape shape, LaterShapes later, boolean dropColumns) {
    return new TablePlan(table, shape, later, dropColumns).stepsOfOwner();
  }

  /** The steps, the first of which makes the table the relation's own where it is not. */
  private List<TableChange> stepsOfOwner() {
    List<TableChange> steps = steps();
    if (shape.relation() == 0 || table.relation() == shape.relation() || !table.isMadeFor(shape)) {
      return steps;
    }
    String comment = TableComment.of(shape).toString();
    List<TableChange> all = new ArrayList<>();
    if (table.relation() != 0) {
      all.add(new Claim(comment, RefusalText.createdAnew(table, shape)));
    } else if (steps.stream().noneMatch(Refusal.class::isInstance)) {
      all.add(new Claim(comment, null));
    }
    all.addAll(steps);
    return all;
  }

  private List<TableChange> steps() {
    Optional<String> unusable = TableFitness.refusal(table, shape, later);
    if (unusable.isPresent()) {
      return List.of(new Refusal(unusable.get()));
    }
    retireDropped();
    for (Column column : shape.columns()) {
      table.columnOf(column).ifPresent(target -> follow(column, target));
    }
    for (Column column : shape.columns()) {
      if (table.columnOf(column).isEmpty()) {
        addColumn(column);
      }
    }
    followComputed();
    moves.blocked().ifPresent(name -> refuse(RefusalText.nameTaken(table, shape, name)));
    if (!refusals.isEmpty()) {
      return List.of(refusals.get(0));
    }
    List<TableChange> steps = new ArrayList<>(before);
    steps.addAll(moves.steps());
    steps.addAll(modifications);
    steps.addAll(additions);
    steps.addAll(removals);
    return steps;
  }

  /**
   * One that is to be computed otherwise is made anew, so that rows that are there show it, too.
   */
  private void followComputed() {
    Map<String, String> wanted = table.options().computed();
    for (TargetColumn each : table.columns().values()) {
      if (each.computed() != null && !wanted.containsKey(each.name())) {
        // The view shows it as long as something else is refused.
        boolean nameIsWanted =
            shape.columns().stream().anyMatch(column -> column.name().equals(each.name()));
        (nameIsWanted ? before : removals).add(new DropColumn(each.name()));
        moves.drop(each);
      }
    }
    wanted.forEach(
        (name, sql) -> {
          TargetColumn there = table.columns().get(name);
          if (there != null && there.computed() == null && !moves.leaves(there)) {
            refuse(OptionRefusal.nameOfComputedTaken(table, name));
          } else if (there == null || !sql.equals(there.computed())) {
            additions.add(new AddComputed(name, sql, null, there != null && !moves.leaves(there)));
          }
        });
  }

  private void follow(Column column, TargetColumn target) {
    String name = target.name();
    boolean ahead = later.has(column.number(), name) || ColumnMoves.isAside(target);
    if (!name.equals(column.name()) && !ahead) {
      if (target.sortingKey()) {
        refuse(RefusalText.keyColumn(table, shape, target, column));
        return;
      }
      name = column.name();
      moves.rename(target, name);
    }
    new TypeChange(table, shape, target, column, later)
        .to(name)
        .ifPresent(change -> (change instanceof Refusal ? refusals : modifications).add(change));
  }

  private void addColumn(Column column) {
    boolean gone = later.lacks(column.number());
    if (gone && dropColumns) {
      return;
    }
    boolean key = shape.primaryKey().contains(column.name());
    Optional<String> misfit = table.types().misfit(column, key);
    if (misfit.isPresent()) {
      refuse(misfit.get());
      return;
    }
    if (column.rewritten() && !gone) {
      refuse(RefusalText.defaultByRow(table, shape, column, table.types().of(column, key).name()));
      return;
    }
    String name = column.name();
    TargetColumn holder = table.columns().get(name);
    if (holder != null && !moves.leaves(holder)) {
      if (!gone) {
        refuse(RefusalText.nameTaken(table, shape, name));
        return;
      }
      name = ColumnMoves.aside(name, column.number());
    }
    ClickHouseType type = table.types().of(column, key);
    try {
      type.encoded(column.missing());
    } catch (UnfitValueException e) {
      refuse(RefusalText.missingDoesNotFit(table, shape, column, type.name(), e.getMessage()));
      return;
    }
    additions.add(new AddColumn(name, column, type));
  }

  /** Sees to the columns the source has no more; their names may be wanted by others. */
  private void retireDropped() {
    if (shape.columns().stream().anyMatch(column -> column.number() == 0)) {
      return;
    }
    for (TargetColumn target : table.columns().values()) {
      int number = target.number();
      boolean inShape = shape.columns().stream().anyMatch(c -> c.number() == number);
      if (number == 0 || inShape || target.sortingKey() || later.has(number, c -> true)) {
        continue;
      }
      if (dropColumns) {
        before.add(new DropColumn(target.name()));
        moves.drop(target);
        continue;
      }
      if (shape.columns().stream().anyMatch(c -> c.name().equals(target.name()))) {
        moves.setAside(target);
      }
      String nullable = TargetColumn.nullable(target.type());
      if (!target.holdsNull() && !nullable.equals(target.type())) {
        before.add(new MakeNullable(target.name(), nullable));
      }
    }
  }

  private void refuse(String message) {
    refusals.add(new Refusal(message));
  }
}

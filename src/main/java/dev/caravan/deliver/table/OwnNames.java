package dev.caravan.deliver.table;

import dev.caravan.change.Column;
import dev.caravan.change.Shape;
import dev.caravan.deliver.option.TableOptions;
import dev.caravan.deliver.option.TargetOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the names of Caravan's own columns and of computed ones are free. */
final class OwnNames {

  private OwnNames() {}

  /** Which name is taken, for people; nothing when none is. */
  static Optional<String> refusal(Shape shape, TableOptions options, String route) {
    Map<String, String> own = DeliveryColumns.types(options.log());
    List<String> names = shape.columns().stream().map(Column::name).toList();
    for (String name : names) {
      if (own.containsKey(name) || options.keepDeleted() && name.equals(ViewDdl.DELETED_AT)) {
        return Optional.of(RefusalText.nameOfOwnColumn(shape, name));
      }
    }
    for (String name : options.computed().keySet()) {
      String option = TargetOption.COMPUTED.prefix() + name;
      if (names.contains(name)) {
        return Optional.of(OptionRefusal.nameOfComputed(shape, route, option, name));
      }
      if (own.containsKey(name) || name.equals(ViewDdl.DELETED_AT)) {
        return Optional.of(
            "route %s sets %s, a name Caravan's own columns have; choose another name"
                .formatted(route, option));
      }
    }
    return Optional.empty();
  }
}

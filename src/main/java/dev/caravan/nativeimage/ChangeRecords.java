package dev.caravan.nativeimage;

import dev.caravan.change.Column;
import dev.caravan.change.ShapeAnnouncement;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Shapes of tables, which Jackson reads and writes by their components. */
@RegisterForReflection(targets = {Column.class, ShapeAnnouncement.class})
final class ChangeRecords {

  private ChangeRecords() {}
}

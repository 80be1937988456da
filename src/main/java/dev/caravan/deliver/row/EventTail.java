package dev.caravan.deliver.row;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What stands behind the rows of an event: {@code ,"source":{...},"op":"c",...}}. From one producer
 * it is the same for all events of a table but for a few numbers; so the layout is learned from an
 * event, and what is constant in it is compared as a whole in those that follow.
 */
final class EventTail {

  /** What stands between two constant parts. */
  private enum Slot {
    NUMBER,
    LSN,
    COMMIT_MICROS,
    TEXT,
    OP,
    END
  }

  private final List<byte[]> constants = new ArrayList<>();
  private final List<Slot> slots = new ArrayList<>();
  private final Set<Slot> found = EnumSet.noneOf(Slot.class);
  private byte[] event;
  private int constantFrom;
  private byte[][] layout = {};
  private Slot[] kinds = {};

  /**
   * Reads the rest of an event.
   *
   * @return false when it is none that is understood here; a real parser must read the event then
   */
  boolean read(byte[] bytes, JsonScan scan, EventParts into) {
    int start = scan.position();
    if (kinds.length > 0 && readLayout(bytes, scan, into)) {
      return true;
    }
    scan.begin(bytes, start);
    if (!learn(bytes, scan)) {
      kinds = new Slot[0];
      return false;
    }
    layout = constants.toArray(byte[][]::new);
    kinds = slots.toArray(Slot[]::new);
    scan.begin(bytes, start);
    return readLayout(bytes, scan, into);
  }

  private boolean readLayout(byte[] bytes, JsonScan scan, EventParts into) {
    for (int i = 0; i < kinds.length; i++) {
      if (!scan.take(layout[i])) {
        return false;
      }
      if (kinds[i] == Slot.END) {
        return scan.isAtEnd();
      }
      if (!fill(kinds[i], scan, into)) {
        return false;
      }
    }
    return false;
  }

  /** Takes over what stands in a slot; false when it is something else than in other events. */
  private static boolean fill(Slot slot, JsonScan scan, EventParts into) {
    switch (slot) {
      case TEXT -> {
        return scan.skipText();
      }
      case OP -> {
        JsonValue value = scan.value();
        if (scan.read() != JsonScan.Found.VALUE || !value.isText() || value.length() != 1) {
          return false;
        }
        into.op = (char) value.bytes()[value.start()];
        return true;
      }
      default -> {
        if (!scan.readWhole()) {
          return false;
        }
        if (slot == Slot.LSN) {
          into.version = scan.whole();
        } else if (slot == Slot.COMMIT_MICROS) {
          into.micros = scan.whole();
        }
        return true;
      }
    }
  }

  private boolean learn(byte[] bytes, JsonScan scan) {
    event = bytes;
    constants.clear();
    slots.clear();
    found.clear();
    constantFrom = scan.position();
    boolean source = false;
    while (scan.take(',')) {
      String name = scan.name();
      if (name == null || name.equals("before") || name.equals("after")) {
        return false;
      }
      if (name.equals("source")) {
        if (source || !learnSource(scan)) {
          return false;
        }
        source = true;
      } else if (!learnValue(scan, name.equals("op") ? Slot.OP : Slot.NUMBER)) {
        return false;
      }
    }
    if (!scan.take('}') || !scan.isAtEnd()) {
      return false;
    }
    slot(scan.position(), Slot.END);
    return found.containsAll(EnumSet.of(Slot.LSN, Slot.COMMIT_MICROS, Slot.OP));
  }

  private boolean learnSource(JsonScan scan) {
    if (!scan.take('{')) {
      return false;
    }
    do {
      String name = scan.name();
      if (name == null) {
        return false;
      }
      Slot slot =
          switch (name) {
            case "lsn" -> Slot.LSN;
            case "ts_us" -> Slot.COMMIT_MICROS;
            case "sequence" -> Slot.TEXT;
            default -> Slot.NUMBER;
          };
      if (!learnValue(scan, slot)) {
        return false;
      }
    } while (scan.take(','));
    return scan.take('}');
  }

  /** Numbers differ from event to event, and what a slot is for; other values are constant. */
  private boolean learnValue(JsonScan scan, Slot slot) {
    int start = scan.position();
    switch (scan.read()) {
      case OTHER -> {
        return false;
      }
      case NULL -> {
        return slot == Slot.NUMBER || slot == Slot.TEXT;
      }
      default -> {
        boolean fits =
            switch (slot) {
              case OP, TEXT -> scan.value().isText();
              default -> scan.value().isWhole();
            };
        if (fits) {
          int end = scan.position();
          slot(start, slot);
          constantFrom = end;
          // A parser takes the last of several; so much need not be understood here.
          return slot == Slot.NUMBER || slot == Slot.TEXT || found.add(slot);
        }
        return slot == Slot.NUMBER || slot == Slot.TEXT;
      }
    }
  }

  private void slot(int constantEnd, Slot slot) {
    constants.add(Arrays.copyOfRange(event, constantFrom, constantEnd));
    slots.add(slot);
  }
}

package dev.caravan.capture.source;

/** Another capture works on the slot; this one stands by. */
public class SlotInUseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SlotInUseException(String slot, String holder) {
    super(
        "another capture works on the slot '%s' (PostgreSQL %s): this one writes nothing and stands by."
                .formatted(slot, holder)
            + " If it was started by mistake, stop it or give it a caravan.capture.slot of its own");
  }
}

package dev.caravan.capture.source;

/** Somebody streams from the slot who does not make way for the capture that has the lock. */
public class SlotInUseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param holder who it is, in the words of PostgreSQL's view
   */
  public SlotInUseException(String slot, String holder) {
    super(
        "PostgreSQL's %s reads the slot '%s': end it if it should not be there, or set caravan.capture.slot"
                .formatted(holder, slot)
            + " to a name of its own");
  }
}

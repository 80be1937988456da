package dev.caravan.workload;

/** What happens in the shop; each is one transaction. */
enum Activity {
  PLACE_ORDER(0.45),
  ADVANCE_ORDER(0.28),
  MOVE_STOCK(0.12),
  CHANGE_PRICE(0.05),
  CANCEL_ORDER(0.06),
  ABANDON_ORDER(0.04);

  private final double share;

  Activity(double share) {
    this.share = share;
  }

  /**
   * Picks by share.
   *
   * @param fraction from 0 to below 1, evenly distributed
   */
  static Activity at(double fraction) {
    double upTo = 0;
    for (Activity activity : values()) {
      upTo += activity.share;
      if (fraction < upTo) {
        return activity;
      }
    }
    return PLACE_ORDER;
  }
}

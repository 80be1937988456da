/** The command line of a running Caravan: {@code ./caravanctl}. It speaks HTTP alone. */
package dev.caravan.ctl;

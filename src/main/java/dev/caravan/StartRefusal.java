package dev.caravan;

import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Ends the application, with exit code 1 and one readable message, when what it is configured for
 * can't work and waiting won't help.
 */
@ApplicationScoped
public class StartRefusal {

  private static final Logger LOG = Logger.getLogger("dev.caravan");

  /**
   * @param reason what is wrong, where, and what would be right
   */
  public void refuse(String reason) {
    LOG.errorf("Caravan stops: %s", reason);
    Quarkus.asyncExit(1);
  }
}

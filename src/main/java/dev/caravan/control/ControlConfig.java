package dev.caravan.control;

import io.smallrye.config.ConfigMapping;
import jakarta.validation.constraints.Pattern;
import java.util.Optional;

/** The HTTP interface under {@code /control}. */
@ConfigMapping(prefix = "caravan.control")
public interface ControlConfig {

  /**
   * What a request must present as {@code Authorization: Bearer <token>}. Without it, {@code
   * /control} is open while the application listens on the loopback only, and closed otherwise.
   */
  Optional<
          @Pattern(
              regexp = "[\\x21-\\x7E]{16,}",
              message = "must be 16 or more letters, digits and signs of ASCII without a space")
          String>
      token();
}

package dev.caravan.routes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** The route files users edit. */
@ConfigMapping(prefix = "caravan.routes")
public interface RoutesConfig {

  /** The folder that holds {@code *.camel.yaml}; relative to where the application is started. */
  @WithDefault("routes")
  Path folder();

  /**
   * How often the folder is looked at. A change is taken when two looks in a row have seen it, for
   * an editor may still be writing at the first.
   */
  @WithDefault("1s")
  @DurationMin(millis = 100)
  Duration pollInterval();
}

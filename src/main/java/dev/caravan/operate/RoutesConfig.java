package dev.caravan.operate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** The route files users edit. */
@ConfigMapping(prefix = "caravan.routes")
public interface RoutesConfig {

  /** The folder that holds {@code *.camel.yaml}; relative to where the application is started. */
  @WithDefault("routes")
  Path folder();
}

package dev.caravan.operate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** What the probes go by. */
@ConfigMapping(prefix = "caravan.probes")
public interface ProbesConfig {

  /** Whether {@code started} stays down until the capture's snapshot is complete. */
  @WithDefault("false")
  boolean startedAfterSnapshot();

  /**
   * How long a thread of the pipeline may make no step, while every server it works with answers,
   * before {@code live} goes down. A single step may wait two minutes for Kafka.
   */
  @WithDefault("5m")
  @DurationMin(minutes = 3)
  Duration stuckAfter();
}

package dev.caravan;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;

/** What the whole application is, before any stage. */
@ConfigMapping(prefix = "caravan")
public interface CaravanConfig {

  /** Which stages this process runs: {@code capture}, {@code deliver} or {@code both}. */
  @WithDefault("both")
  Role role();

  /** What every topic's name begins with. Letters, digits, {@code _} and {@code -}. */
  @WithDefault("postgres-server")
  @NotBlank
  @Pattern(
      regexp = "[A-Za-z0-9_-]+",
      message = "may hold letters, digits, '_' and '-' only, for it begins every topic's name")
  String topicPrefix();

  /** The stages of the pipeline a process can run. */
  enum Role {
    CAPTURE,
    DELIVER,
    BOTH;

    public boolean captures() {
      return this != DELIVER;
    }

    public boolean delivers() {
      return this != CAPTURE;
    }
  }
}

package dev.caravan.check.run;

import dev.caravan.CaravanConfig;
import dev.caravan.KafkaConfig;
import dev.caravan.deliver.DeliverConfig;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The configuration the application would have, as far as it is known here: its defaults, {@code
 * config/application.properties}, the environment. For a secret that is not set a stand-in serves,
 * which nobody could take for one; secrets belong where the routes run.
 */
public final class Settings {

  private static final Pattern SECRET =
      Pattern.compile("(?i).*(salt|secret|password|passwd|token|credential|key)([-_.].*)?");

  private static final String SALT = "caravan.deliver.hash-salt";

  private final Map<String, String> environment;
  private final Path folder;
  private final SmallRyeConfig config;
  private final Set<String> standIns = new TreeSet<>();

  private Settings(Map<String, String> environment, Path folder, Map<String, String> overrides)
      throws IOException {
    this.environment = environment;
    this.folder = folder;
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder()
            .addDefaultInterceptors()
            .addDiscoveredConverters()
            .withSources(new PropertiesConfigSource(Map.of(SALT, standIn(SALT)), "stand-ins", 1))
            .withSources(new EnvConfigSource(environment, 300))
            .withSources(new PropertiesConfigSource(overrides, "the test", 1000))
            .withMapping(CaravanConfig.class)
            .withMapping(KafkaConfig.class)
            .withMapping(DeliverConfig.class);
    URL shipped = Settings.class.getResource("/application.properties");
    if (shipped != null) {
      builder.withSources(new PropertiesConfigSource(shipped, 250));
    }
    Path own = folder.resolve("config").resolve("application.properties");
    if (Files.isRegularFile(own)) {
      builder.withSources(new PropertiesConfigSource(own.toUri().toURL(), 260));
    }
    // What belongs to stages that do not run here is of no interest.
    builder.withMappingIgnore("caravan.**").withMappingIgnore("quarkus.**");
    config = builder.build();
  }

  /**
   * Reads them.
   *
   * @param environment the environment's variables
   * @param folder the one the application would be started in
   */
  public static Settings read(Map<String, String> environment, Path folder) throws IOException {
    return new Settings(environment, folder, Map.of());
  }

  /** The same with values for keys that come before all others. */
  public Settings with(Map<String, String> overrides) throws IOException {
    return new Settings(environment, folder, overrides);
  }

  public CaravanConfig caravan() {
    return config.getConfigMapping(CaravanConfig.class);
  }

  public KafkaConfig kafka() {
    return config.getConfigMapping(KafkaConfig.class);
  }

  public DeliverConfig deliver() {
    return config.getConfigMapping(DeliverConfig.class);
  }

  /** What stands for a placeholder; null when nothing does, and it is no secret. */
  public String placeholder(String name) {
    Optional<String> value = config.getOptionalValue(name, String.class);
    return value.orElseGet(() -> SECRET.matcher(name).matches() ? standInFor(name) : null);
  }

  /** The value of an environment variable, or a stand-in: where the routes run it may be set. */
  public String variable(String name) {
    String value = environment.get(name);
    return value == null ? standInFor(name) : value;
  }

  /** The value of an environment variable, or a default. */
  public String variable(String name, String absent) {
    return environment.getOrDefault(name, absent);
  }

  /** A route hashes columns, for which a salt that is not set has a stand-in. */
  public void needSalt() {
    if (config.getValue(SALT, String.class).equals(standIn(SALT))) {
      standIns.add(SALT);
    }
  }

  /** What stand-ins served for. */
  public Set<String> standIns() {
    return Set.copyOf(standIns);
  }

  private String standInFor(String name) {
    standIns.add(name);
    return standIn(name);
  }

  private static String standIn(String name) {
    return "stand-in-for-" + name;
  }
}

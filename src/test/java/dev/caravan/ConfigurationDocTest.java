package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.capture.CaptureConfig;
import dev.caravan.capture.PostgresConfig;
import dev.caravan.control.ControlConfig;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.operate.ProbesConfig;
import dev.caravan.routes.RoutesConfig;
import io.smallrye.config.ConfigMappingInterface;
import io.smallrye.config.ConfigMappings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference page lists every key, with the default the code has. */
class ConfigurationDocTest {

  private static final List<Class<?>> MAPPINGS =
      List.of(
          CaravanConfig.class,
          PostgresConfig.class,
          CaptureConfig.class,
          KafkaConfig.class,
          DeliverConfig.class,
          ControlConfig.class,
          RoutesConfig.class,
          ProbesConfig.class);

  private static final Pattern ROW =
      Pattern.compile("^\\| `(caravan\\.[^`]+)` \\| (?:`([^`]*)`)? *\\|", Pattern.MULTILINE);

  @Test
  void listsEveryKeyWithItsDefault() throws IOException {
    // Given
    Map<String, String> documented = new TreeMap<>();
    Matcher rows = ROW.matcher(Files.readString(Path.of("docs/configuration.md")));
    while (rows.find()) {
      documented.put(rows.group(1), rows.group(2) == null ? "" : rows.group(2));
    }

    // When
    Map<String, String> coded = new TreeMap<>();
    for (Class<?> mapping : MAPPINGS) {
      Map<String, ConfigMappingInterface.Property> properties =
          ConfigMappings.getProperties(ConfigMappings.ConfigClass.configClass(mapping));
      properties.forEach(
          (key, property) ->
              coded.put(key, property.hasDefaultValue() ? property.getDefaultValue() : ""));
    }

    coded.keySet().removeIf(key -> key.endsWith("[*]"));

    // Then
    assertThat(documented).isEqualTo(coded);
  }
}

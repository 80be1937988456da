package dev.caravan.deliver.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetOptionsTest {

  private static final String URI = "clickhouse:orders_final?hashSalt=not-to-be-seen-here";
  private static final String SALT = "0123456789abcdef";

  @Test
  void saysNothingWithoutOptions() {
    assertThat(parse(Map.of())).isEqualTo(TargetOptions.NONE);
  }

  @Test
  void takesEveryOptionAndLeavesTheRest() {
    // Given
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("exclude", "a, b");
    parameters.put("mask.c", "***");
    parameters.put("hash.d", "sha256");
    parameters.put("hashSalt", SALT);
    parameters.put("rename.e", "Größe");
    parameters.put("columnType.f", " Decimal(38, 6) ");
    parameters.put("droppedColumns", "drop");
    parameters.put("computed.g", "f * 2");
    parameters.put("where", "f > 0");
    parameters.put("rows", "current");
    parameters.put("deletes", "keep");
    parameters.put("engine", "ReplicatedReplacingMergeTree('/p/{shard}', '{replica}')");
    parameters.put("orderBy", "b, a");
    parameters.put("partitionBy", "toYYYYMM(t)");
    parameters.put("ttl", "t + INTERVAL 1 DAY");
    parameters.put("create", "false");
    parameters.put("unknown", "x");

    // When
    TargetOptions options = TargetOptions.parse(URI, parameters, Optional.empty());

    // Then
    assertThat(parameters).containsOnlyKeys("unknown");
    assertThat(options.columns())
        .isEqualTo(
            new ColumnOptions(
                Set.of("a", "b"),
                Map.of("c", "***"),
                Set.of("d"),
                Map.of("e", "Größe"),
                Map.of("f", "Decimal(38, 6)"),
                Optional.of(new Salt(SALT))));
    assertThat(options.table())
        .isEqualTo(
            new TableOptions(
                true,
                Map.of("g", "f * 2"),
                Optional.of("f > 0"),
                false,
                true,
                Optional.of(
                    new TableEngine("ReplicatedReplacingMergeTree", "'/p/{shard}', '{replica}'")),
                Optional.of("b, a"),
                Optional.of("toYYYYMM(t)"),
                Optional.of("t + INTERVAL 1 DAY"),
                false,
                Optional.empty()));
    assertThat(options.toString()).doesNotContain(SALT);
  }

  @Test
  void namesTheOptionOfEveryDescriptor() {
    // Every option is taken by its descriptor, so that the reference page lists what there is.
    for (TargetOption option : TargetOption.ALL) {
      Map<String, Object> parameters = new HashMap<>();
      String value =
          option.values().isEmpty()
              ? option == TargetOption.ENGINE ? "MergeTree" : "String_of_16_chars"
              : option.values().get(0);
      parameters.put(option.isByColumn() ? option.prefix() + "x" : option.name(), value);
      TargetOptions.parse(URI, parameters, Optional.of(SALT));
      assertThat(parameters).as(option.name()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "droppedColumns | away | it must be keep or drop",
        "rows | all | it must be current or changes",
        "deletes | soft | it must be remove or keep",
        "create | no | it must be true or false",
        "hash.a | md5 | it must be sha256",
        "exclude | a,,b | separated by commas",
        "columnType.a | String, evil Int32 | not one type",
        "where | 1; DROP TABLE canary | ';' outside quotes",
        "where | 1) OR (1 | closes nothing",
        "computed.a | 1 -- | a comment",
        "partitionBy | (a | nothing closes",
        "orderBy | a) SETTINGS (b | closes nothing",
        "ttl | a); DROP TABLE (b | closes nothing",
        "engine | Memory | it must be MergeTree or ReplacingMergeTree",
        "engine | ReplacingMergeTree(v) | Caravan adds the version columns itself",
        "engine | ReplicatedMergeTree('/p', '{r}') ORDER BY x | it must be",
        "engine | ReplicatedMergeTree('/p'; 'x') | the only parameters"
      })
  void saysWhichOptionIsWrongAndWhatWouldBeRight(String option, String value, String says) {
    assertThatThrownBy(() -> parse(Map.of(option, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(option + " of clickhouse:orders_final ")
        .hasMessageContaining(says)
        .hasMessageNotContaining("not-to-be-seen-here");
  }

  @Test
  void hashesWithTheConfiguredSaltAndNeverWithout() {
    // Given
    Map<String, String> hash = Map.of("hash.email", "sha256");

    // When
    // Then
    assertThat(TargetOptions.parse(URI, new HashMap<>(hash), Optional.of(SALT)).columns().salt())
        .contains(new Salt(SALT));
    assertThatThrownBy(() -> TargetOptions.parse(URI, new HashMap<>(hash), Optional.empty()))
        .hasMessageContaining("caravan.deliver.hash-salt")
        .hasMessageContaining("clickhouse:orders_final");
    assertThatThrownBy(() -> TargetOptions.parse(URI, new HashMap<>(hash), Optional.of("short")))
        .hasMessageContaining("caravan.deliver.hash-salt")
        .hasMessageContaining("16 or more")
        .hasMessageNotContaining("'short'");
  }

  @Test
  void refusesWhatIsAtOdds() {
    for (Map<String, String> odd :
        List.of(
            Map.of("exclude", "a", "mask.a", "x"),
            Map.of("exclude", "a", "rename.a", "x"),
            Map.of("mask.a", "x", "hash.a", "sha256", "hashSalt", SALT),
            Map.of("rename.a", "x", "rename.b", "x"),
            Map.of("rows", "changes", "deletes", "keep"),
            Map.of("rows", "changes", "engine", "ReplacingMergeTree"),
            Map.of("deletes", "keep", "engine", "MergeTree"))) {
      assertThatThrownBy(() -> parse(odd))
          .as(odd.toString())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("clickhouse:orders_final");
    }
  }

  private static TargetOptions parse(Map<String, String> parameters) {
    return TargetOptions.parse(URI, new HashMap<>(parameters), Optional.empty());
  }

  @Test
  void refusesHashesWhereClickHouseReadsTheTopicItself() {
    // Given
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("hash.email", "sha256");
    parameters.put("via", "kafka-engine");

    // Then
    assertThatThrownBy(() -> TargetOptions.parse(URI, parameters, Optional.of(SALT)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("via of clickhouse:")
        .hasMessageContaining("hash.email");
  }
}

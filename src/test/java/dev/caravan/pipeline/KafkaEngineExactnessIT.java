package dev.caravan.pipeline;

import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The essentials of what other tests hold of Caravan's own delivery, of tables that ClickHouse's
 * Kafka engine fills.
 */
@ExtendWith({SharedSandbox.class, ByEngine.class})
class KafkaEngineExactnessIT {

  private static final Set<String> SHAPES =
      Set.of("add_default", "drop_column", "swap_names", "using");

  @Test
  void aTruncateEmptiesWhatWasThereBeforeAndNothingElse(Sandbox sandbox) throws Exception {
    new TruncateIT() {
      @Override
      IsolatedPipeline pipeline(Sandbox shared) {
        return byEngine(shared);
      }
    }.emptiesWhatWasThereBeforeAndNothingElse(sandbox);
  }

  @Test
  void changesOfShapeUnderLoadAreFollowedOrStopOneTable(Sandbox sandbox) throws Exception {
    new SchemaChangeIT() {
      @Override
      List<EvolvingTable> tables() {
        return super.tables().stream()
            .filter(each -> SHAPES.contains(each.name().table()))
            .toList();
      }

      @Override
      IsolatedPipeline pipeline(Sandbox shared) {
        return byEngine(shared);
      }
    }.changesUnderLoadAreFollowedOrStopOneTable(sandbox);
  }

  @Test
  void aRandomScriptEndsEqual(Sandbox sandbox) throws Exception {
    long seed = Long.getLong("caravan.seed", new Random().nextLong());
    System.out.println("KafkaEngineExactnessIT -Dcaravan.seed=" + seed);
    RandomScript script = RandomScript.of(seed);
    new ScriptRun(() -> byEngine(sandbox))
        .run(script.withSteps(script.steps().subList(0, script.steps().size() / 2)));
  }

  private static IsolatedPipeline byEngine(Sandbox sandbox) {
    return new IsolatedPipeline(sandbox, KafkaEngineExactnessIT.class).byEngine();
  }
}

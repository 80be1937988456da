package dev.caravan.pipeline;

import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The essentials of what other tests hold of Caravan's own delivery, of tables that ClickHouse's
 * Kafka engine fills.
 */
@Tag("native")
@ExtendWith({SharedSandbox.class, ByEngine.class})
class KafkaEngineExactnessIT {

  private static final Set<String> SHAPES =
      Set.of("add_default", "drop_column", "swap_names", "using");

  /** Of a random script; the application is there after a third of them. */
  private static final int STEPS = 90;

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
    List<List<String>> steps = new ArrayList<>(script.steps().subList(0, STEPS));
    // The engine begins behind rows that have landed.
    steps.add(STEPS / 2, List.of(RandomScript.EQUAL));
    new ScriptRun(() -> byEngine(sandbox)).run(script.withSteps(steps));
  }

  private static IsolatedPipeline byEngine(Sandbox sandbox) {
    return new IsolatedPipeline(sandbox, KafkaEngineExactnessIT.class).byEngine();
  }
}

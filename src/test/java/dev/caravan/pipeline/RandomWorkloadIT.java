package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.sandbox.SharedSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/**
 * Random tables, random transactions and changes of shape, and kills in between: in the end both
 * sides are equal. A full run takes the scripts that once found faults; {@code -Dcaravan.tries=...}
 * takes new ones, {@code -Dcaravan.seed=...} runs one again, {@code -Dcaravan.shrink=...} runs a
 * script that failed so many times more to find a shorter one.
 */
@Tag("native")
class RandomWorkloadIT {

  private static final String SEED = System.getProperty("caravan.seed");

  /** Columns were renamed while the capture was behind, and a view was behind its table. */
  private static final List<Long> FAULTS = List.of(-2815896977723251184L, -4995311374424386008L);

  private static final int TRIES = Integer.getInteger("jqwik.tries.default", FAULTS.size());
  private static final int SHRINK = Integer.getInteger("caravan.shrink", 0);

  @Property(shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  void endsEqual(@ForAll("scripts") RandomScript script) throws Exception {
    System.out.println("RandomWorkloadIT -Dcaravan.seed=" + script.seed());
    ScriptRun run = new ScriptRun(SharedSandbox.get());
    try {
      run.run(script);
    } catch (AssertionError e) {
      RandomScript shortest = shortened(script);
      Path file = Path.of("target", "random-workload-" + script.seed() + ".sql");
      Files.writeString(file, shortest.toString());
      throw new AssertionError(
          "-Dcaravan.seed=%d fails; %d of %d steps are in %s\n%s\n%s"
              .formatted(
                  script.seed(),
                  shortest.steps().size(),
                  script.steps().size(),
                  file,
                  e.getMessage(),
                  shortest),
          e);
    }
    assertThat(run.counts()[0]).as("statements that ran").isGreaterThan(3 * run.counts()[1]);
  }

  @Provide
  Arbitrary<RandomScript> scripts() {
    if (SEED != null) {
      return Arbitraries.just(RandomScript.of(Long.parseLong(SEED)));
    }
    return TRIES <= FAULTS.size()
        ? Arbitraries.of(FAULTS).map(RandomScript::of)
        : Arbitraries.randomValue(random -> RandomScript.of(random.nextLong()));
  }

  /** Leaves steps out for as long as it still fails. */
  private static RandomScript shortened(RandomScript script) {
    Random random = new Random(script.seed());
    RandomScript shortest = script;
    int part = script.steps().size() / 2;
    for (int attempt = 0; attempt < SHRINK && part > 0; attempt++) {
      List<List<String>> steps = new ArrayList<>(shortest.steps());
      int from = random.nextInt(steps.size() - part + 1);
      steps.subList(from, from + part).clear();
      RandomScript candidate = shortest.withSteps(steps);
      if (fails(candidate)) {
        shortest = candidate;
      }
      part = Math.min(Math.max(1, part * 2 / 3), shortest.steps().size() / 2);
    }
    return shortest;
  }

  private static boolean fails(RandomScript script) {
    try {
      new ScriptRun(SharedSandbox.get()).run(script);
      return false;
    } catch (AssertionError e) {
      return true;
    } catch (Exception e) {
      return false;
    }
  }
}

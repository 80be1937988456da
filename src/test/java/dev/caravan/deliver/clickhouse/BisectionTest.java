package dev.caravan.deliver.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.deliver.deadletter.PoisonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BisectionTest {

  private static final int ROWS = 100_000;

  private final Bisection bisection = new Bisection();
  private final List<Long> landed = new ArrayList<>();
  private final List<Long> dead = new ArrayList<>();
  private int inserts;

  @Test
  void landsAllInOneInsertWhenNothingIsRefused() {
    // When
    land(Set.of());

    // Then
    assertThat(inserts).isEqualTo(1);
    assertThat(landed).hasSize(ROWS);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 777, ROWS / 2, ROWS - 1})
  void findsOneAmongManyInALogarithmicNumberOfInserts(long refused) {
    // When
    land(Set.of(refused));

    // Then
    assertThat(dead).containsExactly(refused);
    assertThat(landed).hasSize(ROWS - 1);
    assertThat(inserts).isLessThanOrEqualTo(2 * 17);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 30, 1000, 50_000})
  void findsEachOfManyAndLandsTheOthersOnceAndInOrder(int count) {
    // Given
    Set<Long> refused =
        new Random(count)
            .longs(0, ROWS)
            .distinct()
            .limit(count)
            .boxed()
            .collect(Collectors.toSet());

    // When
    land(refused);

    // Then
    assertThat(dead).isEqualTo(List.copyOf(new TreeSet<>(refused)));
    assertThat(landed)
        .isEqualTo(LongStream.range(0, ROWS).filter(i -> !refused.contains(i)).boxed().toList());
    assertThat(inserts).isLessThanOrEqualTo(2 * 17 * count);
  }

  @Test
  void landsWhatIsRefusedNoMoreWhenAskedAgain() {
    // Given a refusal whose cause goes away at once
    List<ConsumerRecord<byte[], byte[]>> rows = rows();

    // When
    bisection.land(
        rows,
        some -> {
          if (inserts++ == 0) {
            throw new RowsRefusedException("refused", null);
          }
          some.forEach(each -> landed.add(each.offset()));
        });

    // Then
    assertThat(landed).isEqualTo(LongStream.range(0, ROWS).boxed().toList());
  }

  private void land(Set<Long> refused) {
    List<ConsumerRecord<byte[], byte[]>> rest = rows();
    boolean done = false;
    while (!done) {
      try {
        bisection.land(
            rest,
            some -> {
              inserts++;
              if (some.stream().anyMatch(each -> refused.contains(each.offset()))) {
                throw new RowsRefusedException("refused", null);
              }
              some.forEach(each -> landed.add(each.offset()));
            });
        done = true;
      } catch (PoisonException e) {
        dead.add(e.rows().get(0).event().offset());
        rest = rest.subList(e.landed().size() + 1, rest.size());
      }
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> rows() {
    return IntStream.range(0, ROWS)
        .mapToObj(offset -> new ConsumerRecord<byte[], byte[]>("t", 0, offset, null, null))
        .toList();
  }
}

package dev.caravan.deliver.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.deliver.LastTruncates;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitNoteTest {

  @Test
  void saysWhatIsDeadAndTruncatedAndReadsItBack() {
    // Given
    CommitNote note =
        CommitNote.NONE.with(List.of(17L, 18L, 40L)).truncated(1001, 100).truncated(600, 151);

    // When
    String text = note.text(10);

    // Then
    assertThat(text).isEqualTo("caravan:1 truncated=600@151,1001@100 dead=7,1,22");
    assertThat(CommitNote.read(10, text)).isEqualTo(note);
  }

  @Test
  void saysNothingOfWhatTheOffsetIsBeyond() {
    // Given
    CommitNote note = CommitNote.NONE.with(List.of(17L, 18L, 40L));

    // Then
    assertThat(note.text(18)).isEqualTo("caravan:1 dead=0,22");
    assertThat(note.from(19).dead()).containsExactly(40L);
    assertThat(note.from(41)).isEqualTo(CommitNote.NONE);
    assertThat(note.text(41)).isEmpty();
  }

  @Test
  void keepsATruncateThatReachesHigherThanALaterOne() {
    // Given a snapshot's rows of version 600 between the two
    CommitNote note = CommitNote.NONE.truncated(1001, 100).truncated(600, 151);

    // When
    LastTruncates read = CommitNote.read(160, note.text(160)).truncated();

    // Then
    assertThat(read).isEqualTo(note.truncated());
    assertThat(read.take(600, 120)).isFalse();
    assertThat(read.take(599, 120)).isTrue();
    assertThat(read.take(600, 99)).isTrue();
  }

  @Test
  void fitsWhatKafkaTakesHoweverManyTruncatesThereWere() {
    // Given
    CommitNote note = CommitNote.NONE;

    // When
    for (int i = 0; i < 100; i++) {
      note = note.truncated(-1 - i, Long.MAX_VALUE - 100 + i);
    }

    // Then
    assertThat(note.text(0)).hasSizeLessThan(CommitNote.LONGEST / 4);
    assertThat(CommitNote.read(0, note.text(0))).isEqualTo(note);
  }

  @Test
  void takesNothingFromTheMetadataOfOthers() {
    assertThat(CommitNote.read(1, null)).isEqualTo(CommitNote.NONE);
    assertThat(CommitNote.read(1, "")).isEqualTo(CommitNote.NONE);
    assertThat(CommitNote.read(1, "someone else's")).isEqualTo(CommitNote.NONE);
    assertThat(CommitNote.read(1, "caravan:1 dead=a,,")).isEqualTo(CommitNote.NONE);
    assertThat(CommitNote.read(1, "caravan:1 truncated=5")).isEqualTo(CommitNote.NONE);
    assertThat(CommitNote.read(1, "caravan:1 truncated=5@1,")).isEqualTo(CommitNote.NONE);
  }
}

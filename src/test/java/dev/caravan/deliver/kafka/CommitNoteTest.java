package dev.caravan.deliver.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CommitNoteTest {

  @Test
  void saysWhatIsDeadAndTruncatedAndReadsItBack() {
    // Given
    CommitNote note = new CommitNote(new TreeSet<>(List.of(17L, 18L, 40L)), 36_214_000, 9);

    // When
    String text = note.text(10);

    // Then
    assertThat(text).isEqualTo("caravan:1 truncated=36214000@9 dead=7,1,22");
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
  void keepsTheLastTruncate() {
    CommitNote note = CommitNote.NONE.truncated(7, 2).truncated(5, 3);
    assertThat(note.truncated()).isEqualTo(7);
    assertThat(note.truncatedAt()).isEqualTo(3);
    assertThat(CommitNote.read(3, note.text(3))).isEqualTo(note);
  }

  @Test
  void takesNothingFromTheMetadataOfOthers() {
    assertThat(CommitNote.read(1, null)).isEqualTo(CommitNote.NONE);
    assertThat(CommitNote.read(1, "")).isEqualTo(CommitNote.NONE);
    assertThat(CommitNote.read(1, "someone else's")).isEqualTo(CommitNote.NONE);
    assertThat(CommitNote.read(1, "caravan:1 dead=a,,")).isEqualTo(CommitNote.NONE);
    assertThat(CommitNote.read(1, "caravan:1 truncated=5")).isEqualTo(CommitNote.NONE);
  }
}

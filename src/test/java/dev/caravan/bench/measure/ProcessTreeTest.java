package dev.caravan.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class ProcessTreeTest {

  @Test
  void countsChildrenThatHaveEnded() throws Exception {
    // Given
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "sh -c 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'; echo done; read -r line")
            .start();
    ProcessTree tree = new ProcessTree(process.pid());

    // When
    process.inputReader().readLine();

    // Then
    assertThat(tree.cpuSeconds()).isBetween(0.02, 60.0);
    assertThat(tree.residentMb()).isBetween(0.1, 100.0);
    assertThat(tree.peakMb()).isBetween(0.1, 100.0);
    process.destroyForcibly().waitFor();
    assertThat(tree.cpuSeconds()).isZero();
  }
}

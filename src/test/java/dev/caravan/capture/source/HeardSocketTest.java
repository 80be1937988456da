package dev.caravan.capture.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeardSocketTest {

  private static final Duration LIMIT = Duration.ofMillis(100);

  private ServerSocket server;
  private Socket accepted;
  private HeardSocket socket;

  @BeforeEach
  void connect() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    socket = new HeardSocket(LIMIT);
    socket.connect(server.getLocalSocketAddress());
    accepted = server.accept();
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    accepted.close();
    server.close();
  }

  @Test
  void breaksWhenTheServerGivesNoSignOfLife() {
    // When, Then
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isExactlyInstanceOf(SocketException.class)
        .hasMessageContaining("caravan.postgres.silence-limit");
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isExactlyInstanceOf(SocketException.class);
  }

  @Test
  void waitsForASlowServerThatAnswersOthers() throws Exception {
    // Given
    CompletableFuture<Void> answering =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 3; i++) {
                try (Socket asking = server.accept()) {
                  asking.getInputStream().readNBytes(8);
                  asking.getOutputStream().write('N');
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              }
            });

    // When
    CompletableFuture<Integer> read = CompletableFuture.supplyAsync(this::read);
    answering.join();
    accepted.getOutputStream().write(7);

    // Then
    assertThat(read.get()).isEqualTo(7);
  }

  @Test
  void keepsTheTimeoutOfWhoeverSetOne() throws Exception {
    // Given
    socket.setSoTimeout(1);

    // When, Then
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(socket.getSoTimeout()).isEqualTo(1);
  }

  private int read() {
    try {
      return socket.getInputStream().read();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}

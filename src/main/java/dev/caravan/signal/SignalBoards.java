package dev.caravan.signal;

import dev.caravan.CaravanConfig;
import dev.caravan.KafkaConfig;
import dev.caravan.change.Topics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The board of the process, which begins to read when somebody first needs it. */
@ApplicationScoped
public class SignalBoards {

  @Produces
  @Singleton
  SignalBoard board(
      CaravanConfig caravan,
      KafkaConfig kafka,
      @ConfigProperty(name = "caravan.capture.topic.replication-factor") Optional<Short> replicas) {
    return new SignalBoard(kafka, new Topics(caravan.topicPrefix()), replicas);
  }

  void close(@Disposes SignalBoard board) {
    board.close();
  }
}

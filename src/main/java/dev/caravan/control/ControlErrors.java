package dev.caravan.control;

import dev.caravan.KafkaConfig;
import dev.caravan.control.rewind.RewindFailedException;
import dev.caravan.control.rewind.RewindRefusedException;
import dev.caravan.control.table.NoSuchTableException;
import dev.caravan.deliver.replay.ReplayFailedException;
import dev.caravan.deliver.replay.UnknownTableException;
import dev.caravan.security.ConfiguredSecrets;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import org.apache.kafka.common.KafkaException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What a request that fails is answered with. */
@Singleton
public class ControlErrors {

  private static final Logger LOG = Logger.getLogger(ControlErrors.class);

  private final Provider<KafkaConfig> kafka;

  public ControlErrors(Provider<KafkaConfig> kafka) {
    this.kafka = kafka;
  }

  /** The request itself is wrong. */
  @ServerExceptionMapper
  public RestResponse<ControlError> wrong(IllegalArgumentException e) {
    return answer(RestResponse.Status.BAD_REQUEST, e.getMessage());
  }

  @ServerExceptionMapper
  public RestResponse<ControlError> unknown(UnknownTableException e) {
    return answer(RestResponse.Status.NOT_FOUND, e.getMessage());
  }

  @ServerExceptionMapper
  RestResponse<ControlError> unknown(NoSuchTableException e) {
    return answer(RestResponse.Status.NOT_FOUND, e.getMessage());
  }

  @ServerExceptionMapper
  RestResponse<ControlError> refused(RewindRefusedException e) {
    return answer(RestResponse.Status.CONFLICT, e.getMessage());
  }

  @ServerExceptionMapper
  RestResponse<ControlError> failed(RewindFailedException e) {
    return answer(RestResponse.Status.SERVICE_UNAVAILABLE, e.getMessage());
  }

  @ServerExceptionMapper
  RestResponse<ControlError> unknown(UnknownLetterException e) {
    return answer(RestResponse.Status.NOT_FOUND, e.getMessage());
  }

  @ServerExceptionMapper
  RestResponse<ControlError> busy(Turns.BusyException e) {
    return answer(RestResponse.Status.SERVICE_UNAVAILABLE, e.getMessage());
  }

  @ServerExceptionMapper
  public RestResponse<ControlError> failed(ReplayFailedException e) {
    return answer(
        e.isFenced() ? RestResponse.Status.CONFLICT : RestResponse.Status.SERVICE_UNAVAILABLE,
        e.getMessage());
  }

  @ServerExceptionMapper
  public RestResponse<ControlError> away(KafkaException e) {
    return answer(
        RestResponse.Status.SERVICE_UNAVAILABLE,
        "Kafka at %s (caravan.kafka.bootstrap-servers) does not do it: %s; ask again, which does what is left"
            .formatted(kafka.get().bootstrapServers(), e.getMessage()));
  }

  /** Caravan itself is wrong; whoever mends it needs the trace. */
  @ServerExceptionMapper
  public RestResponse<ControlError> broken(IllegalStateException e) {
    LOG.error("A request to /control failed", e);
    return answer(RestResponse.Status.INTERNAL_SERVER_ERROR, e + "; the log tells where");
  }

  private static RestResponse<ControlError> answer(RestResponse.Status status, String message) {
    return RestResponse.ResponseBuilder.create(
            status, new ControlError(ConfiguredSecrets.hide(message)))
        .type(MediaType.APPLICATION_JSON_TYPE)
        .build();
  }
}

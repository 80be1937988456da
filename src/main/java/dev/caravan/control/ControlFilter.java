package dev.caravan.control;

import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Asks every request for its credential before it is looked at. It holds for every REST resource
 * there is, whatever its path, so that none can be forgotten.
 */
@Singleton
public class ControlFilter {

  private static final int UNAUTHORIZED = 401;

  private final Provider<ControlConfig> config;
  private final Provider<String> boundTo;

  /** Filters are made before the configuration can be read, so that is asked for when needed. */
  public ControlFilter(
      Provider<ControlConfig> config,
      @ConfigProperty(name = "quarkus.http.host") Provider<String> boundTo) {
    this.config = config;
    this.boundTo = boundTo;
  }

  @ServerRequestFilter
  public Optional<RestResponse<ControlError>> check(HttpHeaders headers) {
    ControlAccess.Caller caller =
        new ControlAccess.Caller(
            headers.getHeaderString(HttpHeaders.AUTHORIZATION),
            headers.getHeaderString(HttpHeaders.HOST),
            headers.getHeaderString("Origin"));
    return new ControlAccess(config.get().token(), boundTo.get())
        .check(caller)
        .map(ControlFilter::answer);
  }

  private static RestResponse<ControlError> answer(ControlAccess.Refusal refusal) {
    var answer =
        RestResponse.ResponseBuilder.create(
                RestResponse.Status.fromStatusCode(refusal.status()),
                new ControlError(refusal.message()))
            .type(MediaType.APPLICATION_JSON_TYPE);
    if (refusal.status() == UNAUTHORIZED) {
      answer.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"caravan\"");
    }
    return answer.build();
  }
}

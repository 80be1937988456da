package dev.caravan.control;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;

/** Describes the whole of {@code /control}, and the errors that every call may answer. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Caravan control",
            version = "1",
            description =
                "What can be asked of a running pipeline. Every act may be repeated and says whether"
                    + " it has changed something."),
    security = @SecurityRequirement(name = ControlApi.TOKEN))
@SecurityScheme(
    securitySchemeName = ControlApi.TOKEN,
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "caravan.control.token; not needed while there is none and the caller is local")
@OpenApiFilter(OpenApiFilter.RunStage.BUILD)
public class ControlApi implements OASFilter {

  static final String TOKEN = "token";

  private static final String JSON = "application/json";
  private static final String ERROR = "#/components/schemas/ControlError";

  private static final Map<String, String> ERRORS =
      Map.of(
          "401", "The token is missing or wrong.",
          "403", "No token is configured, and the caller is not of this machine.",
          "500", "Caravan itself is wrong; its log tells where.",
          "503",
              "Kafka or ClickHouse does not answer, or too many requests are at work; ask again.");

  @Override
  public Operation filterOperation(Operation operation) {
    ERRORS.forEach(
        (status, description) -> {
          if (!operation.getResponses().hasAPIResponse(status)) {
            operation
                .getResponses()
                .addAPIResponse(status, OASFactory.createAPIResponse().description(description));
          }
        });
    operation
        .getResponses()
        .getAPIResponses()
        .forEach(
            (status, response) -> {
              if (status.startsWith("4") || status.startsWith("5")) {
                response.setContent(error());
              }
            });
    return operation;
  }

  private static Content error() {
    return OASFactory.createContent()
        .addMediaType(
            JSON, OASFactory.createMediaType().schema(OASFactory.createSchema().ref(ERROR)));
  }
}

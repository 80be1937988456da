package dev.caravan.routes;

import dev.caravan.change.TableName;
import dev.caravan.deliver.clickhouse.ClickHouseEndpoint;
import dev.caravan.deliver.option.TargetOption;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.kafka.KafkaConfiguration;
import org.apache.camel.component.kafka.KafkaEndpoint;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/** Looks at one route: where it reads, where it sends to, and whether its steps can be made. */
final class DefinitionCheck {

  private static final String CLICKHOUSE = "clickhouse";

  /** Endpoints at which an event ends without having been delivered. */
  private static final Set<String> DEAD_ENDS = Set.of("log", "mock", "stub");

  private final EndpointProbe endpoints;
  private final StepsProbe steps;
  private final SourceTopic topics;
  private final Places places;
  private final FileElements.Element element;
  private final RouteDefinition definition;
  private final Findings findings;

  DefinitionCheck(
      CamelContext camel,
      SourceTopic topics,
      FileElements.Element element,
      RouteDefinition definition,
      Findings findings) {
    this.endpoints = new EndpointProbe(camel);
    this.steps = new StepsProbe(camel);
    this.topics = topics;
    this.places = new Places(element);
    this.element = element;
    this.definition = definition;
    this.findings = findings;
  }

  /**
   * @param plain the definition as plain values
   */
  Optional<CheckedRoute> check(Object plain) {
    Findings found = new Findings("");
    if (definition.getInput() == null) {
      findings.add(element.line(), "this route has no 'from:'; it begins with kafka:<topic>");
      return Optional.empty();
    }
    String source = definition.getInput().getEndpointUri();
    Endpoint from = endpoint(source, found);
    Set<TableName> tables = from == null ? Set.of() : tables(source, from, found);
    List<String> uris = uris();
    uris.forEach(uri -> checkAlone(uri, endpoint(uri, found), found));
    if (found.isEmpty() && EndpointProbe.scheme(source).equals("kafka") && deliversNothing(uris)) {
      found.add(
          element.line(), "this route delivers nothing; give it a step '- to: clickhouse:<table>'");
    }
    if (found.isEmpty()) {
      endpoints.leavingNone(() -> makeSteps(from, found));
    }
    found.sorted().forEach(problem -> findings.add(problem.line(), problem.reason()));
    return found.isEmpty()
        ? Optional.of(
            new CheckedRoute(
                element.id(),
                element.line(),
                tables,
                uris.stream().map(Places::withoutOptions).toList(),
                plain))
        : Optional.empty();
  }

  /** What reads a topic by itself sees nothing of a route's steps. */
  private void checkAlone(String uri, Endpoint to, Findings found) {
    List<ProcessorDefinition<?>> steps = definition.getOutputs();
    boolean alone = steps.size() == 1 && steps.get(0) instanceof ToDefinition;
    if (!alone && to instanceof ClickHouseEndpoint target && target.isFilledByKafkaEngine()) {
      found.add(
          places.lineOfOption(uri, TargetOption.VIA.name()),
          "%s of %s is kafka-engine, by which ClickHouse reads the topic itself and no other step of the route sees the events; leave the other steps out, or this option"
              .formatted(TargetOption.VIA.name(), Places.withoutOptions(uri)));
    }
  }

  private List<String> uris() {
    Collection<EndpointRequiredDefinition> found =
        ProcessorDefinitionHelper.filterTypeInOutputs(
            definition.getOutputs(), EndpointRequiredDefinition.class);
    return found.stream().map(EndpointRequiredDefinition::getEndpointUri).toList();
  }

  /** Null when it can't be made, which is then found. */
  private Endpoint endpoint(String uri, Findings found) {
    try {
      return endpoints.make(uri);
    } catch (Exception e) {
      Optional<String> unknown = Reasons.unknownOption(e);
      String scheme = EndpointProbe.scheme(uri) + ":";
      found.add(
          Reasons.wrongOption(e)
              .map(option -> places.lineOfOption(uri, option))
              .orElseGet(() -> places.lineOf(uri)),
          unknown
              .map(option -> "%s has no option '%s'".formatted(scheme, option))
              .orElseGet(() -> Reasons.of(e)));
      return null;
    }
  }

  private Set<TableName> tables(String uri, Endpoint from, Findings found) {
    if (EndpointProbe.scheme(uri).equals(CLICKHOUSE)) {
      found.add(
          places.lineOf(uri),
          "a route can't begin with clickhouse:, which takes batches only; it begins with kafka:<topic>");
    } else if (from instanceof KafkaEndpoint kafka) {
      KafkaConfiguration options = kafka.getConfiguration();
      try {
        return Set.of(topics.table(options.getTopic(), options.isTopicIsPattern()));
      } catch (IllegalArgumentException e) {
        found.add(places.lineOf(uri), e.getMessage());
      }
    }
    return Set.of();
  }

  private boolean deliversNothing(List<String> uris) {
    boolean sends =
        uris.stream().map(EndpointProbe::scheme).anyMatch(to -> !DEAD_ENDS.contains(to));
    return !sends
        && outputs(ToDynamicDefinition.class).isEmpty()
        && outputs(BeanDefinition.class).isEmpty();
  }

  private <T extends ProcessorDefinition<?>> Collection<T> outputs(Class<T> type) {
    return ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), type);
  }

  private void makeSteps(Endpoint from, Findings found) {
    try {
      steps.make(definition, from);
    } catch (Exception e) {
      found.add(element.line(), "a step of this route can't be made: " + Reasons.of(e));
    }
  }
}

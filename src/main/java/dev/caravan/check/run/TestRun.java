package dev.caravan.check.run;

import dev.caravan.change.Topics;
import dev.caravan.check.spec.Expectation;
import dev.caravan.check.spec.ExpectedLetter;
import dev.caravan.check.spec.RouteTest;
import dev.caravan.compare.ClickHouseAccess;
import dev.caravan.deliver.DeliveryException;
import dev.caravan.deliver.deadletter.PoisonRow;
import dev.caravan.deliver.table.TargetName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.camel.Endpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Runs one test of a route file, in a database and a Camel context of its own. */
public final class TestRun {

  private static final String CLICKHOUSE = "caravan.deliver.clickhouse.";

  private final ClickHouseEngine.Server server;
  private final Settings settings;
  private final Map<String, String> own;
  private final String file;
  private final byte[] content;
  private final List<String> differences = new ArrayList<>();
  private final Set<String> databases = new HashSet<>();

  /**
   * @param settings the configuration
   * @param own what the test file sets of it
   * @param file the route file's name
   * @param content what it holds
   */
  public TestRun(
      ClickHouseEngine.Server server,
      Settings settings,
      Map<String, String> own,
      String file,
      byte[] content) {
    this.server = server;
    this.settings = settings;
    this.own = own;
    this.file = file;
    this.content = content.clone();
  }

  /**
   * Runs it.
   *
   * @throws IOException when ClickHouse cannot be reached
   */
  public TestResult run(RouteTest test) throws IOException {
    differences.clear();
    databases.clear();
    String database = "caravan_check_" + UUID.randomUUID().toString().substring(0, 8);
    create(database);
    Settings inTest = in(database);
    Topics topics = new Topics(inTest.caravan().topicPrefix());
    FeedComponent feed = new FeedComponent();
    try (DefaultCamelContext camel = RouteContext.of(inTest, feed, test.source().shape())) {
      PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromBytes(file, content));
      for (Endpoint each : camel.getEndpoints()) {
        allowDatabaseOf(each.getEndpointBaseUri(), database);
      }
      if (differences.isEmpty()) {
        send(test, topics.changes(test.source().name()), feed);
      }
      if (differences.isEmpty()) {
        for (Expectation each : test.expectations()) {
          look(each, database);
        }
      }
    } catch (Exception e) {
      differences.add("line %d: %s".formatted(test.line(), reason(e)));
    } finally {
      for (String each : databases) {
        server.access().query("DROP DATABASE IF EXISTS " + TargetName.quote(each));
      }
    }
    return new TestResult(test.name(), List.copyOf(differences));
  }

  private Settings in(String database) throws IOException {
    ClickHouseAccess access = server.access();
    Map<String, String> values = new HashMap<>(own);
    values.put(CLICKHOUSE + "url", access.url());
    values.put(CLICKHOUSE + "database", database);
    // It is one server, and what belongs to a cluster is not there.
    values.put(CLICKHOUSE + "replicated", "false");
    values.put(CLICKHOUSE + "cluster", "");
    values.put(CLICKHOUSE + "insert-quorum", "");
    values.put(CLICKHOUSE + "user", access.user());
    if (!access.password().isEmpty()) {
      values.put(CLICKHOUSE + "password", access.password());
    }
    return settings.with(values);
  }

  private void create(String database) throws IOException {
    databases.add(database);
    server.access().query("CREATE DATABASE IF NOT EXISTS " + TargetName.quote(database));
  }

  /** A route may name another database than the configured one. */
  private void allowDatabaseOf(String uri, String own) throws IOException {
    if (!uri.startsWith("clickhouse:")) {
      return;
    }
    String name = uri.substring("clickhouse:".length()).replaceFirst("^//", "");
    String database = TargetName.parse(name, own).database();
    if (database.equals(own)) {
      return;
    }
    if (!server.isPrivate() || Set.of("default", "system").contains(database)) {
      differences.add(
          "%s names the database %s, in which others may have tables; leave --clickhouse-url out to test it in a ClickHouse of its own, or name no database"
              .formatted(uri, database));
    } else {
      create(database);
    }
  }

  private void send(RouteTest test, String topic, FeedComponent feed) throws Exception {
    List<FeedComponent.FeedConsumer> routes = feed.readersOf(topic).toList();
    if (routes.isEmpty()) {
      differences.add("line %d: no route of %s reads %s".formatted(test.line(), file, topic));
    }
    Map<Integer, String> letters = new HashMap<>();
    for (FeedComponent.FeedConsumer route : routes) {
      EventLog log = new EventLog(topic, test);
      for (PoisonRow each : new Feeding(topic, route).feed(log.batches())) {
        letters.put(log.number(each.event().offset()), each.reason());
      }
    }
    compareLetters(test, letters);
  }

  private void compareLetters(RouteTest test, Map<Integer, String> found) {
    for (ExpectedLetter each : test.letters()) {
      String reason = found.remove(each.event());
      if (reason == null) {
        differences.add("line %d: event %d is no dead letter".formatted(each.line(), each.event()));
      } else if (!reason.contains(each.reason())) {
        differences.add(
            "line %d: event %d is a dead letter because '%s', not '%s'"
                .formatted(each.line(), each.event(), reason, each.reason()));
      }
    }
    for (Integer event : new TreeSet<>(found.keySet())) {
      differences.add(
          "line %d: event %d is a dead letter: %s".formatted(test.line(), event, found.get(event)));
    }
  }

  private void look(Expectation expected, String database) throws IOException {
    TargetName target = TargetName.parse(expected.target(), database);
    if (!server.access().query("EXISTS " + target.quoted()).equals("1")) {
      differences.add(
          "line %d: %s does not exist; there are %s"
              .formatted(expected.line(), expected.target(), tables(target.database())));
      return;
    }
    differences.addAll(
        RowDifference.of(expected, TargetRows.read(server.access(), target.quoted())));
  }

  private String tables(String database) throws IOException {
    String names =
        server
            .access()
            .query(
                "SELECT arrayStringConcat(arraySort(groupArray(name)), ', ') FROM system.tables"
                    + " WHERE database = '%s'".formatted(database));
    return names.isEmpty() ? "none" : names;
  }

  /** What is innermost says what is wrong. */
  private static String reason(Throwable error) {
    String reason = error.getClass().getSimpleName();
    for (Throwable each = error; each != null; each = each.getCause()) {
      if (each instanceof DeliveryException) {
        return each.getMessage();
      }
      reason = each.getMessage() == null ? reason : each.getMessage();
    }
    return reason.replaceAll("\\s+", " ").strip();
  }
}

package dev.caravan.pipeline;

import static org.awaitility.Awaitility.await;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements a stopped table's message asks for, done to the letter.
 *
 * @param clickhouse to be run in ClickHouse first
 * @param postgres to be run in PostgreSQL then
 */
record RemedyText(List<String> clickhouse, List<String> postgres) {

  private static final Pattern STATEMENTS =
      Pattern.compile(
          "run in ClickHouse: (.*?)(?:, and [^;]*)?; then in PostgreSQL: (.*?), which ");

  /** Waits for the application to say what is to be done about the table. */
  static RemedyText of(Application application, TableName table) {
    await(table + " stops and names its remedy")
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> find(application.log(), table) != null);
    return find(application.log(), table);
  }

  private static RemedyText find(String log, TableName table) {
    RemedyText last = null;
    Pattern named = Pattern.compile("\\b" + Pattern.quote(table.toString()) + "\\b");
    for (String line : log.lines().filter(named.asPredicate()).toList()) {
      Matcher statements = STATEMENTS.matcher(line);
      if (statements.find()) {
        last = new RemedyText(split(statements.group(1)), split(statements.group(2)));
      }
    }
    return last;
  }

  private static List<String> split(String statements) {
    return Arrays.asList(statements.split("; "));
  }

  void run(IsolatedPipeline pipeline) {
    clickhouse.forEach(pipeline::clickhouse);
    pipeline.sql(postgres.toArray(String[]::new));
  }
}

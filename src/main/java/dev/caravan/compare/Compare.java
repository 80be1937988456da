package dev.caravan.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.postgresql.Driver;

/**
 * The command {@code ./compare}: tells whether tables hold the same rows in PostgreSQL and in
 * ClickHouse. Ends with 0 when they do, with 1 when they differ, with 2 when they could not be
 * compared.
 */
public final class Compare {

  static final int SAME = 0;
  static final int DIFFERENT = 1;
  static final int NOT_COMPARED = 2;

  private final CompareOptions options;
  private final PrintStream out;
  private final ProgressLine progress;

  Compare(CompareOptions options, PrintStream out, ProgressLine progress) {
    this.options = options;
    this.out = out;
    this.progress = progress;
  }

  public static void main(String[] arguments) throws InterruptedException {
    System.exit(run(System.getenv(), System.out, System.err, arguments));
  }

  static int run(
      Map<String, String> environment, PrintStream out, PrintStream err, String... arguments)
      throws InterruptedException {
    ProgressLine progress = new ProgressLine(err, Boolean.getBoolean("caravan.compare.terminal"));
    try {
      if (List.of(arguments).contains("--help") || List.of(arguments).contains("-h")) {
        out.print(help());
        return SAME;
      }
      CompareOptions options = CompareOptions.parse(environment, arguments);
      return new Compare(options, out, progress).run();
    } catch (IllegalArgumentException | IllegalStateException | IOException e) {
      progress.clear();
      err.println("compare: " + words(e));
    } catch (SQLException e) {
      progress.clear();
      err.println("compare: PostgreSQL: " + words(e));
    }
    return NOT_COMPARED;
  }

  private static String help() throws IOException {
    try (InputStream text = Compare.class.getResourceAsStream("help.txt")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String words(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private int run() throws SQLException, IOException, InterruptedException {
    boolean same = true;
    // Not from the DriverManager, which would load ClickHouse's driver, too, and its logging.
    try (Connection postgres =
        new Driver().connect(options.postgresUrl(), options.postgresProperties())) {
      ClickHouseAccess clickHouse = options.clickHouse();
      if (clickHouse.url().contains(",")) {
        clickHouse = clickHouse.chosen();
      }
      List<TablePair> pairs =
          options.all() ? MatchingViews.of(postgres, clickHouse) : options.tables();
      for (TablePair pair : pairs) {
        same &= compare(postgres, clickHouse, pair).same();
      }
    }
    return same ? SAME : DIFFERENT;
  }

  private ComparisonResult compare(Connection postgres, ClickHouseAccess clickHouse, TablePair pair)
      throws SQLException, IOException, InterruptedException {
    TableComparison comparison =
        new TableComparison(
            postgres,
            clickHouse,
            options.differences(),
            rows -> progress.show(pair.source().toString(), rows));
    ComparisonResult result =
        new Settlement(options.settle())
            .settle(() -> comparison.compare(pair.source(), pair.target()));
    progress.clear();
    out.println(result);
    return result;
  }
}

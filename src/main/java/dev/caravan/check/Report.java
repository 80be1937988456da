package dev.caravan.check;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.caravan.check.run.TestResult;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** Says what was found, as text while it is found or as JSON at the end. */
final class Report {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrintStream out;
  private final boolean json;
  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode findings = root.putArray("findings");
  private final ArrayNode tests = root.putArray("tests");
  private final ArrayNode notes = root.putArray("notes");
  private int routeFiles;
  private int wrong;
  private int failed;

  Report(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  void file(String name, List<Finding> found) {
    routeFiles++;
    if (found.isEmpty()) {
      say(name + ": ok");
    }
    found.forEach(this::finding);
  }

  void finding(Finding finding) {
    wrong++;
    say(finding.toString());
    findings
        .addObject()
        .put("file", finding.file())
        .put("line", finding.line())
        .put("reason", finding.reason());
  }

  void result(String file, TestResult result) {
    say("%s: %-6s  %s".formatted(file, result.passed() ? "ok" : "FAILED", result.name()));
    result.differences().forEach(each -> say("    " + each));
    ObjectNode test =
        tests.addObject().put("file", file).put("name", result.name()).put("ok", result.passed());
    ArrayNode differences = test.putArray("differences");
    result.differences().forEach(differences::add);
    failed += result.passed() ? 0 : 1;
  }

  /** A line for people, which is no finding. */
  void note(String text) {
    say(text);
    notes.add(text);
  }

  void standIns(Set<String> names) {
    for (String each : names) {
      String text = "%s is not set here; a stand-in served for it".formatted(each);
      say("note: " + text);
      notes.add(text);
    }
  }

  /** Whether everything is as it must be. */
  boolean end() {
    boolean good = wrong == 0 && failed == 0;
    say("");
    say(
        "%d route %s, %s; %s"
            .formatted(
                routeFiles,
                routeFiles == 1 ? "file" : "files",
                wrong == 0 ? "nothing wrong" : wrong + " wrong",
                tests.isEmpty()
                    ? "no tests run"
                    : "%d %s, %s"
                        .formatted(
                            tests.size(),
                            tests.size() == 1 ? "test" : "tests",
                            failed == 0 ? "all ok" : failed + " failed")));
    if (json) {
      out.println(root.put("ok", good).toPrettyString());
    }
    return good;
  }

  private void say(String line) {
    if (!json) {
      out.println(line);
    }
  }
}

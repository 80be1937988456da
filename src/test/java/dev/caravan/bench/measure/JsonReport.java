package dev.caravan.bench.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reports for programs: every figure of every round. */
public final class JsonReport {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonReport() {}

  public static String of(Machine machine, List<Report> reports) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("machine", machine.facts());
    all.put("benches", reports.stream().map(JsonReport::bench).toList());
    try {
      return JSON.writeValueAsString(all) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> bench(Report report) {
    Map<String, Object> bench = new LinkedHashMap<>();
    bench.put("bench", report.bench());
    bench.put("title", report.title());
    bench.put("rounds", report.rounds());
    bench.put("main", report.main().label());
    List<Object> lines = new ArrayList<>();
    for (Line line : report.lines()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", line.name());
      one.put("ratio", line.ratio());
      one.put("medians", labelled(line.medians()));
      one.put("rounds", labelled(line.rounds()));
      lines.add(one);
    }
    bench.put("lines", lines);
    bench.put("notes", report.notes());
    return bench;
  }

  private static <T> Map<String, T> labelled(Map<Metric, T> figures) {
    Map<String, T> labelled = new LinkedHashMap<>();
    new TreeMap<>(figures).forEach((metric, value) -> labelled.put(metric.label(), value));
    return labelled;
  }
}

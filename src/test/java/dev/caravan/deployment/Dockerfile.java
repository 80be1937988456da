package dev.caravan.deployment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Dockerfile.
 *
 * @param arguments defaults of what a build may set, by name
 * @param stages in the order of the file; the last is the image
 */
record Dockerfile(Map<String, String> arguments, List<Stage> stages) {

  private static final Pattern INSTRUCTION =
      Pattern.compile(
          "(ARG|FROM|WORKDIR|COPY|RUN|USER|EXPOSE|STOPSIGNAL|HEALTHCHECK|ENV|ENTRYPOINT) +(.+)");
  private static final Pattern ARGUMENT = Pattern.compile("\\$\\{([A-Z]+)}");

  /**
   * @param from the image or stage it begins with
   * @param name as others call it; empty when none does
   */
  record Stage(String from, String name, List<Instruction> instructions) {

    List<String> all(String keyword) {
      return instructions.stream()
          .filter(each -> each.keyword().equals(keyword))
          .map(Instruction::rest)
          .toList();
    }

    String only(String keyword) {
      List<String> all = all(keyword);
      if (all.size() != 1) {
        throw new IllegalArgumentException(all.size() + " times " + keyword + ": " + all);
      }
      return all.get(0);
    }
  }

  /**
   * @param rest what comes behind the keyword, in one line
   */
  record Instruction(String keyword, String rest) {}

  /**
   * @throws IllegalArgumentException when a line is none that is known here
   */
  static Dockerfile read(Path file) {
    Map<String, String> arguments = new TreeMap<>();
    List<Stage> stages = new ArrayList<>();
    for (String line : joined(Yaml.text(file))) {
      Matcher instruction = INSTRUCTION.matcher(line);
      if (!instruction.matches()) {
        throw new IllegalArgumentException("No instruction that is known here: " + line);
      }
      String keyword = instruction.group(1);
      String rest = instruction.group(2);
      if (keyword.equals("FROM")) {
        String[] parts = rest.split(" AS ");
        stages.add(
            new Stage(
                value(parts[0], arguments), parts.length > 1 ? parts[1] : "", new ArrayList<>()));
      } else if (stages.isEmpty()) {
        arguments.put(rest.split("=", 2)[0], rest.split("=", 2)[1]);
      } else {
        stages.get(stages.size() - 1).instructions().add(new Instruction(keyword, rest));
      }
    }
    return new Dockerfile(arguments, stages);
  }

  private static String value(String text, Map<String, String> arguments) {
    return ARGUMENT
        .matcher(text)
        .replaceAll(name -> Matcher.quoteReplacement(arguments.get(name.group(1))));
  }

  private static List<String> joined(String text) {
    return text.lines()
        .filter(line -> !line.startsWith("#"))
        .reduce("", (all, line) -> all + line + "\n")
        .replaceAll("\\\\\n\\s*", "")
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  Stage image() {
    return stages.get(stages.size() - 1);
  }

  Stage stage(String name) {
    return stages.stream()
        .filter(stage -> stage.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("There is no stage " + name));
  }

  boolean hasStage(String name) {
    return stages.stream().anyMatch(stage -> stage.name().equals(name));
  }
}

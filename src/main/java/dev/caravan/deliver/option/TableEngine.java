package dev.caravan.deliver.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table engine of the MergeTree family.
 *
 * @param name its name: {@code ReplicatedReplacingMergeTree}
 * @param path its parameters as SQL writes them, path and replica; empty when it has none
 */
public record TableEngine(String name, String path) {

  private static final Pattern TEXT =
      Pattern.compile(
          "((?:Replicated|Shared)?(?:Replacing)?MergeTree)(?:\\s*\\(\\s*(?:(.+?)\\s*)?\\))?",
          Pattern.DOTALL);
  private static final String QUOTED = "'(?:[^'\\\\]|\\\\.|'')*+'";
  private static final Pattern PATH =
      Pattern.compile(QUOTED + "\\s*,\\s*" + QUOTED, Pattern.DOTALL);

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException when it is none
   */
  static TableEngine parse(String text) {
    Matcher m = TEXT.matcher(text.strip());
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "is '%s'; it must be MergeTree or ReplacingMergeTree, also with Replicated or Shared before it"
              .formatted(text));
    }
    TableEngine engine = new TableEngine(m.group(1), m.group(2) == null ? "" : m.group(2));
    boolean fits =
        engine.path.isEmpty() || engine.isReplicated() && PATH.matcher(engine.path).matches();
    if (!fits) {
      throw new IllegalArgumentException(
          "is '%s'; the only parameters it may have are path and replica of a Replicated or Shared engine, in single quotes; Caravan adds the version columns itself"
              .formatted(text));
    }
    return engine;
  }

  /** Whether it keeps of rows with one sorting key the newest alone. */
  public boolean isReplacing() {
    return name.contains("Replacing");
  }

  /** Whether several servers hold the table. */
  public boolean isReplicated() {
    return isReplicated(name);
  }

  /** Whether several servers hold a table of an engine. */
  public static boolean isReplicated(String engine) {
    return !family(engine).equals(engine);
  }

  /** The name without what tells how many servers hold it. */
  public String family() {
    return family(name);
  }

  /**
   * Whether a table of the engine is what was asked for. A service that shares its storage makes
   * shared tables of all.
   */
  public boolean isThatOf(String engine) {
    return name.equals(engine) || engine.startsWith("Shared") && family().equals(family(engine));
  }

  private static String family(String name) {
    return name.replaceFirst("^(Replicated|Shared)", "");
  }
}

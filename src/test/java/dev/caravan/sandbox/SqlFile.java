package dev.caravan.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A script that ships with Caravan.
 *
 * @param statements its statements, without comments and without the semicolons
 */
public record SqlFile(List<String> statements) {

  private static final Pattern GRANT = Pattern.compile("(?s)(GRANT .* ON .*?)\\s+TO\\s+\\w+");

  /**
   * @param path below the repository's root
   */
  public static SqlFile of(String path) throws IOException {
    Path root = ClassPath.ownClasses().getParent().getParent();
    String text = Files.readString(root.resolve(path)).replaceAll("(?m)^\\s*--.*$", "");
    return new SqlFile(
        Stream.of(text.split(";\\s*(\\n|$)"))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .toList());
  }

  /** What it grants, without to whom, with another database. */
  List<String> grants(String database, String another) {
    return statements.stream()
        .map(GRANT::matcher)
        .filter(Matcher::matches)
        .map(grant -> grant.group(1).replaceAll("\\s+", " ").replace(database + ".", another + "."))
        .toList();
  }
}

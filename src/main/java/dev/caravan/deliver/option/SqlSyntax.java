package dev.caravan.deliver.option;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Whether a text can stand between brackets of a statement without ending them: its own brackets
 * and quotes are closed, and it holds no statement's end, comment or heredoc. What stands in a
 * route becomes a part of statements; whether it makes sense there ClickHouse says.
 */
public final class SqlSyntax {

  private static final String OPENING = "([{";
  private static final String CLOSING = ")]}";
  private static final char LAST_OF_ASCII = 0x7F;
  private static final String QUOTES = "'\"`";

  private final String text;
  private final Deque<Character> open = new ArrayDeque<>();
  private final List<String> parts = new ArrayList<>();
  private int partStart;
  private int at;

  private SqlSyntax(String text) {
    this.text = text;
  }

  /** What is wrong with it, as the end of a sentence; nothing when it can stand there. */
  public static Optional<String> fault(String text) {
    return Optional.ofNullable(new SqlSyntax(text).scan());
  }

  /** The text without brackets around all of it, which say nothing. */
  public static String unwrapped(String text) {
    String inner = text.strip();
    while (inner.startsWith("(")
        && inner.endsWith(")")
        && fault(inner.substring(1, inner.length() - 1)).isEmpty()) {
      inner = inner.substring(1, inner.length() - 1).strip();
    }
    return inner;
  }

  /**
   * The parts of a list, without the commas between them.
   *
   * @throws IllegalArgumentException when it cannot stand in a statement
   */
  public static List<String> parts(String text) {
    SqlSyntax syntax = new SqlSyntax(text);
    String fault = syntax.scan();
    if (fault != null) {
      throw new IllegalArgumentException(fault);
    }
    return List.copyOf(syntax.parts);
  }

  private String scan() {
    if (text.isBlank()) {
      return "is empty";
    }
    for (; at < text.length(); at++) {
      char each = text.charAt(at);
      String fault = QUOTES.indexOf(each) >= 0 ? quoted(each) : plain(each);
      if (fault != null) {
        return fault;
      }
    }
    parts.add(text.substring(partStart).strip());
    return open.isEmpty() ? null : "has a '" + open.peek() + "' that nothing closes";
  }

  /** Goes to the closing quote. */
  private String quoted(char quote) {
    for (int i = at + 1; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each == '\\') {
        i++;
      } else if (each == quote) {
        at = i;
        return null;
      }
    }
    return "has a " + quote + " that nothing closes";
  }

  private String plain(char each) {
    if (each == ';') {
      return "has a ';' outside quotes; it must be one expression";
    }
    if (each == '$') {
      return "has a '$' outside quotes, which may begin a text without quotes";
    }
    if (each == '\0' || each == '\\') {
      return "has a backslash or a zero character outside quotes";
    }
    if (each > LAST_OF_ASCII) {
      // Some of them are quotes to ClickHouse.
      return "has a '" + each + "' outside quotes; names beyond ASCII stand in backticks";
    }
    if (each == '#' || text.startsWith("--", at) || text.startsWith("/*", at)) {
      return "has a comment; it must be one expression";
    }
    int closing = CLOSING.indexOf(each);
    if (OPENING.indexOf(each) >= 0) {
      open.push(each);
    } else if (closing >= 0 && (open.isEmpty() || OPENING.indexOf(open.pop()) != closing)) {
      return "has a '" + each + "' that closes nothing";
    } else if (each == ',' && open.isEmpty()) {
      parts.add(text.substring(partStart, at).strip());
      partStart = at + 1;
    }
    return null;
  }
}

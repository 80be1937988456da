package dev.caravan.deliver.option;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether a text is one ClickHouse type and nothing beside it: a name, with parameters in brackets
 * that are types, named types, numbers or quoted texts. What stands in a route becomes a part of
 * statements, so nothing else may.
 */
public final class TypeSyntax {

  private static final Pattern NAME = Pattern.compile("\\s*[A-Za-z_][A-Za-z0-9_]*\\s*");
  private static final Pattern NUMBER = Pattern.compile("\\s*-?[0-9]+\\s*");
  private static final Pattern TEXT = Pattern.compile("\\s*'(?:[^'\\\\]|\\\\.|'')*+'\\s*");

  private final String text;
  private int at;

  private TypeSyntax(String text) {
    this.text = text;
  }

  /** Whether it is one. */
  public static boolean isType(String text) {
    TypeSyntax syntax = new TypeSyntax(text);
    return syntax.type() && syntax.at == text.length();
  }

  private boolean type() {
    if (!takes(NAME)) {
      return false;
    }
    if (!takes('(')) {
      return true;
    }
    do {
      if (!parameter()) {
        return false;
      }
    } while (takes(','));
    boolean closed = takes(')');
    spaces();
    return closed;
  }

  /** A number, a text, {@code 'a' = 1}, {@code name = 1}, a type, or a name and a type. */
  private boolean parameter() {
    if (takes(NUMBER)) {
      return true;
    }
    if (takes(TEXT)) {
      return !takes('=') || takes(NUMBER);
    }
    if (!type()) {
      return false;
    }
    if (takes('=')) {
      return takes(NUMBER);
    }
    // What was a type is a name when a type follows.
    return next() == ',' || next() == ')' || type();
  }

  private int next() {
    return at < text.length() ? text.charAt(at) : -1;
  }

  private boolean takes(char wanted) {
    boolean there = next() == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private boolean takes(Pattern pattern) {
    Matcher found = pattern.matcher(text).region(at, text.length());
    boolean there = found.lookingAt();
    at = there ? found.end() : at;
    return there;
  }

  private void spaces() {
    while (Character.isWhitespace(next())) {
      at++;
    }
  }
}

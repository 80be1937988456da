package dev.caravan.security;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts that must not be seen, and how a text looks without them: each secret, as it is and as it
 * travels, becomes {@code ***}. What only looks like a secret, such as the user information of a
 * URL or an option {@code RAW(...)} of a route, is hidden too. Safe for use by several threads.
 */
public final class Secrets {

  /** What stands in a secret's place. */
  public static final String HIDDEN = "***";

  /** Shorter ones would take letters out of everything that is said. */
  private static final int SHORTEST = 4;

  private static final Pattern QUOTED = Pattern.compile("=\\s*\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern USER_INFO = Pattern.compile("(://[^/\\s:@]*:)[^/\\s@]+@");
  private static final Pattern RAW =
      Pattern.compile("RAW(?:\\(.*?\\)|\\{.*?\\})(?=[&,}\\])\\s'\"]|$)");
  private static final Pattern JAAS =
      Pattern.compile("(?i)(jaas[._-]?config\"?=)(?!\\[hidden]|\\*\\*\\*|RAW\\(\\*).*?(?:;|%3B|$)");
  private static final Pattern OPTION =
      Pattern.compile(
          "(?i)((?:password|passphrase|secret|hash-?salt|(?<!deduplication_)token|secret[._-]?key|api[._-]?key)\"?=)"
              + "(?!\\[hidden]|null\\b|\\*\\*\\*)(\"[^\"]*\"|'[^']*'|[^\\s&,;)}\\]\"']+)");

  private final List<String> hidden;

  private Secrets(Collection<String> hidden) {
    // The longest first: one may be a part of another.
    this.hidden =
        hidden.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  /**
   * Hides values and what is made of them.
   *
   * @param values the secrets; of one that holds quoted texts, as a JAAS configuration does, these
   *     are secrets too
   * @param known what anybody may see, such as the names of users and databases: a secret that is
   *     the same as one of them cannot be told from it
   * @param users who logs in with them, for headers that hold both
   */
  public static Secrets of(
      Collection<String> values, Collection<String> known, Collection<String> users) {
    Set<String> plain = new HashSet<>();
    for (String value : values) {
      plain.add(value.strip());
      Matcher inner = QUOTED.matcher(value);
      while (inner.find()) {
        plain.add(inner.group(1));
        plain.add(inner.group(1).replaceAll("\\\\(.)", "$1"));
      }
    }
    plain.removeIf(each -> each.length() < SHORTEST || known.contains(each));
    Set<String> all = new HashSet<>();
    for (String each : plain) {
      all.add(each);
      all.add(URLEncoder.encode(each, StandardCharsets.UTF_8));
      all.add(URLEncoder.encode(each, StandardCharsets.UTF_8).replace("+", "%20"));
      all.add(each.replace("\\", "\\\\").replace("\"", "\\\""));
      all.add(base64(each));
      users.forEach(user -> all.add(base64(user + ":" + each)));
    }
    return new Secrets(all);
  }

  /** The text without secrets; null for null. */
  public String hide(String text) {
    if (text == null || text.isEmpty()) {
      return text;
    }
    String shown = text;
    for (String each : hidden) {
      shown = shown.replace(each, HIDDEN);
    }
    return hidePatterns(shown);
  }

  private static String hidePatterns(String text) {
    String shown = text;
    if (shown.contains("RAW")) {
      shown = RAW.matcher(shown).replaceAll("RAW(" + Matcher.quoteReplacement(HIDDEN) + ")");
    }
    if (shown.contains("://")) {
      shown = USER_INFO.matcher(shown).replaceAll("$1" + Matcher.quoteReplacement(HIDDEN) + "@");
    }
    if (shown.indexOf('=') >= 0) {
      shown = JAAS.matcher(shown).replaceAll("$1" + Matcher.quoteReplacement(HIDDEN));
      shown = OPTION.matcher(shown).replaceAll("$1" + Matcher.quoteReplacement(HIDDEN));
    }
    return shown;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}

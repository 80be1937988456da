package dev.caravan.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * The secrets this process is configured with, whatever source they come from: the values of all
 * keys that are named as one names secrets. They do not change while it runs.
 */
public final class ConfiguredSecrets {

  private static final Pattern SECRET =
      Pattern.compile(
          "password|passwd|passphrase|secret|token|salt|jaas.config|credential|api.?key|access.?key"
              + "|private.?key|keystore.key");

  /** Keys whose names speak of secrets and whose values are none. */
  private static final Pattern HARMLESS =
      Pattern.compile("(class|file|location|url|endpoint|mechanism|provider|interval|size)\"?$");

  private static final Pattern OURS = Pattern.compile("(caravan|quarkus.datasource)[._].*");
  private static final Pattern USER = Pattern.compile(".*[._-]user(name)?$");

  private ConfiguredSecrets() {}

  /** The text without the secrets of this process; null for null. */
  public static String hide(String text) {
    return Holder.SECRETS.hide(text);
  }

  /** Whether a key of this name holds a secret. */
  static boolean isSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return OURS.matcher(lower).matches()
        && SECRET.matcher(lower).find()
        && !HARMLESS.matcher(lower).find();
  }

  static Secrets of(Config config) {
    List<String> secrets = new ArrayList<>();
    List<String> known = new ArrayList<>();
    List<String> users = new ArrayList<>();
    for (String name : config.getPropertyNames()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!OURS.matcher(lower).matches()) {
        continue;
      }
      String value = value(config, name);
      if (value != null && !value.isBlank()) {
        (isSecret(name) ? secrets : known).add(value);
        if (USER.matcher(lower).matches()) {
          users.add(value);
        }
      }
    }
    return Secrets.of(secrets, known, users);
  }

  /** Null where it can't be read: that is for whoever needs it to say. */
  private static String value(Config config, String name) {
    try {
      return config.getConfigValue(name).getValue();
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** Read at the first use; in a native executable not while it is built. */
  private static final class Holder {
    private static final Secrets SECRETS = of(ConfigProvider.getConfig());
  }
}

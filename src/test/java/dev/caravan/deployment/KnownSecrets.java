package dev.caravan.deployment;

import io.fabric8.kubernetes.api.model.Secret;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The Secrets pods may refer to, with their keys: those an overlay makes, those its operators make,
 * and those a user is told to make.
 */
record KnownSecrets(Map<String, Set<String>> keys) {

  private static final Path EXAMPLE = Path.of("kubernetes/secrets.example.yaml");

  static KnownSecrets of(Manifests manifests) {
    Map<String, Set<String>> keys = new HashMap<>();
    Manifests.of(Yaml.text(EXAMPLE)).all(Secret.class).forEach(secret -> put(keys, secret));
    manifests.all(Secret.class).forEach(secret -> put(keys, secret));
    manifests
        .all(CustomKinds.KafkaUser.class)
        .forEach(user -> keys.put(Manifests.name(user), Set.of("password", "sasl.jaas.config")));
    manifests
        .all(CustomKinds.Kafka.class)
        .forEach(
            kafka ->
                keys.put(
                    Manifests.name(kafka) + "-cluster-ca-cert",
                    Set.of("ca.crt", "ca.p12", "ca.password")));
    return new KnownSecrets(keys);
  }

  private static void put(Map<String, Set<String>> keys, Secret secret) {
    Set<String> names = new TreeSet<>();
    if (secret.getData() != null) {
      names.addAll(secret.getData().keySet());
    }
    if (secret.getStringData() != null) {
      names.addAll(secret.getStringData().keySet());
    }
    keys.put(Manifests.name(secret), names);
  }

  boolean has(String secret) {
    return keys.containsKey(secret);
  }

  boolean has(String secret, String key) {
    return keys.getOrDefault(secret, Set.of()).contains(key);
  }
}

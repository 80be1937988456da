package dev.caravan.deployment;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** compose.yaml with the values of .env, and of the Compose Specification what it uses. */
record ComposeFile(
    Map<String, Service> services,
    Map<String, Network> networks,
    Map<String, Object> volumes,
    Map<String, Secret> secrets) {

  static final Path FOLDER = Path.of("compose");

  static ComposeFile read(EnvFile values) {
    return of(Yaml.text(FOLDER.resolve("compose.yaml")), values);
  }

  static ComposeFile of(String yaml, EnvFile values) {
    Map<Object, Object> document =
        new LinkedHashMap<>((Map<?, ?>) values.into(Yaml.documents(yaml).get(0)));
    // What others take over by reference.
    document.keySet().removeIf(key -> key.toString().startsWith("x-"));
    return Yaml.as(ComposeFile.class, document);
  }

  record Service(
      String image,
      Build build,
      List<String> profiles,
      List<String> command,
      List<String> entrypoint,
      Map<String, String> environment,
      List<Object> secrets,
      List<String> ports,
      List<String> volumes,
      List<String> tmpfs,
      String user,
      String restart,
      @JsonProperty("read_only") boolean readOnly,
      @JsonProperty("security_opt") List<String> securityOptions,
      @JsonProperty("cap_drop") List<String> dropped,
      @JsonProperty("cap_add") List<String> added,
      @JsonProperty("depends_on") Map<String, Dependency> dependsOn,
      @JsonProperty("stop_grace_period") String stopGracePeriod,
      @JsonProperty("shm_size") String sharedMemory,
      @JsonProperty("network_mode") String networkMode,
      @JsonProperty("extra_hosts") List<String> extraHosts,
      String pid,
      Map<String, Object> ulimits,
      Map<String, Object> logging,
      Healthcheck healthcheck,
      Deploy deploy) {

    Service {
      ports = ports == null ? List.of() : ports;
      volumes = volumes == null ? List.of() : volumes;
      secrets = secrets == null ? List.of() : secrets;
      command = command == null ? List.of() : command;
      environment = environment == null ? Map.of() : environment;
      dependsOn = dependsOn == null ? Map.of() : dependsOn;
    }

    /** The secrets it reads, as the file names them. */
    List<String> secretNames() {
      return secrets.stream()
          .map(each -> each instanceof Map<?, ?> map ? map.get("source") : each)
          .map(Object::toString)
          .toList();
    }
  }

  record Build(String context, String dockerfile) {}

  record Dependency(String condition) {}

  record Healthcheck(
      List<String> test,
      String interval,
      String timeout,
      int retries,
      @JsonProperty("start_period") String startPeriod) {}

  record Deploy(Resources resources) {}

  record Resources(Limits limits) {}

  record Limits(String cpus, String memory, int pids) {}

  record Network(Ipam ipam) {}

  record Ipam(List<Range> config) {}

  record Range(String subnet, String gateway) {}

  record Secret(String file) {}
}

package dev.caravan.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The paths and verbs of the resources, and of what describes them. */
public final class ControlPaths {

  private ControlPaths() {}

  /** What the code answers to: the verbs of each path, by name. */
  public static Map<String, List<String>> ofResources() {
    Map<String, List<String>> paths = new TreeMap<>();
    for (JavaClass each :
        new ClassFileImporter(List.of(new ImportOption.DoNotIncludeTests()))
            .importPackages("dev.caravan")) {
      if (each.isAnnotatedWith(Path.class)) {
        Class<?> resource = each.reflect();
        for (Method method : resource.getDeclaredMethods()) {
          for (Annotation annotation : method.getAnnotations()) {
            HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
            if (verb != null) {
              Path path = method.getAnnotation(Path.class);
              paths
                  .computeIfAbsent(
                      resource.getAnnotation(Path.class).value()
                          + (path == null ? "" : path.value()),
                      any -> new ArrayList<>())
                  .add(verb.value().toLowerCase(java.util.Locale.ROOT));
            }
          }
        }
      }
    }
    paths.values().forEach(verbs -> verbs.sort(null));
    return paths;
  }

  /** The verbs of a described path, by name. */
  public static List<String> verbs(JsonNode path) {
    List<String> verbs = new ArrayList<>();
    path.fieldNames().forEachRemaining(verbs::add);
    verbs.remove("parameters");
    verbs.sort(null);
    return verbs;
  }
}

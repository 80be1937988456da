package dev.caravan.deployment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** YAML, read so that what is not known or is there twice is an error. */
final class Yaml {

  /** Has no place for what a class does not know: models of Kubernetes' objects would keep it. */
  private static final class NothingElse extends JacksonAnnotationIntrospector {
    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return Boolean.FALSE;
    }
  }

  private static final ObjectMapper STRICT =
      new ObjectMapper().setAnnotationIntrospector(new NothingElse());

  private Yaml() {}

  /** The documents of a text, as maps, lists and scalars. */
  static List<Object> documents(String text) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    List<Object> documents = new ArrayList<>();
    new Load(settings).loadAllFromString(text).forEach(documents::add);
    return documents;
  }

  /** The one document of a file. */
  static Object read(Path file) {
    return documents(text(file)).get(0);
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A document as an object of a class.
   *
   * @throws IllegalArgumentException when it has a field the class lacks, or a value that does not
   *     fit
   */
  static <T> T as(Class<T> type, Object document) {
    return STRICT.convertValue(document, type);
  }
}

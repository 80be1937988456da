package dev.caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoutesFolderTest {

  @TempDir Path temp;
  private Path path;
  private RoutesFolder folder;

  @BeforeEach
  void makeFolder() throws IOException {
    path = Files.createDirectory(temp.resolve("routes"));
    folder = new RoutesFolder(path);
  }

  @Test
  void readsRouteFilesAlone() throws IOException {
    // Given
    Files.writeString(path.resolve("orders.camel.yaml"), "one");
    Files.writeString(path.resolve("orders.camel.yaml~"), "an editor's copy");
    Files.writeString(path.resolve(".orders.camel.yaml.swp"), "an editor's own");
    Files.writeString(path.resolve(".hidden.camel.yaml"), "hidden");
    Files.writeString(path.resolve("kustomization.yaml"), "another's");
    Files.createDirectory(path.resolve("folder.camel.yaml"));
    Files.createSymbolicLink(path.resolve("dangling.camel.yaml"), path.resolve("nothing"));

    // When
    Map<String, ReadFile> files = folder.read();

    // Then
    assertThat(files).containsOnlyKeys("orders.camel.yaml");
    assertThat(files.get("orders.camel.yaml").content()).asString().isEqualTo("one");
  }

  @Test
  void tellsContentsApartWhateverTheTimeAndSize() throws IOException {
    // Given
    Path file = path.resolve("orders.camel.yaml");
    Files.writeString(file, "one");
    ReadFile first = folder.read().get("orders.camel.yaml");
    var time = Files.getLastModifiedTime(file);

    // When
    Files.writeString(file, "two");
    Files.setLastModifiedTime(file, time);

    // Then
    assertThat(folder.read().get("orders.camel.yaml")).isNotEqualTo(first);
    Files.writeString(file, "one");
    assertThat(folder.read().get("orders.camel.yaml")).isEqualTo(first);
  }

  @Test
  void seesAnAtomicRename() throws IOException {
    // Given
    Path file = path.resolve("orders.camel.yaml");
    Files.writeString(file, "one");
    folder.read();

    // When
    Path other = Files.writeString(path.resolve("orders.camel.yaml.new"), "two");
    Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);

    // Then
    assertThat(folder.read().get("orders.camel.yaml").content()).asString().isEqualTo("two");
  }

  @Test
  void followsTheLinksOfAConfigMap() throws IOException {
    // Given
    ConfigMapMount mount = new ConfigMapMount(path);
    mount.put(Map.of("orders.camel.yaml", "one", "customers.camel.yaml", "one"));
    assertThat(folder.read()).containsOnlyKeys("customers.camel.yaml", "orders.camel.yaml");

    // When
    mount.put(Map.of("orders.camel.yaml", "two", "products.camel.yaml", "one"));

    // Then
    Map<String, ReadFile> files = folder.read();
    assertThat(files).containsOnlyKeys("orders.camel.yaml", "products.camel.yaml");
    assertThat(files.get("orders.camel.yaml").content()).asString().isEqualTo("two");
  }

  @Test
  void failsAsAWholeWhenTheFolderIsGone() throws IOException {
    // Given
    Files.delete(path);

    // When
    // Then
    assertThatThrownBy(folder::read).isInstanceOf(IOException.class);
  }
}

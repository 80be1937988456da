package dev.caravan.operate;

import dev.caravan.CaravanConfig;
import dev.caravan.KafkaConfig;
import dev.caravan.StartRefusal;
import dev.caravan.deliver.DeliverConfig;
import dev.caravan.security.PemFiles;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Looks at the start whether the certificates and keys that are configured can be used. */
@ApplicationScoped
public class CertificateCheck {

  private final CaravanConfig caravan;
  private final KafkaConfig kafka;
  private final DeliverConfig deliver;
  private final StartRefusal refusal;

  public CertificateCheck(
      CaravanConfig caravan, KafkaConfig kafka, DeliverConfig deliver, StartRefusal refusal) {
    this.caravan = caravan;
    this.kafka = kafka;
    this.deliver = deliver;
    this.refusal = refusal;
  }

  void look(@Observes @Priority(1) StartupEvent started) {
    reason().ifPresent(refusal::refuse);
  }

  /** Whether they can be used; nothing that needs them is begun otherwise. */
  boolean isPassed() {
    return reason().isEmpty();
  }

  private Optional<String> reason() {
    Optional<String> wrong =
        wrong(
            "caravan.kafka.",
            new PemFiles(kafka.caCertificate(), kafka.clientCertificate(), kafka.clientKey()));
    if (wrong.isPresent() || !caravan.role().delivers()) {
      return wrong;
    }
    DeliverConfig.ClickHouse clickhouse = deliver.clickhouse();
    PemFiles files =
        new PemFiles(
            clickhouse.caCertificate(), clickhouse.clientCertificate(), clickhouse.clientKey());
    Optional<String> open =
        clickhouse.url().stream().filter(url -> !url.startsWith("https:")).findFirst();
    if (!files.isEmpty() && open.isPresent()) {
      return Optional.of(
          "caravan.deliver.clickhouse.url=%s is not encrypted, but a certificate is configured for it: begin it with https://, or remove the certificates"
              .formatted(open.get()));
    }
    return wrong("caravan.deliver.clickhouse.", files);
  }

  private static Optional<String> wrong(String prefix, PemFiles files) {
    if (files.certificate().isPresent() != files.key().isPresent()) {
      return Optional.of(
          "%sclient-certificate and %sclient-key belong together: set both or none"
              .formatted(prefix, prefix));
    }
    return unusable(prefix + "ca-certificate", files.ca(), PemFiles::certificates)
        .or(
            () ->
                unusable(
                    prefix + "client-certificate", files.certificate(), PemFiles::certificates))
        .or(() -> unusable(prefix + "client-key", files.key(), PemFiles::key));
  }

  private static Optional<String> unusable(String key, Optional<Path> file, Reading reading) {
    if (file.isEmpty()) {
      return Optional.empty();
    }
    try {
      reading.read(file.get());
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.of("%s names %s, which does not exist".formatted(key, file.get()));
    } catch (IOException e) {
      return Optional.of(
          "%s names %s, which can't be used: %s".formatted(key, file.get(), e.getMessage()));
    }
  }

  /** Reads a file, or throws. */
  private interface Reading {
    Object read(Path file) throws IOException;
  }
}

package dev.caravan.capture.election;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.security.PemFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads and writes one Lease over Kubernetes' API, with the rights of the pod's service account. A
 * client of all of Kubernetes would be larger than the rest of the capture.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/lease-v1/">Lease</a>
 */
final class LeaseApi {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int FORBIDDEN = 403;
  private static final int FIRST_ERROR = 300;

  private final URI leases;
  private final String name;
  private final Path token;
  private final Duration limit;
  private final HttpClient client;

  /**
   * @param server {@code https://host:port}
   * @param authority PEM file of whom to trust; whom the JDK trusts where there is none
   * @param token file of what to log in with, read for each request, for it is replaced now and
   *     then; nobody logs in where there is none
   * @param limit how long a request may take
   * @throws IOException when the authority's file can't be read
   * @throws IllegalArgumentException when the server is no address of that kind
   */
  LeaseApi(URI server, Path authority, Path token, String namespace, String name, Duration limit)
      throws IOException {
    if (!"http".equals(server.getScheme()) && !"https".equals(server.getScheme())) {
      throw new IllegalArgumentException("it must read https://host:port");
    }
    this.leases =
        server.resolve("/apis/coordination.k8s.io/v1/namespaces/" + namespace + "/leases");
    this.name = name;
    this.token = token;
    this.limit = limit;
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(limit);
    if (Files.exists(authority)) {
      builder.sslContext(
          new PemFiles(Optional.of(authority), Optional.empty(), Optional.empty()).context());
    }
    this.client = builder.build();
  }

  /** The Lease, or nothing when there is none of the name. */
  Optional<Lease> get() throws IOException, InterruptedException {
    HttpResponse<byte[]> response = send(request(one()).GET());
    return response.statusCode() == NOT_FOUND
        ? Optional.empty()
        : Optional.of(Lease.of(JSON.readTree(checked(response).body())));
  }

  /**
   * Writes it as it is now, if nobody has written it since it was read.
   *
   * @return whether it was written
   */
  boolean put(Lease lease) throws IOException, InterruptedException {
    byte[] body = JSON.writeValueAsBytes(lease.json());
    HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.ofByteArray(body);
    HttpResponse<byte[]> response =
        send(lease.isNew() ? request(leases).POST(publisher) : request(one()).PUT(publisher));
    if (response.statusCode() == CONFLICT) {
      return false;
    }
    checked(response);
    return true;
  }

  private URI one() {
    return URI.create(leases + "/" + name);
  }

  private HttpRequest.Builder request(URI uri) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(limit)
            .header("Accept", "application/json")
            .header("Content-Type", "application/json");
    if (Files.exists(token)) {
      request.header("Authorization", "Bearer " + Files.readString(token).strip());
    }
    return request;
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private HttpResponse<byte[]> checked(HttpResponse<byte[]> response) throws IOException {
    if (response.statusCode() < FIRST_ERROR) {
      return response;
    }
    String why = "HTTP " + response.statusCode() + message(response.body());
    throw new IOException(
        response.statusCode() == FORBIDDEN
            ? why
                + ": let the pod's service account get, create and update leases.coordination.k8s.io"
            : why);
  }

  private static String message(byte[] body) {
    try {
      JsonNode message = JSON.readTree(body).path("message");
      return message.isTextual() ? ", " + message.asText() : "";
    } catch (IOException e) {
      return "";
    }
  }
}

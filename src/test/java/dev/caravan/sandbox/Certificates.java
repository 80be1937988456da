package dev.caravan.sandbox;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.concurrent.ThreadLocalRandom;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * An authority of a sandbox's own and what it signed, as files, made anew for each sandbox: a
 * server named {@code localhost}, which is not called {@code 127.0.0.1}, and a client. And a
 * stranger, an authority nobody trusts with a client of its own.
 */
public final class Certificates {

  private static final int KEY_BITS = 2048;

  private final Path folder;

  Certificates(Path folder) {
    this.folder = folder;
    try {
      KeyPair authority = authority("authority");
      sign("server", "localhost", "authority", authority, false);
      sign("client", "caravan", "authority", authority, false);
      sign("stranger-client", "caravan", "stranger", authority("stranger"), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  public Path authority() {
    return folder.resolve("authority.crt");
  }

  /** An authority that signed nothing of the engines'. */
  public Path stranger() {
    return folder.resolve("stranger.crt");
  }

  public Path server() {
    return folder.resolve("server.crt");
  }

  public Path serverKey() {
    return folder.resolve("server.key");
  }

  public Path client() {
    return folder.resolve("client.crt");
  }

  public Path clientKey() {
    return folder.resolve("client.key");
  }

  /** The client's key as PostgreSQL's JDBC driver wants it: PKCS#8 in DER. */
  public Path clientKeyDer() {
    return folder.resolve("client.pk8");
  }

  private KeyPair authority(String name)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPair keys = keys();
    write(name, name, name, keys, keys, true);
    return keys;
  }

  private void sign(String file, String name, String issuer, KeyPair authority, boolean ca)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    write(file, name, issuer, keys(), authority, ca);
  }

  private void write(
      String file, String name, String issuer, KeyPair keys, KeyPair signer, boolean authority)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + issuer),
            BigInteger.valueOf(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE)),
            Date.from(now.minus(1, ChronoUnit.HOURS)),
            Date.from(now.plus(1, ChronoUnit.DAYS)),
            new X500Name("CN=" + name),
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
    var signature = new JcaContentSignerBuilder("SHA256withRSA").build(signer.getPrivate());
    Files.writeString(folder.resolve(file + ".crt"), pem(builder.build(signature)));
    Files.writeString(
        folder.resolve(file + ".key"), pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
    Files.write(folder.resolve(file + ".pk8"), keys.getPrivate().getEncoded());
  }

  private static KeyPair keys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(KEY_BITS);
    return generator.generateKeyPair();
  }

  private static String pem(Object object) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }
}

package dev.caravan.deliver.projection;

import dev.caravan.deliver.option.Salt;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes the texts of values: 64 hex digits, equal for equal texts under one salt. Not for several
 * threads.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2104">HMAC</a>
 */
final class ColumnHash {

  private static final String ALGORITHM = "HmacSHA256";
  private final Mac mac;

  ColumnHash(Salt salt) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(salt.bytes(), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  /**
   * The hash of a text.
   *
   * @param binary the text in RowBinary, led by its length
   */
  String of(byte[] binary) {
    int start = 0;
    while (binary[start] < 0) {
      start++;
    }
    start++;
    mac.update(binary, start, binary.length - start);
    return HexFormat.of().formatHex(mac.doFinal());
  }
}

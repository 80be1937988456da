package dev.caravan.sandbox;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Has the engine of chdb's library tell Keeper an address of its own, without which its replicated
 * tables stay read-only: a server has a setting for that, which the library does not read. In the
 * one version of the library for which the place is known, the function that tells the address is
 * replaced in memory by one that tells 127.0.0.1. Nothing listens there, so that one replica alone
 * can be had.
 */
final class ReplicaAddress {

  /** From where the engine's entrance is. */
  private static final long DISTANCE = 0x1417c9c0L - 0xf211700L;

  /** How the function begins. */
  private static final byte[] KNOWN =
      HexFormat.of().parseHex("415653" + "4883ec48" + "4c8b36" + "490fbe8e67010000" + "4885c9");

  private static final String HOST = "127.0.0.1";
  private static final short PORT = 9009;
  private static final int TEXT_BYTES = 24;
  private static final long PAGE = 4096;
  private static final int READ_WRITE_EXECUTE = 7;

  private ReplicaAddress() {}

  /** Does nothing in a library in which the function is not where it is expected. */
  static void tell(NativeLibrary chdb) {
    Pointer function = chdb.getFunction("chdb_query_cmdline").share(DISTANCE);
    if (!Arrays.equals(function.getByteArray(0, KNOWN.length), KNOWN)) {
      return;
    }
    byte[] code = code();
    long page = Pointer.nativeValue(function) & -PAGE;
    int refused =
        NativeLibrary.getInstance("c")
            .getFunction("mprotect")
            .invokeInt(new Object[] {new Pointer(page), 2 * PAGE, READ_WRITE_EXECUTE});
    if (refused == 0) {
      function.write(0, code, 0, code.length);
    }
  }

  /** Fills the text and the number that the caller made room for, as the engine lays them out. */
  private static byte[] code() {
    byte[] text = new byte[TEXT_BYTES];
    byte[] host = HOST.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(host, 0, text, 0, host.length);
    text[TEXT_BYTES - 1] = (byte) host.length;
    ByteBuffer code = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < TEXT_BYTES; at += Long.BYTES) {
      // mov rax, text; mov [rdi + at], rax
      code.put((byte) 0x48).put((byte) 0xb8).put(text, at, Long.BYTES);
      code.put((byte) 0x48).put((byte) 0x89).put((byte) 0x47).put((byte) at);
    }
    // mov word [rdi + 24], port; mov rax, rdi; ret
    code.put((byte) 0x66).put((byte) 0xc7).put((byte) 0x47).put((byte) TEXT_BYTES).putShort(PORT);
    code.put((byte) 0x48).put((byte) 0x89).put((byte) 0xf8).put((byte) 0xc3);
    return Arrays.copyOf(code.array(), code.position());
  }
}

package dev.caravan.nativeimage;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * Implementations of LZ4, which its library finds by name. The library in C itself is a resource
 * named in {@code application.properties}.
 */
@RegisterForReflection(
    classNames = {
      "net.jpountz.lz4.LZ4HCJNICompressor",
      "net.jpountz.lz4.LZ4HCJavaSafeCompressor",
      "net.jpountz.lz4.LZ4HCJavaUnsafeCompressor",
      "net.jpountz.lz4.LZ4JNI",
      "net.jpountz.lz4.LZ4JNICompressor",
      "net.jpountz.lz4.LZ4JNIFastDecompressor",
      "net.jpountz.lz4.LZ4JNISafeDecompressor",
      "net.jpountz.lz4.LZ4JavaSafeCompressor",
      "net.jpountz.lz4.LZ4JavaSafeFastDecompressor",
      "net.jpountz.lz4.LZ4JavaSafeSafeDecompressor",
      "net.jpountz.lz4.LZ4JavaUnsafeCompressor",
      "net.jpountz.lz4.LZ4JavaUnsafeFastDecompressor",
      "net.jpountz.lz4.LZ4JavaUnsafeSafeDecompressor",
      "net.jpountz.util.Native",
      "net.jpountz.xxhash.StreamingXXHash32JNI$Factory",
      "net.jpountz.xxhash.StreamingXXHash32JavaSafe$Factory",
      "net.jpountz.xxhash.StreamingXXHash32JavaUnsafe$Factory",
      "net.jpountz.xxhash.StreamingXXHash64JNI$Factory",
      "net.jpountz.xxhash.StreamingXXHash64JavaSafe$Factory",
      "net.jpountz.xxhash.StreamingXXHash64JavaUnsafe$Factory",
      "net.jpountz.xxhash.XXHash32JNI",
      "net.jpountz.xxhash.XXHash32JavaSafe",
      "net.jpountz.xxhash.XXHash32JavaUnsafe",
      "net.jpountz.xxhash.XXHash64JNI",
      "net.jpountz.xxhash.XXHash64JavaSafe",
      "net.jpountz.xxhash.XXHash64JavaUnsafe",
      "net.jpountz.xxhash.XXHashJNI",
    })
final class Lz4Classes {

  private Lz4Classes() {}
}

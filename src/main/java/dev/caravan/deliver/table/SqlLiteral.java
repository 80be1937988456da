package dev.caravan.deliver.table;

import static dev.caravan.deliver.table.TargetName.literal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one value of RowBinary and writes it as SQL, to the last digit. */
final class SqlLiteral {

  private static final Pattern NAME = Pattern.compile("(\\w+)(?:\\((.*)\\))?");
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

  private final ByteBuffer value;

  SqlLiteral(byte[] value) {
    this.value = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The value read as one of the given type. */
  String of(String type) {
    return isNull(type) ? "CAST(NULL, " + literal(type) + ")" : cast(plain(type), type);
  }

  private static String cast(String expression, String type) {
    return "CAST(" + expression + ", " + literal(type) + ")";
  }

  /** Takes the byte that says so; a type without room for NULL has none. */
  private boolean isNull(String type) {
    return type.contains("Nullable(") && !type.startsWith("Array(") && value.get() == 1;
  }

  private String plain(String type) {
    Matcher name = NAME.matcher(type);
    if (!name.matches()) {
      throw new IllegalArgumentException(type + " is no type of ClickHouse's");
    }
    String inner = name.group(2);
    return switch (name.group(1)) {
      case "Nullable", "LowCardinality" -> plain(inner);
      case "Array" -> array(inner);
      case "Bool" -> value.get() == 1 ? "true" : "false";
      case "Float32" -> real(value.getFloat());
      case "Float64" -> real(value.getDouble());
      case "Decimal" -> decimal(inner.split(", ?"));
      case "UUID" -> literal(new UUID(value.getLong(), value.getLong()).toString());
      case "Date32" -> literal(LocalDate.ofEpochDay(value.getInt()).toString());
      case "DateTime64" -> ticks(inner.charAt(0) - '0');
      case "String", "JSON" -> text();
      default -> integer(type);
    };
  }

  private String array(String element) {
    List<String> elements = new ArrayList<>();
    for (int count = varint(); count > 0; count--) {
      elements.add(of(element));
    }
    return elements.toString();
  }

  private String integer(String type) {
    Matcher bits = Pattern.compile("U?Int(\\d+)").matcher(type);
    if (!bits.matches()) {
      throw new IllegalArgumentException("no value of " + type + " can be written as SQL");
    }
    return "'" + whole(Integer.parseInt(bits.group(1)) / Byte.SIZE) + "'";
  }

  private String decimal(String[] precisionAndScale) {
    int precision = Integer.parseInt(precisionAndScale[0]);
    int bytes = precision <= 9 ? 4 : precision <= 18 ? 8 : precision <= 38 ? 16 : 32;
    BigDecimal number = new BigDecimal(whole(bytes), Integer.parseInt(precisionAndScale[1]));
    return "'" + number.toPlainString() + "'";
  }

  private BigInteger whole(int bytes) {
    byte[] bigEndian = new byte[bytes];
    for (int i = bytes - 1; i >= 0; i--) {
      bigEndian[i] = value.get();
    }
    return new BigInteger(bigEndian);
  }

  /** As a number, which ClickHouse reads exactly, unlike a text it casts. */
  private static String real(double number) {
    if (Double.isNaN(number)) {
      return "nan";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    return Double.toString(number);
  }

  private String ticks(int digits) {
    long perSecond = BigInteger.TEN.pow(digits).longValue();
    long ticks = value.getLong();
    LocalDateTime second =
        LocalDateTime.ofEpochSecond(Math.floorDiv(ticks, perSecond), 0, ZoneOffset.UTC);
    String fraction =
        digits == 0
            ? ""
            : "." + Long.toString(perSecond + Math.floorMod(ticks, perSecond)).substring(1);
    return cast(literal(SECONDS.format(second) + fraction), "DateTime64(" + digits + ", 'UTC')");
  }

  private String text() {
    byte[] bytes = new byte[varint()];
    value.get(bytes);
    try {
      return literal(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return "unhex('" + HexFormat.of().formatHex(bytes) + "')";
    }
  }

  private int varint() {
    int number = 0;
    for (int shift = 0; ; shift += 7) {
      int next = value.get();
      number |= (next & 0x7F) << shift;
      if (next >= 0) {
        return number;
      }
    }
  }
}

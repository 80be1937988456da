package dev.caravan.pipeline;

import java.util.List;
import java.util.stream.Stream;

/** Every type, with its extremes as far as ClickHouse's default type holds them. */
final class TypeCases {

  /** What the types need; all of it PostgreSQL's own but hstore, an extension. */
  static final String[] DEFINITIONS = {
    "CREATE EXTENSION IF NOT EXISTS hstore SCHEMA public",
    "CREATE TYPE inventory.mood AS ENUM ('sad', 'it''s ok', '😀')",
    "CREATE DOMAIN inventory.cents AS numeric(10,2)",
    "CREATE DOMAIN inventory.price AS inventory.cents CHECK (VALUE >= 0)",
    "CREATE DOMAIN inventory.digits AS int[]",
    "CREATE TYPE inventory.address AS (street text, number int)",
  };

  private static final String DIGITS_76 = "9".repeat(76);
  private static final String DIGITS_120 = "1234567890".repeat(12);

  private TypeCases() {}

  static List<TypeCase> all() {
    return Stream.of(numbers(), texts(), times(), structures(), arrays())
        .flatMap(List::stream)
        .toList();
  }

  private static List<TypeCase> numbers() {
    return List.of(
        TypeCase.of("smallint").is("0").is("-32768").is("32767"),
        TypeCase.of("int").is("0").is("-2147483648").is("2147483647"),
        TypeCase.of("bigint").is("0").is("-9223372036854775808").is("9223372036854775807"),
        TypeCase.of("oid").is("0").is("4294967295"),
        TypeCase.of("real")
            .is("0")
            .is("NaN", "nan")
            .is("Infinity", "inf")
            .is("-Infinity", "-inf")
            .is("0.1")
            .is("3.4028235e38")
            .is("1e-45"),
        TypeCase.of("double precision")
            .is("0")
            .is("NaN", "nan")
            .is("Infinity", "inf")
            .is("-Infinity", "-inf")
            .is("0.1")
            .is("1.7976931348623157e308")
            .is("5e-324"),
        TypeCase.of("numeric(12,2)").is("0").is("-9999999999.99").is("1.50", "1.5"),
        TypeCase.of("numeric(38,38)")
            .is("0")
            .is("0.12345678901234567890123456789012345678")
            .is("-0.99999999999999999999999999999999999999"),
        TypeCase.of("numeric(76,0)").is("0").is(DIGITS_76).is("-" + DIGITS_76),
        TypeCase.of("numeric(100,10)").is("0", "0.0000000000").is("9".repeat(90) + ".1234567891"),
        TypeCase.of("numeric(5,-2)").is("0").is("12345", "12300").is("-9999900"),
        TypeCase.of("numeric(3,5)").is("0", "0.00000").is("0.00123").is("-0.00999"),
        TypeCase.of("numeric")
            .is("0")
            .is("1.50")
            .is("NaN")
            .is("Infinity")
            .is("-Infinity")
            .is(DIGITS_120 + "." + DIGITS_120)
            .is(
                "-0.000000000000000000000000000000000000000000000000000000000000000000000000000001"),
        TypeCase.of("money")
            .is("0", "0")
            .is("-92233720368547758.08")
            .is("92233720368547758.07")
            .is("1234.50", "1234.5"),
        TypeCase.of("boolean").is("f", "false").is("t", "true"),
        TypeCase.of("inventory.price").is("0").is("99999999.99").is("7.10", "7.1"));
  }

  private static List<TypeCase> texts() {
    return List.of(
        TypeCase.of("text")
            .is("")
            .is("NULL")
            .is("\\N")
            .is("tab\tnew\nline\rreturn \"quoted\" back\\slash 'single'")
            .is("🚚 4-byte, ä, Ω, \u0001 control \u007f")
            .is("\\x00ff")
            .is("__debezium_unavailable")
            .is("x".repeat(100_000)),
        TypeCase.of("varchar(10)").is("").is("äöü🚚567890"),
        TypeCase.of("char(5)").is("", "     ").is("ab", "ab   "),
        TypeCase.of("\"char\"").is("").is("x"),
        TypeCase.of("name").is("").is("a name"),
        TypeCase.of("bytea")
            .is("", "")
            .is("\\x00ff", "00FF")
            .is("\\x27225c0a0d0900", "27225C0A0D0900")
            .asked("hex(%s)"),
        TypeCase.of("uuid")
            .is("00000000-0000-0000-0000-000000000000")
            .is("ffffffff-ffff-ffff-ffff-ffffffffffff")
            .is("0B5E3C0A-5A3C-4B43-9F51-0F5C6C1A2B3D", "0b5e3c0a-5a3c-4b43-9f51-0f5c6c1a2b3d"),
        TypeCase.of("json")
            .is("null")
            .is("{\"b\": 1.0,  \"a\": [null, 12345678901234567890.123456789], \"b\": {\"c\": 1e3}}")
            .is("\"😀 \\u00e4\""),
        TypeCase.of("jsonb")
            .is("null")
            .is(
                "{\"b\":1.00,\"a\":[null,{\"x\":12345678901234567890.123456789}]}",
                "{\"a\": [null, {\"x\": 12345678901234567890.123456789}], \"b\": 1.00}")
            .is("[]"),
        TypeCase.of("xml").is("").is("<a b=\"c\">&lt; ä</a>"),
        TypeCase.of("inventory.mood").is("sad").is("it's ok").is("😀"));
  }

  private static List<TypeCase> times() {
    return List.of(
        TypeCase.of("date").is("1970-01-01").is("1900-01-01").is("2299-12-31"),
        TypeCase.of("time")
            .is("00:00:00")
            .is("24:00:00")
            .is("23:59:59.999999")
            .is("12:34:56.7")
            .is("00:00:00.000001"),
        TypeCase.of("time(0)").is("00:00:00").is("23:59:59"),
        TypeCase.of("timetz").is("00:00:00+00").is("23:59:59.999999-15:59:59").is("09:30:00+05:30"),
        TypeCase.of("timestamp")
            .is("1970-01-01", "1970-01-01 00:00:00.000000")
            .is("1900-01-01 00:00:00", "1900-01-01 00:00:00.000000")
            .is("2299-12-31 23:59:59.999999")
            .is("1969-12-31 23:59:59.999999"),
        TypeCase.of("timestamp(0)")
            .is("1970-01-01", "1970-01-01 00:00:00.000000")
            .is("2026-11-23 09:30:00.5", "2026-11-23 09:30:01.000000"),
        TypeCase.of("timestamp(3)")
            .is("1970-01-01", "1970-01-01 00:00:00.000000")
            .is("2026-11-23 09:30:00.123", "2026-11-23 09:30:00.123000"),
        TypeCase.of("timestamptz")
            .is("1970-01-01 00:00:00+00", "1970-01-01 00:00:00.000000")
            .is("2026-11-23 09:30:00.25+05:30", "2026-11-23 04:00:00.250000")
            .is("1900-01-01 00:00:00+00", "1900-01-01 00:00:00.000000")
            .is("2299-12-31 23:59:59.999999+00", "2299-12-31 23:59:59.999999"),
        TypeCase.of("timestamptz(0)")
            .is("1970-01-01 00:00:00+00", "1970-01-01 00:00:00.000000")
            .is("2026-07-01 12:00:00-03", "2026-07-01 15:00:00.000000"),
        TypeCase.of("interval")
            .is("0", "00:00:00")
            .is("1 year 2 mons -3 days +04:05:06.789", "1 year 2 mons -3 days +04:05:06.789")
            .is("-178000000 years")
            .is("-00:00:00.000001"));
  }

  private static List<TypeCase> structures() {
    return List.of(
        TypeCase.of("inventory.address")
            .is("(,)")
            .is("(\"a \"\"b\"\"\\\\\",1)", "(\"a \"\"b\"\"\\\\\",1)")
            .is("(\"\",-1)"),
        TypeCase.of("public.hstore")
            .is("")
            .is("\"a b\"=>NULL, \"c\"=>\"\\\"\"", "\"c\"=>\"\\\"\", \"a b\"=>NULL"),
        TypeCase.of("inet").is("0.0.0.0").is("192.168.0.1/24").is("::1").is("2001:db8::/32"),
        TypeCase.of("cidr").is("0.0.0.0/0").is("10.0.0.0/8").is("2001:db8::/32"),
        TypeCase.of("macaddr").is("00:00:00:00:00:00").is("08:00:2b:01:02:03"),
        TypeCase.of("macaddr8").is("00:00:00:00:00:00:00:00").is("08:00:2b:01:02:03:04:05"),
        TypeCase.of("bit(1)").is("0").is("1"),
        TypeCase.of("bit(70)").is("0".repeat(70)).is("10".repeat(35)),
        TypeCase.of("varbit").is("").is("1010"),
        TypeCase.of("int4range").is("empty").is("[1,6)").is("(,)"),
        TypeCase.of("numrange").is("empty").is("(1.50,2.5]"),
        TypeCase.of("tstzrange")
            .is("empty")
            .is("[\"2026-01-01 01:00:00+01\",infinity)", "[\"2026-01-01 00:00:00+00\",infinity)"),
        TypeCase.of("int4multirange").is("{}").is("{[1,3),[5,7)}"),
        TypeCase.of("tsvector").is("").is("'a':1A 'fat':2 'it''s'"),
        TypeCase.of("tsquery").is("").is("'fat' & 'rat'"),
        TypeCase.of("point").is("(0,0)").is("(1.5,-2)").is("(NaN,Infinity)"),
        TypeCase.of("box").is("(0,0),(0,0)").is("(3,4),(1,2)"),
        TypeCase.of("polygon").is("((0,0))").is("((0,0),(1,1),(2,0))"),
        TypeCase.of("circle").is("<(0,0),0>").is("<(1,2),3>"),
        TypeCase.of("pg_lsn").is("0/0").is("16/B374D848"));
  }

  private static List<TypeCase> arrays() {
    return List.of(
        TypeCase.of("int[]").is("{}", "{}", "[]").is("{1,NULL,-3}", "{1,NULL,-3}", "[1,NULL,-3]"),
        TypeCase.of("bigint[]")
            .is("{}", "{}", "[]")
            .is("{9223372036854775807}", "{9223372036854775807}", "[9223372036854775807]"),
        TypeCase.of("text[]")
            .is("{}", "{}", "[]")
            .is(
                "{a,\"b c\",\"\",NULL,\"NULL\",\"q\\\"\\\\,\"}",
                "{a,\"b c\",\"\",NULL,\"NULL\",\"q\\\"\\\\,\"}",
                "['a','b c','',NULL,'NULL','q\"\\\\,']"),
        TypeCase.of("varchar(5)[]").is("{}", "{}", "[]").is("{ab}", "{ab}", "['ab']"),
        TypeCase.of("numeric(10,2)[]")
            .is("{}", "{}", "[]")
            .is("{1.50,-99999999.99}", "{1.50,-99999999.99}", "[1.5,-99999999.99]"),
        TypeCase.of("numeric[]")
            .is("{}", "{}", "[]")
            .is("{1.50,NaN}", "{1.50,NaN}", "['1.50','NaN']"),
        TypeCase.of("double precision[]")
            .is("{}", "{}", "[]")
            .is("{NaN,-Infinity,0.1}", "{NaN,-Infinity,0.1}", "[nan,-inf,0.1]"),
        TypeCase.of("boolean[]")
            .is("{}", "{}", "[]")
            .is("{t,f,NULL}", "{t,f,NULL}", "[true,false,NULL]"),
        TypeCase.of("date[]")
            .is("{}", "{}", "[]")
            .is(
                "{1900-01-01,2299-12-31}",
                "{1900-01-01,2299-12-31}",
                "['1900-01-01','2299-12-31']"),
        TypeCase.of("time[]").is("{}", "{}", "[]").is("{24:00:00}", "{24:00:00}", "['24:00:00']"),
        TypeCase.of("timestamp[]")
            .is("{}", "{}", "[]")
            .is(
                "{\"2026-11-23 09:30:00.5\"}",
                "{\"2026-11-23 09:30:00.5\"}",
                "['2026-11-23 09:30:00.500000']"),
        TypeCase.of("timestamptz[]")
            .is("{}", "{}", "[]")
            .is(
                "{\"2026-11-23 09:30:00+01\",NULL}",
                "{\"2026-11-23 08:30:00+00\",NULL}",
                "['2026-11-23 08:30:00.000000',NULL]"),
        TypeCase.of("uuid[]")
            .is("{}", "{}", "[]")
            .is(
                "{0b5e3c0a-5a3c-4b43-9f51-0f5c6c1a2b3d}",
                "{0b5e3c0a-5a3c-4b43-9f51-0f5c6c1a2b3d}",
                "['0b5e3c0a-5a3c-4b43-9f51-0f5c6c1a2b3d']"),
        TypeCase.of("bytea[]")
            .is("{}", "{}", "[]")
            .is("{\"\\\\x4142\"}", "{\"\\\\x4142\"}", "['AB']"),
        TypeCase.of("jsonb[]")
            .is("{}", "{}", "[]")
            .is("{\"{\\\"a\\\": 1}\"}", "{\"{\\\"a\\\": 1}\"}", "['{\"a\": 1}']"),
        TypeCase.of("inventory.mood[]")
            .is("{}", "{}", "[]")
            .is("{sad,\"it's ok\"}", "{sad,\"it's ok\"}", "['sad','it\\'s ok']"),
        TypeCase.of("inventory.price[]").is("{}", "{}", "[]").is("{1.50}", "{1.50}", "[1.5]"),
        TypeCase.of("inventory.digits").is("{}", "{}", "[]").is("{1,2}", "{1,2}", "[1,2]"),
        TypeCase.of("interval[]")
            .is("{}", "{}", "[]")
            .is("{\"1 day\",00:00:01}", "{\"1 day\",00:00:01}", "['1 day','00:00:01']"),
        TypeCase.of("inet[]").is("{}", "{}", "[]").is("{10.0.0.1}", "{10.0.0.1}", "['10.0.0.1']"),
        TypeCase.of("bit(3)[]").is("{}", "{}", "[]").is("{101}", "{101}", "['101']"),
        TypeCase.of("money[]").is("{}", "{}", "[]").is("{$1.50}", "{$1.50}", "['$1.50']"),
        TypeCase.of("box[]")
            .is("{}", "{}", "[]")
            .is(
                "{(1,1),(0,0);(3,3),(2,2)}",
                "{(1,1),(0,0);(3,3),(2,2)}",
                "['(1,1),(0,0)','(3,3),(2,2)']"),
        TypeCase.of("int4range[]")
            .is("{}", "{}", "[]")
            .is("{\"[1,6)\"}", "{\"[1,6)\"}", "['[1,6)']"),
        TypeCase.of("inventory.address[]")
            .is("{}", "{}", "[]")
            .is("{\"(a,1)\"}", "{\"(a,1)\"}", "['(a,1)']"));
  }
}

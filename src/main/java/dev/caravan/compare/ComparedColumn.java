package dev.caravan.compare;

/** A column that both sides have. */
record ComparedColumn(String name, ValueKind kind, String clickHouseType) {

  String postgresName() {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  String clickHouseName() {
    return '`' + name.replace("\\", "\\\\").replace("`", "\\`") + '`';
  }
}

package dev.caravan.workload;

import dev.caravan.workload.Vocabulary.Category;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Rows that read like those of a real shop; the same seed gives the same rows in the same order.
 */
final class SampleData {

  private static final Instant OPENED = Instant.parse("2023-01-02T08:00:00Z");
  private static final long OPEN_MICROS = 3L * 365 * 24 * 3600 * 1_000_000;

  private final SplittableRandom random;

  SampleData(long seed) {
    this.random = new SplittableRandom(seed);
  }

  Customer customer() {
    String first = pick(Vocabulary.FIRST_NAMES);
    String last = pick(Vocabulary.LAST_NAMES);
    int number = random.nextInt(1, 1000);
    return new Customer(
        uuid(),
        first + " " + last,
        mailbox(first) + "." + mailbox(last) + number + "@example.com",
        chance(0.3) ? null : "+49 30 %07d".formatted(random.nextInt(10_000_000)),
        pick(Vocabulary.CITIES),
        chance(0.25) ? null : LocalDate.of(1940, 1, 1).plusDays(random.nextInt(24_000)),
        chance(0.4),
        chance(0.5) ? null : preferences(),
        moment());
  }

  Product product(int number) {
    Category category = pick(Vocabulary.CATEGORIES);
    String thing = pick(category.things());
    String material = pick(Vocabulary.MATERIALS);
    String sku =
        "%s-%05d".formatted(thing.substring(0, 3).toUpperCase(Locale.ROOT).strip(), number);
    return new Product(
        sku,
        material + " " + thing,
        category.name(),
        price(),
        chance(0.2) ? null : BigDecimal.valueOf(random.nextInt(50, 40_000), 3),
        chance(0.95),
        LocalDate.of(2015, 1, 1).plusDays(random.nextInt(4_000)),
        chance(0.2) ? null : attributes(),
        moment());
  }

  Stock stock(String warehouse, long productId) {
    LocalDateTime counted = LocalDateTime.ofInstant(moment(), ZoneOffset.UTC);
    return new Stock(
        warehouse,
        productId,
        random.nextInt(0, 500),
        random.nextInt(0, 20),
        chance(0.3) ? null : random.nextInt(5, 60),
        chance(0.2) ? null : counted.truncatedTo(ChronoUnit.MINUTES),
        moment());
  }

  /** An order of some time ago, in whatever state it has come to. */
  Order pastOrder(long customers, long products) {
    Instant ordered = moment();
    OrderStatus status = pick(OrderStatus.ALL);
    boolean shipped = status.isShipped();
    Instant shippedAt = shipped ? ordered.plusSeconds(random.nextInt(3_600, 300_000)) : null;
    return order(customers, products, status, ordered, shippedAt);
  }

  /** An order placed now. */
  Order newOrder(long customers, long products) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return order(customers, products, OrderStatus.NEW, now, null);
  }

  private Order order(
      long customers, long products, OrderStatus status, Instant ordered, Instant shippedAt) {
    int quantity = random.nextInt(1, 6);
    return new Order(
        uuid(),
        among(customers),
        among(products),
        warehouse(),
        quantity,
        price().multiply(BigDecimal.valueOf(quantity)),
        status.text(),
        chance(0.1),
        chance(0.8) ? null : pick(Vocabulary.NOTES),
        ordered,
        shippedAt,
        chance(0.3)
            ? null
            : ordered.atZone(ZoneOffset.UTC).toLocalDate().plusDays(random.nextInt(2, 15)));
  }

  String warehouse() {
    return pick(Vocabulary.WAREHOUSES);
  }

  BigDecimal price() {
    return BigDecimal.valueOf(random.nextInt(390, 49_990), 2);
  }

  /** A number from 1 to {@code count}. */
  long among(long count) {
    return random.nextLong(1, count + 1);
  }

  double fraction() {
    return random.nextDouble();
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  private UUID uuid() {
    long version4 = random.nextLong() & 0xffffffffffff0fffL | 0x4000L;
    long variant2 = random.nextLong() & 0x3fffffffffffffffL | 0x8000000000000000L;
    return new UUID(version4, variant2);
  }

  private Instant moment() {
    return OPENED.plus(random.nextLong(OPEN_MICROS), ChronoUnit.MICROS);
  }

  private String preferences() {
    return "{\"language\": \"%s\", \"channels\": [\"%s\"], \"maxMailsPerWeek\": %d}"
        .formatted(
            pick(List.of("de", "en", "fr", "pl")),
            pick(List.of("mail", "post", "sms")),
            random.nextInt(8));
  }

  private String attributes() {
    return "{\"colour\": \"%s\", \"size\": {\"width\": %d, \"height\": %d}, \"fragile\": %b}"
        .formatted(
            pick(Vocabulary.COLOURS), random.nextInt(5, 200), random.nextInt(5, 200), chance(0.3));
  }

  private <T> T pick(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  private static String mailbox(String name) {
    String plain = Normalizer.normalize(name.replace("ø", "o"), Normalizer.Form.NFD);
    return plain.replaceAll("[^A-Za-z]", "").toLowerCase(Locale.ROOT);
  }
}

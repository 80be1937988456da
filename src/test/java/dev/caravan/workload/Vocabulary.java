package dev.caravan.workload;

import java.util.List;

/** Words the sample data is made of. */
final class Vocabulary {

  static final List<String> FIRST_NAMES =
      List.of(
          "Ada",
          "Amélie",
          "Anna",
          "Arjun",
          "Beatriz",
          "Björn",
          "Chloé",
          "Daniel",
          "Elif",
          "Emma",
          "Fatima",
          "Felix",
          "Giulia",
          "Hannah",
          "Hiroshi",
          "Ingrid",
          "Ivan",
          "Jakub",
          "James",
          "Joana",
          "Kofi",
          "Lena",
          "Liam",
          "Lucía",
          "Maja",
          "Marco",
          "Mei",
          "Mohammed",
          "Nadia",
          "Nora",
          "Oliver",
          "Paul",
          "Priya",
          "Rosa",
          "Samuel",
          "Sofia",
          "Søren",
          "Thabo",
          "Yusuf",
          "Zofia");

  static final List<String> LAST_NAMES =
      List.of(
          "Andersen",
          "Bauer",
          "Bianchi",
          "Brown",
          "Costa",
          "Dubois",
          "Eriksson",
          "Ferreira",
          "Fischer",
          "García",
          "Haddad",
          "Hoffmann",
          "Ito",
          "Jansen",
          "Johnson",
          "Kaya",
          "Keller",
          "Khan",
          "Kowalski",
          "Larsen",
          "Lefèvre",
          "Li",
          "Lindqvist",
          "Marino",
          "Mbeki",
          "Meyer",
          "Moreau",
          "Müller",
          "Nováková",
          "Okafor",
          "O'Brien",
          "Patel",
          "Petrov",
          "Rossi",
          "Santos",
          "Schmidt",
          "Smith",
          "Tanaka",
          "van Dijk",
          "Weber");

  static final List<String> CITIES =
      List.of(
          "Amsterdam",
          "Athens",
          "Barcelona",
          "Bergen",
          "Berlin",
          "Bristol",
          "Brno",
          "Copenhagen",
          "Dublin",
          "Genoa",
          "Gothenburg",
          "Graz",
          "Hamburg",
          "Kraków",
          "Lisbon",
          "Ljubljana",
          "Lyon",
          "Malmö",
          "Marseille",
          "Munich",
          "Nantes",
          "Porto",
          "Prague",
          "Riga",
          "Rotterdam",
          "Seville",
          "Tallinn",
          "Turin",
          "Utrecht",
          "Vienna",
          "Vilnius",
          "Zürich");

  static final List<String> WAREHOUSES = List.of("Hamburg", "Leeds", "Lyon", "Rotterdam");

  static final List<String> MATERIALS =
      List.of(
          "Ash",
          "Bamboo",
          "Beech",
          "Birch",
          "Brass",
          "Canvas",
          "Ceramic",
          "Copper",
          "Cork",
          "Cotton",
          "Enamel",
          "Felt",
          "Glass",
          "Leather",
          "Linen",
          "Oak",
          "Porcelain",
          "Rattan",
          "Steel",
          "Walnut",
          "Wool");

  /** A category and the things it sells. */
  record Category(String name, List<String> things) {}

  static final List<Category> CATEGORIES =
      List.of(
          new Category("Kitchen", List.of("Bowl", "Carafe", "Mug", "Pan", "Pepper Mill", "Teapot")),
          new Category("Lighting", List.of("Desk Lamp", "Floor Lamp", "Lantern", "Pendant Light")),
          new Category(
              "Furniture", List.of("Armchair", "Bench", "Bookcase", "Side Table", "Stool")),
          new Category("Textiles", List.of("Blanket", "Cushion", "Rug", "Tablecloth", "Throw")),
          new Category("Storage", List.of("Basket", "Box", "Coat Rack", "Crate", "Tray")));

  static final List<String> COLOURS =
      List.of("black", "blue", "green", "grey", "natural", "red", "sand", "white");

  static final List<String> NOTES =
      List.of(
          "Please leave with the neighbour.",
          "Ring twice, the bell is quiet.",
          "Gift wrap, please; no invoice in the parcel.",
          "Deliver after 18:00.",
          "Second floor, no lift.",
          "Call before delivery: \"we're out most mornings\"",
          "Fragile!\tHandle with care.\nThank you.",
          "");

  private Vocabulary() {}
}

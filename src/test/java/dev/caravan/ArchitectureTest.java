package dev.caravan;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls of the house. */
@AnalyzeClasses(packages = "dev.caravan", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule CAPTURE_AND_DELIVER_MEET_ONLY_IN_KAFKA =
      noClasses()
          .that()
          .resideInAPackage("..capture..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.caravan.deliver..");

  @ArchTest
  static final ArchRule DELIVER_DOES_NOT_KNOW_CAPTURE =
      noClasses()
          .that()
          .resideInAPackage("..deliver..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.caravan.capture..");

  @ArchTest
  static final ArchRule DELIVER_DOES_NOT_KNOW_DEBEZIUM =
      noClasses()
          .that()
          .resideInAPackage("..deliver..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.debezium..", "org.apache.kafka.connect..");

  @ArchTest
  static final ArchRule CHANGES_ARE_PLAIN_VALUES =
      noClasses()
          .that()
          .resideInAPackage("..change..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.camel..",
              "org.apache.kafka..",
              "io.quarkus..",
              "java.sql..",
              "java.net..",
              "java.nio.file..");

  @ArchTest
  static final ArchRule STAGES_DO_NOT_KNOW_WHO_OPERATES_THEM =
      noClasses()
          .that()
          .resideInAnyPackage("..capture..", "..deliver..", "..change..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.caravan.operate..", "dev.caravan.control..");

  @ArchTest
  static final ArchRule HTTP_IS_SPOKEN_BY_THE_CONTROL_ALONE =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.caravan.control..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy..");

  @ArchTest
  static final ArchRule THE_COMPARISON_TRUSTS_NOBODY =
      noClasses()
          .that()
          .resideInAPackage("..compare..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.caravan.capture..",
              "dev.caravan.deliver..",
              "dev.caravan.operate..",
              "dev.caravan.control..",
              "io.debezium..",
              "io.quarkus..",
              "org.apache.camel..",
              "org.apache.kafka..",
              "com.clickhouse..");

  @ArchTest
  static final ArchRule THE_COMMAND_LINE_KNOWS_NOTHING_BUT_HTTP =
      noClasses()
          .that()
          .resideInAPackage("dev.caravan.ctl..")
          .should()
          .dependOnClassesThat(
              JavaClass.Predicates.resideInAPackage("dev.caravan..")
                  .and(JavaClass.Predicates.resideOutsideOfPackage("dev.caravan.ctl.."))
                  .or(
                      JavaClass.Predicates.resideInAnyPackage(
                          "io.quarkus..",
                          "org.apache.camel..",
                          "org.apache.kafka..",
                          "com.clickhouse..")));

  @ArchTest
  static final ArchRule SIGNALS_KNOW_NO_STAGE =
      noClasses()
          .that()
          .resideInAPackage("dev.caravan.signal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.caravan.capture..",
              "dev.caravan.deliver..",
              "dev.caravan.operate..",
              "dev.caravan.control..",
              "dev.caravan.routes..");

  @ArchTest
  static final ArchRule NO_CIRCLES =
      slices().matching("dev.caravan.(*)..").should().beFreeOfCycles();
}

package dev.prejoin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The rooms and their arrows, as docs/DESIGN.md draws them. */
@AnalyzeClasses(packages = "dev.prejoin", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "dev.prejoin.";

  @ArchTest
  static final ArchRule onlyCaptureKnowsDebezium =
      onlyIn("capture", "io.debezium..", "say what you need in capture's own words");

  @ArchTest
  static final ArchRule onlyTopologyKnowsKafkaStreams =
      onlyIn("topology", "org.apache.kafka.streams..", "put the operator into topology");

  @ArchTest
  static final ArchRule onlyTheWarehouseKnowsTheClickHouseClient =
      onlyIn("sink.clickhouse", "com.clickhouse..", "add a query class to sink.clickhouse");

  @ArchTest
  static final ArchRule onlyPictureKnowsTheLayoutOfGraphs =
      onlyIn("picture", "org.eclipse.elk..", "let picture draw it");

  @ArchTest
  static final ArchRule onlyConsoleKnowsHttpServing =
      onlyIn("console", "io.javalin..", "add a route to console");

  @ArchTest
  static final ArchRule onlyTheCommandLineKnowsPicocli =
      onlyIn("cli", "picocli..", "throw a ProblemException and let cli print it");

  @ArchTest
  static final ArchRule planHasNoKafkaInIt =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "plan..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..")
          .because("a plan also becomes SQL; what is Kafka's belongs to topology");

  @ArchTest
  static final ArchRule onlyTheCommandLineReachesSpecs =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + "cli..", ROOT + "spec..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "spec..")
          .because("a spec judges what the other rooms do; none of them may need it");

  @ArchTest
  static final ArchRule onlyTheCommandLineReachesDemoAndProof =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ROOT + "cli..", ROOT + "devstack..", ROOT + "generate..", ROOT + "proof..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ROOT + "devstack..", ROOT + "generate..", ROOT + "proof..")
          .because("a run against one's own servers needs none of them");

  @ArchTest
  static final ArchRule theOracleSharesNoCodeWithWhatItJudges =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "proof..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + "plan..",
              ROOT + "definition..",
              ROOT + "topology..",
              ROOT + "sink..",
              ROOT + "capture..",
              ROOT + "app..")
          .because("a mistake in both would go unseen; ask ClickHouse itself");

  @ArchTest
  static final ArchRule rolesMeetOnlyInApp =
      slices()
          .matching(ROOT + "(capture|topology|sink|console)..")
          .should()
          .notDependOnEachOther()
          .because("Kafka is all they share; app hands them what else they need");

  @ArchTest
  static final ArchRule arrowsNeverRunBack =
      slices()
          .matching(ROOT + "(*)..")
          .should()
          .beFreeOfCycles()
          .because("move what both need to the room below, or hand it in from app");

  private static ArchRule onlyIn(String room, String library, String wayOut) {
    return noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .because(wayOut);
  }
}

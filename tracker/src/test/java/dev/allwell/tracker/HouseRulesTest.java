package dev.allwell.tracker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What keeps the tracker small enough to be carried by everybody.
class HouseRulesTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.allwell.tracker");

  @Test
  void theHouseWasSeen() {
    assertThat(HOUSE.size()).isGreaterThan(15);
  }

  @Test
  void itHasFifteenFilesAtMost() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
      assertThat(files.filter(Files::isRegularFile)).hasSizeLessThanOrEqualTo(15);
    }
  }

  @Test
  void itKnowsTheJdkAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.allwell.tracker",
            "java.io",
            "java.lang..",
            "java.net",
            "java.net.http",
            "java.nio.charset",
            "java.time",
            "java.util..",
            "com.sun.net.httpserver",
            "org.jspecify.annotations")
        .check(HOUSE);
  }

  @Test
  void onlyTheRegistrationCallsOut() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Announcement")
        .and()
        .haveNameNotMatching(".*Announcement\\$.*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.net.http")
        .check(HOUSE);
  }

  @Test
  void onlyTheAdapterKnowsAnHttpServer() {
    noClasses()
        .that()
        .haveNameNotMatching(".*TrackedHttpServer.*")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.sun.net.httpserver")
        .check(HOUSE);
  }

  @Test
  void timeIsHandedIn() {
    noClasses()
        .that()
        .haveNameNotMatching(".*StatusCodeTracker\\$Builder")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .because("time is turned by hand in tests")
        .check(HOUSE);
  }
}

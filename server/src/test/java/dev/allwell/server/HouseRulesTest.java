package dev.allwell.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What may know what inside the program, and the rules that hold everywhere in it.
class HouseRulesTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.allwell.server");

  private static final Map<String, List<String>> MAY_KNOW =
      Map.of(
          "export", List.of("model", "engine"),
          "web", List.of("model", "definition", "engine", "server.export"));

  @Test
  void theHouseWasSeen() {
    assertThat(HOUSE.size()).isGreaterThan(20);
  }

  static Stream<String> rooms() {
    return MAY_KNOW.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomKnowsOnlyWhatItMay(String room) {
    String[] known =
        Stream.concat(Stream.of("server." + room), MAY_KNOW.getOrDefault(room, List.of()).stream())
            .map(name -> "dev.allwell." + name)
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage("dev.allwell.server." + room)
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackages("dev.allwell..").or(resideInAnyPackage(known)))
        .check(HOUSE);
  }

  @Test
  void roomsHaveNoCycles() {
    slices().matching("dev.allwell.server.(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void timeIsHandedIn() {
    noClasses()
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", java.time.Duration.class)
        .because("time is turned by hand in tests: take a Ticker or an InstantSource")
        .check(HOUSE);
  }
}

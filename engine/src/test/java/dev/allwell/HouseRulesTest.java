package dev.allwell;

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

/// What may know what inside the engine, and the rules that hold everywhere in it.
class HouseRulesTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(place -> !place.contains("/dev/allwell/testkit/"))
          .importPackages("dev.allwell");

  private static final Map<String, List<String>> MAY_KNOW =
      Map.of(
          "model", List.of(),
          "clock", List.of(),
          "pem", List.of("model"),
          "definition", List.of("model", "format", "pem"),
          "format", List.of("model"),
          "egress", List.of("model", "pem", "clock"),
          "probe", List.of("model", "clock", "format", "egress"),
          "history", List.of("model"),
          "engine", List.of("model", "clock", "format", "egress", "probe", "history"));

  @Test
  void theHouseWasSeen() {
    assertThat(HOUSE.size()).isGreaterThan(30);
  }

  static Stream<String> rooms() {
    return MAY_KNOW.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomKnowsOnlyWhatItMay(String room) {
    String[] known =
        Stream.concat(Stream.of(room), MAY_KNOW.getOrDefault(room, List.of()).stream())
            .map(name -> "dev.allwell." + name)
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage("dev.allwell." + room)
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackages("dev.allwell..").or(resideInAnyPackage(known)))
        .allowEmptyShould(true)
        .check(HOUSE);
  }

  @Test
  void theModelKnowsTheJdkAlone() {
    classes()
        .that()
        .resideInAnyPackage("dev.allwell.model", "dev.allwell.clock")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java.lang..",
            "java.math",
            "java.time..",
            "java.util..",
            "java.text",
            "org.jspecify..",
            "dev.allwell.model",
            "dev.allwell.clock")
        .check(HOUSE);
  }

  @Test
  void roomsHaveNoCycles() {
    slices().matching("dev.allwell.(*)..").should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void timeIsHandedIn() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.allwell.clock")
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

  @Test
  void onlyEgressOpensSocketsAndResolvesNames() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.allwell.egress")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.Socket")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.nio.channels.SocketChannel")
        .orShould()
        .dependOnClassesThat()
        .resideInAPackage("java.net.http..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.netty.bootstrap.Bootstrap")
        .orShould()
        .callMethod(java.net.InetAddress.class, "getByName", String.class)
        .orShould()
        .callMethod(java.net.InetAddress.class, "getAllByName", String.class)
        .because("the guard stands there")
        .check(HOUSE);
  }
}

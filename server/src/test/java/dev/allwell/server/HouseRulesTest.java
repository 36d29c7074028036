package dev.allwell.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
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

/// What may know what inside the server.
class HouseRulesTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.allwell.server");

  /// The engine's rooms by their names, the server's with a dot before them.
  private static final Map<String, List<String>> MAY_KNOW =
      Map.ofEntries(
          entry(".access", List.of("model", "clock")),
          entry(".config", List.of("model", "history", "definition", "egress", ".access")),
          entry(
              ".config.yaml",
              List.of("model", "history", "definition", "egress", ".access", ".config")),
          entry(".reload", List.of("model", "clock", "engine", ".config", ".config.yaml")),
          entry(".store", List.of("model", "clock", "history", "engine", ".access")),
          entry(".export", List.of("model", "engine")),
          entry(".etcd", List.of("model", "clock", "definition", "engine", ".config")),
          entry(".live", List.of("model", "clock", "engine")),
          entry(".graphite", List.of("model", "clock", "egress", "engine", ".config")),
          entry(
              ".web",
              List.of(
                  "model",
                  "clock",
                  "definition",
                  "history",
                  "engine",
                  ".access",
                  ".export",
                  ".live")),
          entry(
              ".web.api",
              List.of(
                  "model",
                  "clock",
                  "definition",
                  "engine",
                  ".access",
                  ".etcd",
                  ".export",
                  ".reload",
                  ".web")),
          entry(
              ".cli",
              List.of(
                  "model",
                  "engine",
                  ".access",
                  ".config",
                  ".config.yaml",
                  ".reload",
                  ".store",
                  ".web",
                  "server")));

  static Stream<String> rooms() {
    return MAY_KNOW.keySet().stream();
  }

  private static String packageOf(String room) {
    return room.startsWith(".") ? "dev.allwell.server" + room : "dev.allwell." + room;
  }

  @Test
  void theHouseWasSeen() {
    assertThat(HOUSE.size()).isGreaterThan(60);
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomKnowsOnlyWhatItMay(String room) {
    String[] known =
        Stream.concat(Stream.of(room), MAY_KNOW.getOrDefault(room, List.of()).stream())
            .map(HouseRulesTest::packageOf)
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(packageOf(room))
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
  void onlyTheStoreSpeaksSql() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.allwell.server.store")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.sqlite..", "org.flywaydb..")
        .check(HOUSE);
  }

  @Test
  void onlyASessionSpeaksToEtcd() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.allwell.server.etcd.Session")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.etcd..", "io.grpc..")
        .check(HOUSE);
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

  @Test
  void nobodyOpensSocketsPastTheGuard() {
    noClasses()
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
        .resideInAPackage("io.vertx.core.net..") // the listener's own room is checked below
        .because("what goes out passes dev.allwell.egress")
        .allowEmptyShould(true)
        .check(
            HOUSE.that(
                com.tngtech.archunit.base.DescribedPredicate.not(
                    com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                            "dev.allwell.server.web..")
                        // a command that speaks to a running server is a program of its own
                        .or(
                            com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName(
                                "ApiClient")))));
  }
}

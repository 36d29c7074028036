package dev.allwell.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.testkit.process.ChildProcess;
import dev.allwell.testkit.process.Command;
import dev.allwell.testkit.process.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every block of docs/tracker.md does what the page says, in a network of its own, with the ports
/// that are printed.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TrackerDocTest {
  private static final String HEALTH = "http://127.0.0.1:8080/health";
  private static final String ALLWELL = "http://127.0.0.1:4000";

  @TempDir private Path folder;

  private DocPage page;
  private Path tracker;
  private OwnNetwork network;

  @BeforeEach
  void open() throws Exception {
    page = DocPage.of("tracker.md");
    tracker = Library.jar(page.block("plain dependency"));
    network = new OwnNetwork(folder);
  }

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void noBlockIsLeftOut() {
    assertThat(page.blocks().keySet())
        .containsExactlyInAnyOrder(
            "plain dependency",
            "plain program",
            "plain start",
            "plain look",
            "plain by hand",
            "plain module",
            "servlet dependency",
            "servlet web.xml",
            "servlet listener",
            "servlet look",
            "spring dependency",
            "spring application.yaml",
            "spring customizer",
            "spring look",
            "jax-rs filter",
            "settings all",
            "settings callbacks",
            "settings sticky",
            "settings pages",
            "registration start",
            "registration token");
  }

  @Test
  void thePlainProgramTurnsRed() throws Exception {
    Files.copy(tracker, folder.resolve(tracker.getFileName()));
    Files.writeString(folder.resolve("Shop.java"), page.block("plain program"));
    try (ChildProcess _ = serving(network.typed("exec " + page.block("plain start")))) {
      look("plain look");
    }
  }

  @Test
  void thePlainProgramTurnsRedAsAModule() throws Exception {
    Path shop = Sandbox.write(folder.resolve("Shop.java"), "package shop;\n" + program());
    Path module = Sandbox.write(folder.resolve("module-info.java"), page.block("plain module"));
    Library.compile("-p " + tracker, folder.resolve("shop"), shop, module);
    String path = tracker + ":" + folder.resolve("shop");
    try (ChildProcess _ = serving(Command.of("java", "-p", path, "-m", "shop/shop.Shop"))) {
      look("plain look");
    }
  }

  private String program() {
    return page.block("plain program");
  }

  @ParameterizedTest
  @CsvSource({
    "ByHand, plain by hand",
    "Settings, settings all",
    "Callbacks, settings callbacks",
    "Sticky, settings sticky",
    "Pages, settings pages"
  })
  void whatAFragmentSaysIsSo(String program, String block) throws Exception {
    run(program, block);
  }

  @Test
  void eachSettingIsToldWithItsDefault() throws Exception {
    var said = run("Settings", "settings all");
    var told =
        page.rows("## Settings").stream()
            .collect(Collectors.toMap(List::getFirst, row -> row.get(1)));
    var settings = said.stream().filter(line -> line.startsWith("setting ")).toList();
    assertThat(settings).hasSize(told.size()).hasSizeGreaterThan(10);
    for (String setting : settings) {
      var words = setting.split(" ", 3);
      assertThat(told).containsKey(words[1]);
      if (!words[2].isEmpty()) {
        assertThat(told.get(words[1])).as(words[1]).isEqualTo(words[2]);
      }
    }
    var registration = page.rows("## Registering at Allwell").toString();
    assertThat(said.stream().filter(line -> line.startsWith("registration ")))
        .hasSizeGreaterThan(6)
        .allMatch(line -> line.equals("registration start") || registration.contains(word(line)));
  }

  private static String word(String line) {
    return line.substring("registration ".length());
  }

  @Test
  void eachPageSaysWhatTheTableSays() throws Exception {
    assertThat(run("Pages", "settings pages"))
        .hasSize(4)
        .allSatisfy(row -> assertThat(page.text()).contains("\n" + row + "\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"web.xml", "listener"})
  void aServletApplicationTurnsRed(String wiredBy) throws Exception {
    Library.jar(page.block("servlet dependency"));
    Path classes = Files.createDirectories(folder.resolve("shop/WEB-INF/classes"));
    String libraries = Library.springsClassPath(folder.resolve("libraries"));
    Library.compile(libraries, classes, source("Pay", ""));
    if (wiredBy.equals("web.xml")) {
      Sandbox.write(folder.resolve("shop/WEB-INF/web.xml"), page.block("servlet web.xml"));
    } else {
      Library.compile(libraries, classes, source("Health", page.block("servlet listener")));
    }
    Path container = source("Container", "");
    try (ChildProcess _ =
        serving(
            Command.of("java", "-cp", libraries, container.toString())
                .plus(folder.resolve("shop").toString()))) {
      look("servlet look");
    }
  }

  @Test
  void aSpringBootApplicationTurnsRedEverywhere() throws Exception {
    Library.jar(page.block("spring dependency"));
    String libraries = Library.springsClassPath(folder.resolve("libraries"));
    Path classes = Files.createDirectory(folder.resolve("classes"));
    Library.compile(libraries, classes, source("Application", page.block("spring customizer")));
    Sandbox.write(classes.resolve("application.yaml"), page.block("spring application.yaml"));
    try (ChildProcess _ = allwell();
        ChildProcess orders =
            serving(Command.of("java", "-cp", classes + ":" + libraries, "orders.Application"))) {
      String registered = network.await(ALLWELL + "/api/v1/services/orders");
      assertThat(registered).contains("\"team\":\"shop\"", ":8080/health");
      look("spring look");
      orders.awaitLine("page: orders is ill", Server.LONG);
      orders.awaitLine("resolve: orders is ill", Server.LONG.multipliedBy(3));
    }
  }

  @Test
  void theJaxRsFilterIsTheExamples() throws Exception {
    var source =
        Product.root()
            .resolve("examples/jax-rs/src/main/java/dev/allwell/examples/jaxrs")
            .resolve("RecordingFilter.java");
    assertThat(Files.readString(source)).endsWith("\n" + page.block("jax-rs filter"));
  }

  @Test
  void aServiceRegistersWithItsTokenAndTakesLeave() throws Exception {
    try (ChildProcess allwell = allwell()) {
      Finished made = network.typed(page.block("registration token").strip()).run(Server.LONG);
      assertThat(made.exit()).as("%s", made.err()).isZero();
      Path program = source("Registration", page.block("registration start"));
      Command java =
          Command.of("java", "--source", "17", "-cp", tracker.toString(), program.toString());
      try (ChildProcess shop =
          network.in(java).with("ALLWELL_TOKEN", made.out().getLast()).start()) {
        assertThat(network.await(ALLWELL + "/api/v1/services/shop"))
            .contains("\"team\":\"shop\"", "\"groups\":[\"front\"]", "\"interval\":\"5s\"");
        shop.give("");
        assertThat(shop.awaitExit(Server.LONG)).isZero();
        look(ALLWELL + "/status/shop", "404 {");
      }
      assertThat(allwell.isAlive()).isTrue();
    }
  }

  @Test
  void theFewLinesInTheReadmeMakeSuchAServiceToo() throws Exception {
    String readme = Files.readString(Product.root().resolve("README.md"));
    String section = readme.substring(readme.indexOf("\n## Inside a service of yours\n"));
    String block = section.substring(section.indexOf("```java\n") + 8);
    Path program = source("Readme", block.substring(0, block.indexOf("```")));
    try (ChildProcess _ = allwell();
        ChildProcess _ =
            serving(
                Command.of("java", "--source", "17", "-cp", tracker.toString())
                    .plus(program.toString()))) {
      assertThat(network.await(ALLWELL + "/status/shop")).contains("\"name\":\"shop\"");
      for (int i = 0; i < 10; i++) {
        network.typed("curl -s http://127.0.0.1:8080/").run(Server.LONG);
      }
      look(HEALTH, "503 {\"uptime_sec\":");
    }
  }

  /// Runs a program of the tests with a block in it, under the rules of Java 17.
  private List<String> run(String program, String block) throws Exception {
    Path source = source(program, page.block(block));
    Command java = Command.of("java", "-ea", "--source", "17", "-cp", tracker.toString());
    Finished finished = network.in(java.plus(source.toString())).run(Server.LONG.multipliedBy(2));
    assertThat(finished.exit()).as("%s%n%s", finished.err(), finished.out()).isZero();
    return finished.out();
  }

  private Path source(String program, String block) throws Exception {
    return Sandbox.write(
        folder.resolve(program + ".java"), Library.around(program + ".java", block));
  }

  private ChildProcess serving(Command command) {
    return network.serving(command, HEALTH);
  }

  private ChildProcess allwell() {
    return network.serving(
        Product.allwell("serve", "--data", folder.resolve("data").toString()), ALLWELL + "/readyz");
  }

  /// Types a block's lines; what stands behind a line's `#` is its status and how a line of its
  /// answer begins.
  private void look(String block) {
    for (String line : page.block(block).split("\n")) {
      String[] parts = line.split(" +# ");
      Finished finished = network.typed(parts[0]).run(Server.LONG);
      assertThat(finished.exit()).as("%s: %s", line, finished.err()).isZero();
      if (parts.length > 1) {
        assertSays(finished.out(), parts[1]);
      }
    }
  }

  private void look(String url, String expected) {
    assertSays(network.in(Command.of("curl", "-s", "-i", url)).run(Server.LONG).out(), expected);
  }

  private static void assertSays(List<String> answer, String expected) {
    String[] words = expected.split(" ", 2);
    assertThat(answer.getFirst()).contains(" " + words[0]);
    assertThat(answer).anyMatch(said -> said.startsWith(words[1]));
  }
}

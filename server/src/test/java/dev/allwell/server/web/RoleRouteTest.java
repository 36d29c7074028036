package dev.allwell.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.server.access.Scope;
import dev.allwell.server.access.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every route as every role, on a real server: what `docs/access.md` prints is what happens.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoleRouteTest {
  private static final Path DOC = docs().resolve("access.md");
  private final Map<Role, String> headers = new LinkedHashMap<>();
  private final WebRig closed = new WebRig();
  private final WebRig open =
      new WebRig(
          new WebServer.Settings(
              "127.0.0.1", 0, Limits.DEFAULT, new Trust(true, true, Set.of(), List.of()), false));

  /// Who asks; in the order of the page's columns.
  private enum Role {
    STRANGER,
    ANONYMOUS_READER,
    LOCAL,
    READ,
    REGISTER,
    REGISTER_ANY,
    WRITE,
    ADMIN
  }

  private static Path docs() {
    var here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("docs"))
        ? here.resolve("docs")
        : here.resolveSibling("docs");
  }

  @BeforeAll
  void start() {
    headers.put(Role.STRANGER, "X-Forwarded-For: 192.0.2.7");
    headers.put(Role.ANONYMOUS_READER, "X-Forwarded-For: 192.0.2.7");
    headers.put(Role.LOCAL, "Accept: */*");
    for (var role : List.of(Role.READ, Role.REGISTER, Role.REGISTER_ANY, Role.WRITE, Role.ADMIN)) {
      headers.put(
          role, "Authorization: Bearer " + closed.token(role.name(), Scope.valueOf(role.name())));
    }
  }

  @AfterAll
  void stop() {
    closed.close();
    open.close();
  }

  static Stream<String> routes() {
    return Access.TABLE.keySet().stream().sorted();
  }

  private int status(String route, Role role) throws IOException {
    var web = role == Role.ANONYMOUS_READER ? open : closed;
    var target = route.replaceAll(":[a-z]+", "x");
    boolean body = target.matches("(POST|PUT|PATCH) .*");
    try (var wire = new Wire(web.address())) {
      return wire.send(
              target
                  + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                  + headers.get(role)
                  + (body ? "\r\nContent-Length: 2\r\n\r\n{}" : "\r\n\r\n"))
          .readStatus();
    }
  }

  /// `| route | yes | 401 | …`, as the page has it.
  private String row(String route) throws IOException {
    var row = new StringBuilder("| `" + route + "` |");
    for (var role : Role.values()) {
      int status = status(route, role);
      row.append(status == 401 || status == 403 ? " " + status + " |" : " yes |");
    }
    return row.toString();
  }

  @ParameterizedTest
  @MethodSource("routes")
  void thePageSaysWhoMayUseARoute(String route) throws Exception {
    assertThat(Files.readAllLines(DOC)).as("rows of %s", DOC).contains(row(route));
  }

  @Test
  void thePageNamesNoRouteThatIsNotThere() throws Exception {
    var named =
        Files.readAllLines(DOC).stream()
            .filter(line -> line.matches("\\| `[A-Z]+ /.*"))
            .map(line -> line.split("`")[1])
            .toList();

    assertThat(named).doesNotHaveDuplicates();
    assertThat(Set.copyOf(named)).isEqualTo(Access.TABLE.keySet());
  }

  @ParameterizedTest
  @MethodSource("routes")
  void whoHasTheScopeOfADoorPassesItAndNobodyElse(String route) throws Exception {
    var words = route.split(" ");
    var needed = Access.door(words[0], words[1]).needs();
    for (var scope : Scope.values()) {
      boolean passes = status(route, Role.valueOf(scope.name())) != 403;
      assertThat(passes)
          .as("%s with scope %s", route, scope.code())
          .isEqualTo(needed.isEmpty() || scope.includes(needed.get()));
    }
  }

  @Test
  void thePageHasAColumnForEachRole() throws Exception {
    var columns = Arrays.stream(Role.values()).map(role -> "---").collect(Collectors.joining("|"));

    assertThat(Files.readString(DOC)).contains("|---|" + columns + "|");
  }
}

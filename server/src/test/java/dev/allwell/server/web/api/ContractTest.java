package dev.allwell.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.definition.Defaults;
import dev.allwell.definition.FileAccess;
import dev.allwell.definition.KnownKeys;
import dev.allwell.engine.BoardRig;
import dev.allwell.engine.Given;
import dev.allwell.engine.LedgerException;
import dev.allwell.model.Ack;
import dev.allwell.model.Category;
import dev.allwell.model.Change;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.server.reload.ReloadState;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Server and contract say the same: every operation with every status that the contract gives it.
class ContractTest {
  private static final ContractRules CONTRACT = new ContractRules();
  private static final Ack ACK = new Ack("known", "ann", ApiRig.NOW, null);
  private static final String GOOD = "{\"name\":\"fresh\",\"url\":\"http://127.0.0.1:1/\"}";

  private final BoardRig board = new BoardRig(InstantSource.fixed(ApiRig.NOW));
  private ApiRig api = ApiRig.over(board);

  @BeforeEach
  void fill() {
    api.add(Given.inGroups("known", "team"), acknowledged(owned(Given.service("filed"))));
    apply(new Change.PutCategory(category("known", Source.API, true)));
    apply(new Change.PutCategory(category("filed", Source.FILE, false)));
    apply(new Change.AcknowledgeAll(Source.API, ACK), new Change.Acknowledge("known", ACK));
  }

  @AfterEach
  void stop() throws Exception {
    api.close();
    board.close();
  }

  static List<ContractRules.Operation> operations() {
    return CONTRACT.operations();
  }

  static Stream<Arguments> errors() {
    return CONTRACT.operations().stream()
        .flatMap(operation ->
            operation.responses().keySet().stream()
                .map(Integer::valueOf)
                .filter(status -> status != 200)
                .map(status -> Arguments.of(operation, status)));
  }

  private void apply(Change... changes) {
    board.registry().submit(List.of(changes)).toCompletableFuture().join();
  }

  private static Category category(String name, Source source, boolean enabled) {
    return new Category(name, source, null, false, true, enabled);
  }

  private static Service acknowledged(Service service) {
    return new Service(
        service.identity(),
        service.source(),
        service.check(),
        service.schedule(),
        service.rules(),
        service.labels().acked("known"));
  }

  private static Service owned(Service service) {
    return new Service(
        service.identity(),
        Source.FILE,
        service.check(),
        service.schedule(),
        service.rules(),
        service.labels());
  }

  @Test
  void everyRouteIsAnOperationAndEveryOperationARoute() throws Exception {
    var routes =
        CONTRACT.operations().stream()
            .map(ContractRules.Operation::route)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(routes).hasSizeGreaterThan(10).isEqualTo(api.routes("/api/v1/"));
  }

  @Test
  void itIsServedAsItIs() throws Exception {
    assertThat(ContractRules.load(api.get("/api/v1/openapi.yaml").body()))
        .isEqualTo(CONTRACT.root());
  }

  @Test
  void everyOperationHasAnIdOfItsOwnAndASummary() {
    assertThat(CONTRACT.operations())
        .extracting(ContractRules.Operation::id)
        .doesNotHaveDuplicates()
        .allMatch(id -> id.matches("[a-z]+[A-Za-z]+"));
    assertThat(CONTRACT.operations())
        .allMatch(operation -> operation.node().get("summary") instanceof String);
  }

  @Test
  void theStatementHasTheKeysThatAreRead() {
    var read = new TreeSet<String>();
    for (var url : List.of("https://a.test/", "tcp://a.test:1", "dns://a.test/b.test")) {
      for (var transport : List.of("udp", "tls")) {
        var keys = Map.of("name", "a", "url", url, "dns", Map.of("transport", transport));
        read.addAll(KnownKeys.askedFor(keys, Defaults.CONFIG, FileAccess.NONE));
        var basic = Map.of("auth", Map.of("basic", Map.of("username", "u", "password", "p")));
        read.addAll(
            KnownKeys.askedFor(
                Map.of("name", "a", "url", url, "http", basic), Defaults.CONFIG, FileAccess.NONE));
      }
    }
    read.removeIf(key -> key.endsWith("-file") || key.startsWith("http.secret-headers."));
    var written = new TreeSet<String>();
    collect(CONTRACT.schema("Definition"), "", written);
    assertThat(written).isEqualTo(read);
  }

  private static void collect(Map<String, Object> schema, String prefix, Set<String> into) {
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach((key, below) -> {
        into.add(prefix + key);
        collect(ContractRules.map(below), prefix + key + ".", into);
      });
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anOperationAnswersWhenAllIsWell(ContractRules.Operation operation) throws Exception {
    assertThat(ask(operation, "known").status()).isIn(200, 201, 204);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void anOperationAnswersWithEachStatusThatItHas(ContractRules.Operation operation, int status)
      throws Exception {
    assertThat(provoke(operation, status).status()).isEqualTo(status);
  }

  private Answer provoke(ContractRules.Operation operation, int status) throws Exception {
    return switch (status) {
      case 201 -> ask(operation, "fresh");
      case 202 -> {
        restart(new CheckStub(id -> new CompletableFuture<>()), Duration.ofMillis(1));
        yield ask(operation, "known");
      }
      case 204 -> ask(operation, "known");
      case 400 -> misunderstood(operation);
      case 401 -> ask(operation, "known", "Authorization: Bearer nonsense");
      case 403 -> ask(operation, "known", api.registrar);
      case 404 -> {
        apply(new Change.UnacknowledgeAll(Source.API));
        yield ask(operation, "nobody");
      }
      case 409 -> conflict(operation);
      case 413 -> api.announce(operation.method(), target(operation, "known"), 9L * 1024 * 1024);
      case 415 -> ask(operation, "known", "Content-Encoding: gzip");
      case 417 -> ask(operation, "known", "Expect: a-miracle");
      case 422 -> reload(operation, ReloadState.Result.REFUSED);
      case 429 -> {
        ask(operation, "known", "Authorization: Bearer nonsense");
        ask(operation, "known", "Authorization: Bearer nonsense");
        yield ask(operation, "known", "Authorization: Bearer nonsense");
      }
      case 503 -> unavailable(operation);
      case 507 ->
          refusedByTheStore(
              operation, LedgerException.outOfSpace("the disk is full", new IOException("ENOSPC")));
      default -> throw new AssertionError("no way to provoke " + status + " is known here");
    };
  }

  private Answer misunderstood(ContractRules.Operation operation) throws Exception {
    return switch (operation.id()) {
      case "createToken" -> api.post(operation.path(), "{\"name\":\"\"}");
      case "listAudit" -> api.get(operation.path() + "?limit=0");
      default -> ask(operation.method(), target(operation, "known") + "?nonsense=1", operation);
    };
  }

  private Answer conflict(ContractRules.Operation operation) throws Exception {
    if (operation.id().equals("checkService")) {
      api.post("/api/v1/services/known/pause", "");
      return ask(operation, "known");
    }
    if (operation.id().equals("reloadConfiguration")) {
      api.close();
      api = ApiRig.withoutConfiguration(board);
      return ask(operation, "known");
    }
    if (operation.id().equals("createToken")) {
      ask(operation, "fresh");
      return ask(operation, "fresh");
    }
    if (operation.id().equals("createService")) {
      return api.post("/api/v1/services", GOOD.replace("fresh", "known"));
    }
    if (operation.id().equals("putServices")) {
      return api.post("/api/v1/bulk", "{\"services\":[" + GOOD.replace("fresh", "filed") + "]}");
    }
    return ask(operation, "filed");
  }

  private Answer unavailable(ContractRules.Operation operation) throws Exception {
    if (operation.id().equals("reloadConfiguration")) {
      return reload(operation, ReloadState.Result.FAILED);
    }
    if (operation.id().equals("readStream")) {
      try (var first = api.occupyStream()) {
        assertThat(first.isConnected()).isTrue();
        return ask(operation, "known");
      }
    }
    if (!operation.id().equals("checkService")) {
      return refusedByTheStore(operation, new LedgerException("the store is gone"));
    }
    restart(
        new CheckStub(id -> {
          Thread.currentThread().interrupt();
          return new CompletableFuture<>();
        }),
        Duration.ofSeconds(30));
    return ask(operation, "known");
  }

  /// Asks for something that must be written.
  private Answer refusedByTheStore(ContractRules.Operation operation, LedgerException why)
      throws Exception {
    if (operation.id().equals("enableCategory")) {
      apply(new Change.Disable("known", "ann"));
    }
    if (operation.id().equals("resumeService")) {
      api.post("/api/v1/services/known/pause", "");
    }
    board.storeFails(why);
    api.booksFail(why);
    return ask(operation, operation.id().equals("putService") ? "fresh" : "known");
  }

  private Answer reload(ContractRules.Operation operation, ReloadState.Result result)
      throws Exception {
    api.reloads(result);
    return ask(operation, "known");
  }

  private void restart(ApiParts.Checks checks, Duration patience) throws Exception {
    api.close();
    api = ApiRig.over(board, checks, patience);
  }

  private Answer ask(ContractRules.Operation operation, String id, String... headers)
      throws IOException {
    return ask(operation.method(), target(operation, id), operation, headers);
  }

  private Answer ask(
      String method, String target, ContractRules.Operation operation, String... headers)
      throws IOException {
    var id = target.contains("filed") ? "filed" : target.contains("known") ? "known" : "fresh";
    var body =
        switch (operation.id()) {
          case "createService" -> GOOD;
          case "putService" -> GOOD.replace("fresh", id);
          case "putServices" -> "{\"services\":[" + GOOD + "]}";
          case "patchService" -> "{\"interval\":\"1m\"}";
          case "ackService", "ackAll" -> "{\"message\":\"rebuilt\"}";
          case "putCategory" -> "{\"resilient\":true}";
          case "createToken" -> "{\"name\":\"fresh\",\"scope\":\"read\"}";
          default -> "";
        };
    return api.call(method, target, body, headers);
  }

  private static String target(ContractRules.Operation operation, String id) {
    return operation
        .path()
        .replace("{id}", id)
        .replace("{name}", id.equals("filed") ? "configured" : id.equals("known") ? "READ" : id)
        .replace("{category}", id)
        .replace("{group}", id.equals("known") ? "team" : id);
  }
}

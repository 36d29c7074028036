package dev.allwell.server.web.api;

import dev.allwell.clock.Ticker;
import dev.allwell.definition.Defaults;
import dev.allwell.definition.Definitions;
import dev.allwell.egress.Egress;
import dev.allwell.egress.Guard;
import dev.allwell.egress.OwnListeners;
import dev.allwell.egress.Tls;
import dev.allwell.egress.Transport;
import dev.allwell.engine.Aggregate;
import dev.allwell.engine.Board;
import dev.allwell.engine.BoardRig;
import dev.allwell.engine.Engine;
import dev.allwell.engine.History;
import dev.allwell.engine.LaneMeter;
import dev.allwell.engine.LedgerException;
import dev.allwell.engine.MemoryLedger;
import dev.allwell.engine.MemorySamples;
import dev.allwell.engine.OwnFaults;
import dev.allwell.engine.Registry;
import dev.allwell.engine.Supervisor;
import dev.allwell.model.Change;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.server.access.Audit;
import dev.allwell.server.access.AuditBook;
import dev.allwell.server.access.ConfiguredToken;
import dev.allwell.server.access.Entrance;
import dev.allwell.server.access.Quotas;
import dev.allwell.server.access.Rate;
import dev.allwell.server.access.Scope;
import dev.allwell.server.access.TokenText;
import dev.allwell.server.access.Tokens;
import dev.allwell.server.export.Exposition;
import dev.allwell.server.export.OwnMetrics;
import dev.allwell.server.export.StoreReading;
import dev.allwell.server.live.Live;
import dev.allwell.server.reload.ReloadState;
import dev.allwell.server.web.LiveDialect;
import dev.allwell.server.web.WebParts;
import dev.allwell.server.web.WebServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The native API over a board that the test fills by hand, or over a whole engine. Each request
/// shows a token that may do everything, unless it shows another; each answer is held against the
/// contract.
final class ApiRig implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");

  /// A third wrong token is one too many.
  private static final Quotas.Rates RATES =
      new Quotas.Rates(
          Quotas.Rates.DEFAULT.reads(),
          Quotas.Rates.DEFAULT.registrations(),
          Quotas.Rates.DEFAULT.writes(),
          Quotas.Rates.DEFAULT.checks(),
          new Rate(2, 1),
          50);

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final ContractRules contract = new ContractRules();
  private final Registry registry;
  private volatile ReloadState.Result reloads = ReloadState.Result.APPLIED;
  private final WebServer server;
  private final FragileBooks books = new FragileBooks();
  private final Tokens tokens = Tokens.load(books.tokens, InstantSource.fixed(NOW), Runnable::run);
  private final String admin = "Authorization: Bearer " + token(Scope.ADMIN);

  /// A header with a token that may register and nothing else.
  final String registrar = "Authorization: Bearer " + token(Scope.REGISTER);

  /// A header with a token that may read and nothing else.
  final String reader = "Authorization: Bearer " + token(Scope.READ);

  /// What stands behind the API.
  private record Behind(
      Board board,
      Registry registry,
      Supervisor supervisor,
      List<LaneMeter> meters,
      OwnFaults faults,
      Aggregate aggregate,
      InstantSource clock) {}

  private ApiRig(
      Behind behind, ApiParts.Checks checks, Duration patience, boolean withConfiguration) {
    registry = behind.registry;
    var store = new StoreReading(4, 0.25, 3, 2, 1);
    var own =
        open(
            new OwnMetrics(
                "1.2.3", behind.meters, behind.registry, behind.supervisor, () -> store));
    var registrations = new Definitions(Defaults.REGISTER);
    var statements = new Definitions(Defaults.CONFIG);
    var web =
        new WebParts(
            behind.board,
            behind.registry,
            behind.supervisor,
            keys -> registrations.read(keys, Source.API),
            new Exposition(behind.board, own),
            behind.clock,
            entrance(),
            new History(books.ledger, books.samples, behind.clock),
            behind.aggregate,
            id -> id.equals("filed") ? Optional.of("a.yaml:7") : Optional.empty());
    var configured =
        new ApiParts.Configured(
            () -> configuration(ReloadState.Result.REFUSED),
            () -> CompletableFuture.completedStage(configuration(reloads)));
    var live = open(new Live(Ticker.SYSTEM, behind.clock));
    var stream = new LiveDialect(web, live, new LiveDialect.Limits(1, Duration.ofSeconds(15)));
    var inside =
        new ApiParts.Inside(
            new ApiParts.Program("1.2.3", "checkout watch", null),
            behind.meters,
            behind.faults,
            () -> store,
            stream::reading,
            Optional.of(configured).filter(it -> withConfiguration));
    var api =
        new NativeApi(
            new ApiParts(web, keys -> statements.read(keys, Source.API), checks, patience, inside));
    var dialects = List.of(api, stream);
    server = open(WebServer.start(new WebServer.Settings("127.0.0.1", 0), web, dialects));
    open(stream);
    server.ready();
  }

  /// Over a board without lanes: a check ends at once and changes nothing.
  static ApiRig over(BoardRig rig) {
    return over(rig, CheckStub.ending(rig.board()), Duration.ofSeconds(30));
  }

  static ApiRig over(BoardRig rig, ApiParts.Checks checks, Duration patience) {
    return new ApiRig(behind(rig), checks, patience, true);
  }

  /// Over a board, without files of a configuration.
  static ApiRig withoutConfiguration(BoardRig rig) {
    return new ApiRig(behind(rig), CheckStub.ending(rig.board()), Duration.ofSeconds(30), false);
  }

  private static Behind behind(BoardRig rig) {
    return new Behind(
        rig.board(),
        rig.registry(),
        rig.supervisor(),
        rig.meters(),
        rig.ownFaults(),
        rig.aggregate(InstantSource.fixed(NOW)),
        InstantSource.fixed(NOW));
  }

  private static ReloadState configuration(ReloadState.Result result) {
    boolean good =
        switch (result) {
          case APPLIED, UNCHANGED -> true;
          case REFUSED, FAILED -> false;
        };
    return new ReloadState(
        "a.yaml",
        result,
        NOW,
        NOW.minusSeconds(60),
        good ? "1 added, 0 changed, 0 removed, 2 unchanged" : "it is not good",
        good ? List.of() : List.of("a.yaml:1:2: url: missing"),
        List.of("listen"),
        ReloadState.Counts.NONE);
  }

  /// What the next reloads come to.
  void reloads(ReloadState.Result result) {
    reloads = result;
  }

  /// Over an engine that checks.
  static ApiRig checking() {
    var tls = Tls.create(List.of());
    var engine =
        Engine.start(
            new Engine.Ports(
                new MemoryLedger(),
                new MemorySamples(),
                new Guard(new OwnListeners()),
                new Egress.Settings(Transport.best(), tls, List.of()),
                List.of()),
            Engine.Clocks.SYSTEM,
            64);
    var rig =
        new ApiRig(
            new Behind(
                engine.board(),
                engine.registry(),
                engine.supervisor(),
                engine.meters(),
                engine.ownFaults(),
                engine.aggregate(),
                InstantSource.system()),
            ApiParts.Checks.of(engine),
            Duration.ofSeconds(30),
            false);
    rig.opened.addLast(engine);
    rig.opened.addLast(tls);
    return rig;
  }

  private Entrance entrance() {
    var clock = InstantSource.fixed(NOW);
    tokens.configure(
        List.of(new ConfiguredToken("configured", Scope.READ, TokenText.hash(TokenText.fresh()))));
    var audit = open(Audit.start(books.audit, clock));
    return new Entrance(tokens, new Quotas(RATES, () -> 0), audit);
  }

  private String token(Scope scope) {
    return switch (tokens.make(scope.name(), scope, null)) {
      case Tokens.Result.Done<Tokens.Made>(var made) -> made.text();
      case Tokens.Result.Refused<Tokens.Made> refused -> throw new AssertionError(refused);
    };
  }

  private <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  /// Adds services of any source, in one batch.
  void add(Service... services) {
    registry
        .submit(List.of(services).stream().<Change>map(Change.Put::new).toList())
        .toCompletableFuture()
        .join();
  }

  /// The routes there are below a path, as the access table names them.
  Set<String> routes(String below) {
    return server.routes().stream()
        .filter(route -> route.contains(" " + below))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Answer get(String target, String... headers) throws IOException {
    return call("GET", target, "", headers);
  }

  Answer post(String target, String body, String... headers) throws IOException {
    return call("POST", target, body, headers);
  }

  Answer put(String target, String body) throws IOException {
    return call("PUT", target, body);
  }

  Answer patch(String target, String body) throws IOException {
    return call("PATCH", target, body);
  }

  Answer delete(String target) throws IOException {
    return call("DELETE", target, "");
  }

  /// Asks on a connection of its own, and holds the answer against the contract.
  Answer call(String method, String target, String body, String... headers) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    var length = body.isEmpty() ? Optional.<String>empty() : Optional.of("" + bytes.length);
    var answer = send(method, target, length, bytes, headers);
    if (target.startsWith("/api/")) {
      contract.hold(method, target.replaceAll("\\?.*", ""), answer);
    }
    return answer;
  }

  /// Reads the stream until what is returned is closed, so that nobody else may.
  Socket occupyStream() throws IOException {
    var socket = new Socket(server.address().getAddress(), server.address().getPort());
    socket.setSoTimeout(60_000);
    var head = "GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n" + admin + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
    Answer.read(socket.getInputStream());
    return socket;
  }

  /// Announces a body of this length and sends none of it.
  Answer announce(String method, String target, long length) throws IOException {
    var answer = send(method, target, Optional.of("" + length), new byte[0]);
    contract.hold(method, target, answer);
    return answer;
  }

  private Answer send(
      String method, String target, Optional<String> length, byte[] body, String... headers)
      throws IOException {
    var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
    length.ifPresent(bytes -> head.append("Content-Length: ").append(bytes).append("\r\n"));
    for (var header : headers) {
      head.append(header).append("\r\n");
    }
    if (Stream.of(headers).noneMatch(header -> header.startsWith("Authorization:"))) {
      head.append(admin).append("\r\n");
    }
    head.append("Connection: close\r\n\r\n");
    try (var socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      return Answer.read(socket.getInputStream());
    }
  }

  /// The statement of a service at an address, with further keys.
  static String statement(String id, String url, Map<String, ?> more) {
    var keys = new JsonObject().put("name", id).put("url", url);
    more.forEach(keys::put);
    return keys.encode();
  }

  /// From now on tokens and the audit log cannot be kept.
  void booksFail(LedgerException why) {
    books.fail(why);
  }

  /// All that the audit log holds, the oldest first: `who what subject: result`.
  List<String> audited() {
    return books.audit.newest(1000, Long.MAX_VALUE).reversed().stream()
        .map(AuditBook.Numbered::entry)
        .map(e -> e.who() + " " + e.what() + " " + e.subject() + ": " + e.result())
        .toList();
  }

  int port() {
    return server.address().getPort();
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}

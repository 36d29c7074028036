package dev.allwell.server.web;

import dev.allwell.clock.Ticker;
import dev.allwell.definition.Defaults;
import dev.allwell.definition.Definitions;
import dev.allwell.engine.BoardEntry;
import dev.allwell.engine.BoardRig;
import dev.allwell.engine.History;
import dev.allwell.engine.Ledger;
import dev.allwell.engine.MemoryLedger;
import dev.allwell.engine.MemorySamples;
import dev.allwell.engine.Samples;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Health;
import dev.allwell.model.HttpCheck;
import dev.allwell.model.Identity;
import dev.allwell.model.Labels;
import dev.allwell.model.Reason;
import dev.allwell.model.Report;
import dev.allwell.model.Rules;
import dev.allwell.model.Sample;
import dev.allwell.model.Schedule;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.model.Standing;
import dev.allwell.model.State;
import dev.allwell.model.Tally;
import dev.allwell.model.Verdict;
import dev.allwell.server.access.Audit;
import dev.allwell.server.access.ConfiguredToken;
import dev.allwell.server.access.Entrance;
import dev.allwell.server.access.MemoryAuditBook;
import dev.allwell.server.access.MemoryTokenBook;
import dev.allwell.server.access.Quotas;
import dev.allwell.server.access.Scope;
import dev.allwell.server.access.Tokens;
import dev.allwell.server.access.Trust;
import dev.allwell.server.export.Exposition;
import dev.allwell.server.export.OwnMetrics;
import dev.allwell.server.export.StoreReading;
import dev.allwell.server.live.Live;
import dev.allwell.server.web.api.ApiParts;
import dev.allwell.server.web.api.CheckStub;
import dev.allwell.server.web.api.NativeApi;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A web server over a board that the test fills by hand.
final class WebRig implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Streaming USUAL =
      new Streaming(Live.Sizes.DEFAULT, LiveDialect.Limits.DEFAULT);
  static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");

  final BoardRig rig = new BoardRig(InstantSource.fixed(NOW));
  private final OwnMetrics own =
      new OwnMetrics(
          "1.2.3",
          rig.meters(),
          rig.registry(),
          rig.supervisor(),
          () -> new StoreReading(4, 0.25, 3, 2, 1));

  /// What the tokens take for the time.
  final AtomicReference<Instant> tokenTime = new AtomicReference<>(NOW);

  /// The services that were checked out of turn.
  final List<String> checked = new CopyOnWriteArrayList<>();

  /// What comes of a check out of turn; nothing changes unless the test says otherwise.
  volatile Function<String, CompletionStage<Optional<BoardEntry>>> checking =
      id -> CompletableFuture.completedFuture(Optional.empty());

  volatile Optional<Instant> etcdLost = Optional.empty();

  /// What the quotas take for monotonic time; it stands still until it is set.
  final AtomicLong nanos = new AtomicLong();

  final Tokens tokens = Tokens.load(new MemoryTokenBook(), tokenTime::get, Runnable::run);
  final Audit audit = Audit.start(new MemoryAuditBook(), InstantSource.fixed(NOW));
  private final Entrance entrance;
  private final Definitions definitions = new Definitions(Defaults.REGISTER);
  final Ledger ledger;
  final Samples samples;
  final Live live;
  final LiveDialect stream;
  final WebServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private record Kept(Ledger ledger, Samples samples) {}

  private record Streaming(Live.Sizes sizes, LiveDialect.Limits limits) {}

  WebRig() {
    this(new WebServer.Settings("127.0.0.1", 0));
  }

  WebRig(WebServer.Settings settings) {
    this(settings, Quotas.Rates.DEFAULT, List.of());
  }

  /// @param configured tokens that there are from the start
  WebRig(WebServer.Settings settings, Quotas.Rates rates, List<ConfiguredToken> configured) {
    this(settings, rates, configured, new Kept(new MemoryLedger(), new MemorySamples()), USUAL);
  }

  /// Over a store of the test's own, which stays the test's to close.
  WebRig(Ledger ledger, Samples samples) {
    this(
        new WebServer.Settings("127.0.0.1", 0),
        Quotas.Rates.DEFAULT,
        List.of(),
        new Kept(ledger, samples),
        USUAL);
  }

  private WebRig(
      WebServer.Settings settings,
      Quotas.Rates rates,
      List<ConfiguredToken> configured,
      Kept kept,
      Streaming streaming) {
    ledger = kept.ledger;
    samples = kept.samples;
    tokens.configure(configured);
    entrance = new Entrance(tokens, new Quotas(rates, nanos::get), audit);
    live = new Live(Ticker.SYSTEM, InstantSource.fixed(NOW), streaming.sizes);
    var parts = parts();
    stream = new LiveDialect(parts, live, streaming.limits);
    var recorder = new RecorderDialect(parts, rig.chronicle(ledger, samples, PATIENCE));
    server =
        WebServer.start(
            settings, parts, List.of(api(parts, stream::reading), recorder, stream, health(parts)));
    server.ready();
  }

  /// With a stream and room for a crowd.
  static WebRig streaming(Live.Sizes sizes, LiveDialect.Limits streams) {
    var many = Duration.ofMinutes(1);
    var limits = new Limits(4096, 4096, many, many, many, many);
    return new WebRig(
        new WebServer.Settings("127.0.0.1", 0, limits, Trust.DEFAULT, false),
        Quotas.Rates.DEFAULT,
        List.of(),
        new Kept(new MemoryLedger(), new MemorySamples()),
        new Streaming(sizes, streams));
  }

  static WebRig with(Limits limits) {
    return new WebRig(new WebServer.Settings("127.0.0.1", 0, limits, Trust.DEFAULT, false));
  }

  private Dialect health(WebParts parts) {
    return new HealthDialect(
        parts,
        new HealthDialect.Called("allwell", "test cluster health"),
        id -> {
          checked.add(id);
          return checking.apply(id);
        },
        nanos::get,
        () -> etcdLost);
  }

  private Dialect api(WebParts parts, Supplier<LiveDialect.Reading> reading) {
    var statements = new Definitions(Defaults.CONFIG);
    return new NativeApi(
        new ApiParts(
            parts,
            keys -> statements.read(keys, Source.API),
            CheckStub.ending(rig.board()),
            ApiParts.PATIENCE,
            new ApiParts.Inside(
                new ApiParts.Program("1.2.3", null, null),
                rig.meters(),
                rig.ownFaults(),
                () -> new StoreReading(4, 0.25, 3, 2, 1),
                reading,
                Optional.empty())));
  }

  WebParts parts() {
    return new WebParts(
        rig.board(),
        rig.registry(),
        rig.supervisor(),
        keys -> definitions.read(keys, Source.API),
        new Exposition(rig.board(), own),
        InstantSource.fixed(NOW),
        entrance,
        new History(ledger, samples, InstantSource.fixed(NOW)),
        rig.aggregate(InstantSource.fixed(NOW)),
        this::place);
  }

  /// Where the configuration would state what is said to come from it.
  private Optional<String> place(String id) {
    return rig.registry()
        .roster()
        .byId(id)
        .filter(known -> known.service().source() == Source.FILE)
        .map(known -> "allwell.yaml:12");
  }

  /// The same parts for a second server beside the first.
  WebParts partsOfItsOwn() {
    var other =
        new OwnMetrics(
            "1.2.3",
            rig.meters(),
            rig.registry(),
            rig.supervisor(),
            () -> new StoreReading(0, 0, 0, 0, 0));
    var parts = parts();
    return new WebParts(
        parts.board(),
        parts.registry(),
        parts.supervisor(),
        parts.registrations(),
        new Exposition(rig.board(), other),
        parts.clock(),
        entrance,
        parts.history(),
        parts.aggregate(),
        parts.places());
  }

  InetSocketAddress address() {
    return server.address();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + address().getPort() + path);
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return send(request(path, headers).GET());
  }

  HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
    return headers.length == 0 ? request : request.headers(headers);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /// The text of a new token.
  String token(String name, Scope scope) {
    return switch (tokens.make(name, scope, null)) {
      case Tokens.Result.Done<Tokens.Made>(var made) -> made.text();
      case Tokens.Result.Refused<Tokens.Made> refused -> throw new AssertionError(refused);
    };
  }

  /// Sends bytes on a connection of their own and reads all that comes until it is closed.
  String raw(String text) throws IOException {
    try (var wire = new Wire(address())) {
      return wire.send(text).readAll();
    }
  }

  Wire wire() throws IOException {
    return new Wire(address());
  }

  @Override
  public void close() {
    client.shutdownNow();
    stream.close();
    server.close();
    live.close();
    audit.close();
    own.close();
    rig.close();
  }

  static Service service(String id, String name, String... groups) {
    return service(id, name, Source.API, new Labels(List.of(groups), List.of(), Map.of()));
  }

  static Service service(String id, String name, Source source, Labels labels) {
    var check = HttpCheck.of(false, new Endpoint("svc.test", 80), "/");
    return new Service(
        new Identity(id, name, "http://svc.test/" + id),
        source,
        check,
        Schedule.DEFAULT,
        Rules.DEFAULT,
        labels);
  }

  /// A state after these checks, judged with thresholds of one.
  static State state(@Nullable Report report, Reason... reasons) {
    var tally = Tally.EMPTY;
    var last = Reason.OK;
    for (var reason : reasons) {
      tally = tally.with(new Sample(NOW.toEpochMilli(), 12_345, reason, 200, 1));
      last = reason;
    }
    var standing = last.health().bad() ? Standing.DOWNTIME : Standing.UPTIME;
    var health = reasons.length == 0 ? Health.UNKNOWN : last.health();
    return new State(new Verdict(health, last, standing, NOW, NOW), tally, report);
  }
}

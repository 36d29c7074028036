package dev.allwell.server;

import dev.allwell.definition.Defaults;
import dev.allwell.definition.Definitions;
import dev.allwell.egress.Egress;
import dev.allwell.egress.Guard;
import dev.allwell.egress.Outlet;
import dev.allwell.egress.OwnListeners;
import dev.allwell.egress.Tls;
import dev.allwell.egress.Transport;
import dev.allwell.engine.Chronicle;
import dev.allwell.engine.Engine;
import dev.allwell.engine.History;
import dev.allwell.engine.Sink;
import dev.allwell.engine.Supervised;
import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import dev.allwell.model.Source;
import dev.allwell.server.access.Audit;
import dev.allwell.server.access.AuditBook;
import dev.allwell.server.access.Entrance;
import dev.allwell.server.access.Quotas;
import dev.allwell.server.access.Token;
import dev.allwell.server.access.Tokens;
import dev.allwell.server.config.ByProxy;
import dev.allwell.server.config.Config;
import dev.allwell.server.config.Settings;
import dev.allwell.server.config.Storage;
import dev.allwell.server.config.yaml.Reading;
import dev.allwell.server.etcd.EtcdMeters;
import dev.allwell.server.etcd.EtcdSource;
import dev.allwell.server.etcd.EtcdState;
import dev.allwell.server.export.CategorySnapshots;
import dev.allwell.server.export.EventLog;
import dev.allwell.server.export.Exposition;
import dev.allwell.server.export.OwnFaultMeters;
import dev.allwell.server.export.OwnMetrics;
import dev.allwell.server.export.StoreReading;
import dev.allwell.server.graphite.Graphite;
import dev.allwell.server.graphite.GraphiteMeters;
import dev.allwell.server.live.Live;
import dev.allwell.server.reload.ReloadMeters;
import dev.allwell.server.reload.Reloader;
import dev.allwell.server.store.DataFolder;
import dev.allwell.server.store.SqliteLedger;
import dev.allwell.server.store.SqliteSamples;
import dev.allwell.server.web.Dialect;
import dev.allwell.server.web.HealthDialect;
import dev.allwell.server.web.Limits;
import dev.allwell.server.web.LiveDialect;
import dev.allwell.server.web.RecorderDialect;
import dev.allwell.server.web.WebParts;
import dev.allwell.server.web.WebServer;
import dev.allwell.server.web.api.ApiParts;
import dev.allwell.server.web.api.NativeApi;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole program, wired in the order in which data flows; closed in reverse.
public final class App implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(App.class);

  private final Definitions registrations;
  private final Definitions statements;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Engine engine;
  private final WebServer web;
  private final AtomicReference<String> toldOfProxies = new AtomicReference<>("");
  private @Nullable Reloader reloader;

  /// Starts everything; what was opened is closed again when a part cannot be.
  ///
  /// @throws dev.allwell.server.store.StoreException when the data cannot be used
  /// @throws dev.allwell.server.web.ListenException when the address cannot be listened on
  public static App start(Settings settings) {
    return start(Config.of(settings));
  }

  /// Starts everything with a configuration of which no file is watched.
  ///
  /// @throws dev.allwell.server.store.StoreException when the data cannot be used
  /// @throws dev.allwell.server.web.ListenException when the address cannot be listened on
  public static App start(Config config) {
    return new App(config, null);
  }

  /// Starts everything with a configuration that was read, and watches it from then on.
  ///
  /// @throws dev.allwell.server.store.StoreException when the data cannot be used
  /// @throws dev.allwell.server.web.ListenException when the address cannot be listened on
  public static App start(Reading.Good read) {
    return new App(read.config(), read);
  }

  /// @param readOrNull where the configuration was read from; null when nothing was read
  private App(Config config, Reading.@Nullable Good readOrNull) {
    var settings = config.settings();
    var clocks = Engine.Clocks.SYSTEM;
    var storage = settings.storage();
    var trust = settings.trust();
    registrations = new Definitions(settings.rhythm().over(Defaults.REGISTER));
    statements = new Definitions(settings.rhythm().over(Defaults.CONFIG));
    var listening = listening(config);
    config.installation().line().ifPresent(line -> log.info("this server: {}", line));
    try {
      if (!wasUsed(storage)) {
        WebServer.refuseExposed(listening.host(), trust, !trust.tokens().isEmpty());
      }
      var folder = open(folder(storage, clocks));
      var ledger = open(SqliteLedger.open(folder.ledger(), clocks.ticker()));
      var entrance = entrance(config, folder, ledger, clocks);
      WebServer.refuseExposed(listening.host(), trust, entrance.tokens().anyGiven());
      var samples =
          open(
              SqliteSamples.open(
                  folder.samples(), clocks.wall(), clocks.ticker(), storage.retention()));

      var live = open(new Live(clocks.ticker(), clocks.wall()));
      var graphite = graphite(config, clocks);

      var ownListeners = new OwnListeners();
      var tls = open(Tls.create(List.of()));
      var egress = new Egress.Settings(Transport.best(), tls, List.of());
      engine =
          open(
              Engine.start(
                  new Engine.Ports(
                      ledger,
                      samples,
                      new Guard(ownListeners, settings.outward().policy()),
                      egress,
                      Stream.concat(Stream.<Sink>of(new EventLog(), live), graphite.stream())
                          .toList()),
                  clocks,
                  new Engine.Settings(
                      settings.concurrency(), settings.canaries(), config.conventions())));

      if (readOrNull == null) {
        tellOfOrphans(Source.FILE, "came from a configuration file, and none is given");
      } else {
        reloader =
            open(
                Reloader.start(
                    readOrNull,
                    engine.registry(),
                    taking(entrance),
                    clocks.wall(),
                    clocks.ticker()));
        engine.supervisor().watch("config", reloader::alive);
      }
      tellOfProxies(engine.registry().roster().all().stream().map(Registration::service).toList());

      var etcd = etcd(config, entrance.audit(), clocks);
      etcd.ifPresent(source -> engine.supervisor().watch("etcd", source::alive));

      SpareHeap.ofThisJvm()
          .ifPresent(heap ->
              engine
                  .supervisor()
                  .supervise(
                      "spare-heap",
                      () ->
                          Supervised.thread(
                              "spare-heap", new SpareHeap(heap, clocks.ticker())::run)));
      graphite.ifPresent(it ->
          engine.supervisor().supervise("graphite", () -> Supervised.thread("graphite", it::run)));
      engine.supervisor().watch("ledger-writer", ledger::alive);
      engine.supervisor().watch("samples-writer", samples::alive);
      engine.supervisor().watch("live", live::alive);

      var metrics =
          open(
              new OwnMetrics(
                  Version.text(),
                  engine.meters(),
                  engine.registry(),
                  engine.supervisor(),
                  () -> reading(ledger, samples)));
      metrics.collect(new CategorySnapshots(engine.aggregate(), engine::trips));
      new OwnFaultMeters(engine.ownFaults()).bindTo(metrics.meters());
      reloader().ifPresent(watching -> new ReloadMeters(watching).bindTo(metrics.meters()));
      graphite.ifPresent(it -> new GraphiteMeters(it).bindTo(metrics.meters()));
      etcd.ifPresent(it -> new EtcdMeters(it, clocks.wall()).bindTo(metrics.meters()));
      var parts =
          new WebParts(
              engine.board(),
              engine.registry(),
              engine.supervisor(),
              keys -> registrations.read(keys, Source.API),
              new Exposition(engine.board(), metrics, config.metrics().labels()),
              clocks.wall(),
              entrance,
              new History(ledger, samples, clocks.wall()),
              engine.aggregate(),
              id -> reloader().flatMap(watching -> watching.place(id)));
      var stream = new LiveDialect(parts, live, LiveDialect.Limits.DEFAULT);
      var called = config.installation();
      var inside =
          new ApiParts.Inside(
              new ApiParts.Program(Version.text(), called.nameOrNull(), called.environmentOrNull()),
              engine.meters(),
              engine.ownFaults(),
              () -> reading(ledger, samples),
              stream::reading,
              reloader().map(it -> new ApiParts.Configured(it::state, it::reload)),
              etcd.map(App::state));
      var api =
          new NativeApi(
              new ApiParts(
                  parts,
                  keys -> statements.read(keys, Source.API),
                  ApiParts.Checks.of(engine),
                  ApiParts.PATIENCE,
                  inside));
      var chronicle = new Chronicle(engine.board(), ledger, samples, clocks.ticker());
      var health =
          new HealthDialect(
              parts,
              HealthDialect.Called.of(
                  Optional.ofNullable(called.nameOrNull()),
                  Optional.ofNullable(called.environmentOrNull())),
              engine::checkOnce,
              clocks.ticker(),
              () ->
                  etcd.map(source -> source.state().mirror())
                      .filter(mirror -> !mirror.fresh())
                      .map(EtcdState.MirrorState::since));
      List<Dialect> dialects = List.of(api, new RecorderDialect(parts, chronicle), stream, health);
      web = open(WebServer.start(listening, parts, dialects));
      open(stream); // after the server: its readers are sent away before that waits for them
      ownListeners.announce(web.addresses(), machine());
      web.ready();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static boolean wasUsed(Storage storage) {
    return storage.ledger().map(Files::exists).orElseGet(() -> DataFolder.wasUsed(storage.data()));
  }

  private static DataFolder folder(Storage storage, Engine.Clocks clocks) {
    return storage
        .ledger()
        .map(file -> DataFolder.around(file, clocks.ticker()))
        .orElseGet(() -> DataFolder.open(storage.data(), clocks.ticker()));
  }

  private Entrance entrance(
      Config config, DataFolder folder, SqliteLedger ledger, Engine.Clocks clocks) {
    var audit = open(Audit.start(ledger.audit(AuditBook.Bounds.DEFAULT), clocks.wall()));
    var background = open(Executors.newVirtualThreadPerTaskExecutor());
    var tokens = Tokens.load(ledger.tokens(), clocks.wall(), background);
    var granted = tokens.configure(config.settings().trust().tokens());
    if (!granted.isEmpty()) {
      audit.noteOwn("configuration", "start", String.join("; ", granted));
    }
    if (tokens.welcome(folder.ownerToken())) {
      audit.noteOwn("access", "start", Token.OWNERS + ": made");
    }
    return new Entrance(tokens, new Quotas(config.limits(), clocks.ticker()), audit);
  }

  /// Empty where no results are to go.
  private Optional<Graphite> graphite(Config config, Engine.Clocks clocks) {
    var settings = config.graphite();
    return settings
        .address()
        .map(to -> {
          var outlet = new Outlet("graphite-io", clocks.ticker(), Transport.best());
          return open(new Graphite(to, settings, outlet, clocks.ticker(), clocks.wall()));
        });
  }

  /// Empty where nothing is to be read from etcd.
  private Optional<EtcdSource> etcd(Config config, Audit audit, Engine.Clocks clocks) {
    if (!config.etcd().used()) {
      tellOfOrphans(Source.ETCD, "came from etcd, and no etcd is given");
      return Optional.empty();
    }
    return Optional.of(
        open(
            EtcdSource.start(
                config.etcd(),
                config.defaults(),
                engine.registry(),
                clocks.wall(),
                clocks.ticker(),
                summary -> audit.noteOwn("etcd", "change", summary))));
  }

  private static Supplier<EtcdState> state(EtcdSource source) {
    return source::state;
  }

  private static WebServer.Settings listening(Config config) {
    var listen = config.settings().listen();
    return new WebServer.Settings(
        listen.host(),
        listen.port(),
        Limits.DEFAULT,
        config.settings().trust(),
        config.metrics().json());
  }

  /// What of a configuration takes effect at once, services aside.
  private Reloader.Listener taking(Entrance entrance) {
    return new Reloader.Listener() {
      @Override
      public List<String> took(Config config) {
        var tokens = config.settings().trust().tokens();
        var changes = new ArrayList<>(entrance.tokens().configure(tokens));
        if (entrance.quotas().configure(config.limits())) {
          changes.add("limits changed");
        }
        tellOfProxies(config.services());
        return changes;
      }

      @Override
      public void changed(String summary) {
        entrance.audit().noteOwn("configuration", "reload", summary);
      }
    };
  }

  /// What a source once said is not forgotten because nobody names it now.
  private void tellOfOrphans(Source source, String why) {
    long orphans =
        engine.registry().roster().all().stream()
            .filter(known -> known.service().source() == source)
            .count();
    if (orphans > 0) {
      log.warn("{} services {}: they stay as they were", orphans, why);
    }
  }

  private void tellOfProxies(List<Service> services) {
    var note = ByProxy.note(services).orElse("");
    if (!note.equals(toldOfProxies.getAndSet(note)) && !note.isEmpty()) {
      log.info(note);
    }
  }

  private <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
  }

  /// The addresses that this machine has now: a wildcard address stands for each of them.
  private static List<InetAddress> machine() {
    try {
      return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses).toList();
    } catch (SocketException e) {
      log.warn("this machine's addresses cannot be listed: only loopback is taken for them", e);
      return List.of();
    }
  }

  private static StoreReading reading(SqliteLedger ledger, SqliteSamples samples) {
    var stats = ledger.stats();
    return new StoreReading(
        stats.commits(),
        stats.commitNanos() / 1e9,
        ledger.waiting(),
        samples.queued(),
        samples.dropped());
  }

  /// Where it listens, with the real port.
  public InetSocketAddress address() {
    return web.address();
  }

  /// What watches the configuration; empty when the server was started without one.
  public Optional<Reloader> reloader() {
    return Optional.ofNullable(reloader);
  }

  /// What the server is a shell around.
  public Engine engine() {
    return engine;
  }

  /// Stops listening, then checking, then writes what waits. Blocks for some seconds at most.
  @Override
  public void close() {
    while (!opened.isEmpty()) {
      var part = opened.pop();
      try {
        part.close();
      } catch (Exception e) {
        log.error("closing {} failed", part.getClass().getSimpleName(), e);
      }
    }
  }
}

package dev.allwell.server;

import dev.allwell.definition.Defaults;
import dev.allwell.definition.Definitions;
import dev.allwell.egress.Egress;
import dev.allwell.egress.Guard;
import dev.allwell.egress.OwnListeners;
import dev.allwell.egress.Tls;
import dev.allwell.egress.Transport;
import dev.allwell.engine.Chronicle;
import dev.allwell.engine.Engine;
import dev.allwell.model.Source;
import dev.allwell.server.config.Settings;
import dev.allwell.server.export.EventLog;
import dev.allwell.server.export.Exposition;
import dev.allwell.server.export.OwnFaultMeters;
import dev.allwell.server.export.OwnMetrics;
import dev.allwell.server.export.StoreReading;
import dev.allwell.server.live.Live;
import dev.allwell.server.store.DataFolder;
import dev.allwell.server.store.SqliteLedger;
import dev.allwell.server.store.SqliteSamples;
import dev.allwell.server.web.Dialect;
import dev.allwell.server.web.LiveDialect;
import dev.allwell.server.web.RecorderDialect;
import dev.allwell.server.web.WebParts;
import dev.allwell.server.web.WebServer;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole program, wired in the order in which data flows; closed in reverse.
public final class App implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(App.class);

  private final Definitions registrations = new Definitions(Defaults.REGISTER);
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Engine engine;
  private final WebServer web;

  /// Starts everything; what was opened is closed again when a part cannot be.
  ///
  /// @throws dev.allwell.server.store.StoreException when the data cannot be used
  /// @throws dev.allwell.server.web.ListenException when the address cannot be listened on
  public static App start(Settings settings) {
    return start(settings, Optional.empty());
  }

  /// As the other, with a ledger whose file is named; the rest of the data lies beside it, whatever
  /// the settings say.
  public static App start(Settings settings, Optional<Path> ledger) {
    return new App(settings, ledger);
  }

  private App(Settings settings, Optional<Path> ledgerFile) {
    var clocks = Engine.Clocks.SYSTEM;
    var listening = new WebServer.Settings(settings.listen().host(), settings.listen().port());
    try {
      var folder =
          open(
              ledgerFile
                  .map(file -> DataFolder.around(file, clocks.ticker()))
                  .orElseGet(() -> DataFolder.open(settings.data(), clocks.ticker())));
      var ledger = open(SqliteLedger.open(folder.ledger(), clocks.ticker()));
      var samples = open(SqliteSamples.open(folder.samples(), clocks.wall(), clocks.ticker()));

      var live = open(new Live(clocks.ticker(), clocks.wall()));

      var ownListeners = new OwnListeners();
      var tls = open(Tls.create(List.of()));
      var egress = new Egress.Settings(Transport.best(), tls, List.of());
      engine =
          open(
              Engine.start(
                  new Engine.Ports(
                      ledger,
                      samples,
                      new Guard(ownListeners),
                      egress,
                      List.of(new EventLog(), live)),
                  clocks,
                  new Engine.Settings(settings.concurrency(), settings.canaries())));

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
      new OwnFaultMeters(engine.ownFaults()).bindTo(metrics.meters());
      var parts =
          new WebParts(
              engine.board(),
              engine.registry(),
              engine.supervisor(),
              keys -> registrations.read(keys, Source.API),
              new Exposition(engine.board(), metrics),
              clocks.wall());
      var chronicle = new Chronicle(engine.board(), ledger, samples, clocks.ticker());
      var stream = new LiveDialect(parts, live, LiveDialect.Limits.DEFAULT);
      List<Dialect> dialects = List.of(new RecorderDialect(parts, chronicle), stream);
      web = open(WebServer.start(listening, parts, dialects));
      open(stream); // its readers are sent away before the server waits for them
      ownListeners.announce(web.addresses());
      web.ready();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T open(T part) {
    opened.push(part);
    return part;
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

package dev.allwell.server.web.api;

import dev.allwell.definition.Definition;
import dev.allwell.engine.BoardEntry;
import dev.allwell.engine.Engine;
import dev.allwell.engine.Examined;
import dev.allwell.engine.LaneMeter;
import dev.allwell.engine.OwnFaults;
import dev.allwell.server.etcd.EtcdState;
import dev.allwell.server.export.StoreReading;
import dev.allwell.server.reload.ReloadState;
import dev.allwell.server.web.LiveDialect;
import dev.allwell.server.web.WebParts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the native API is a view of.
///
/// @param statements turns the keys of a service into a service or its problems
/// @param checks makes checks out of turn
/// @param patience how long a check now is waited for
public record ApiParts(
    WebParts web,
    Function<Map<String, @Nullable Object>, Definition> statements,
    Checks checks,
    Duration patience,
    Inside inside) {
  /// Shorter than the time after which a silent connection is cut.
  public static final Duration PATIENCE = Duration.ofSeconds(45);

  /// Makes checks out of turn.
  public interface Checks {
    /// Checks a service now, or joins the check under way.
    ///
    /// @return how it stands afterwards; empty when there is no such service
    CompletionStage<Optional<BoardEntry>> now(String id);

    /// As the other, with the steps of that very check.
    CompletionStage<Optional<Examined>> examined(String id);

    /// Those of an engine.
    static Checks of(Engine engine) {
      return new Checks() {
        @Override
        public CompletionStage<Optional<BoardEntry>> now(String id) {
          return engine.checkNow(id);
        }

        @Override
        public CompletionStage<Optional<Examined>> examined(String id) {
          return engine.examine(id);
        }
      };
    }
  }

  /// What goes on inside.
  ///
  /// @param lanes by their index
  /// @param configured the configuration's files; empty when there are none
  /// @param etcd how etcd stands; empty when nothing is read from it
  public record Inside(
      Program program,
      List<LaneMeter> lanes,
      OwnFaults ownFaults,
      Supplier<StoreReading> store,
      Supplier<LiveDialect.Reading> stream,
      Optional<Configured> configured,
      Optional<Supplier<EtcdState>> etcd) {
    public Inside {
      lanes = List.copyOf(lanes);
    }

    /// Without etcd.
    public Inside(
        Program program,
        List<LaneMeter> lanes,
        OwnFaults ownFaults,
        Supplier<StoreReading> store,
        Supplier<LiveDialect.Reading> stream,
        Optional<Configured> configured) {
      this(program, lanes, ownFaults, store, stream, configured, Optional.empty());
    }
  }

  /// Which program this is.
  ///
  /// @param nameOrNull what this server is called; null when nobody said it
  /// @param environmentOrNull what the installation is called; null when nobody said it
  public record Program(
      String version, @Nullable String nameOrNull, @Nullable String environmentOrNull) {}

  /// The configuration's files.
  ///
  /// @param state how they stand
  /// @param reload reads them now, and says how they stand then
  public record Configured(
      Supplier<ReloadState> state, Supplier<CompletionStage<ReloadState>> reload) {}
}

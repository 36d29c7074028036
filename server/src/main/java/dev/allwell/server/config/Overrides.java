package dev.allwell.server.config;

import dev.allwell.model.Endpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the command line says in place of the file; null where it says nothing.
///
/// @param concurrencyOrNull at least 1
/// @param canaries none for those of the file
public record Overrides(
    @Nullable Address listenOrNull,
    @Nullable Path dataOrNull,
    @Nullable Integer concurrencyOrNull,
    List<Endpoint> canaries) {
  public static final Overrides NONE = new Overrides(null, null, null, List.of());

  public Overrides {
    canaries = List.copyOf(canaries);
  }

  /// The configuration with what was said in its place.
  public Config over(Config config) {
    var settings = config.settings();
    return config.with(
        new Settings(
            Optional.ofNullable(listenOrNull).orElse(settings.listen()),
            Optional.ofNullable(dataOrNull).orElse(settings.data()),
            Optional.ofNullable(concurrencyOrNull).orElse(settings.concurrency()),
            canaries.isEmpty() ? settings.canaries() : canaries));
  }
}

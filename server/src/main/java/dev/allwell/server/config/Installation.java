package dev.allwell.server.config;

import dev.allwell.definition.Section;
import java.util.ArrayList;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What this server and the installation that it belongs to are called by whoever set them up; null
/// where nobody said it. Shown, and of no effect.
///
/// @param nameOrNull of this server, as `checkout watch`
/// @param environmentOrNull of the installation, as `production`
public record Installation(@Nullable String nameOrNull, @Nullable String environmentOrNull) {
  public static final Installation UNNAMED = new Installation(null, null);

  /// Both as one short line that can be printed; empty when neither was said.
  public Optional<String> line() {
    var said = new ArrayList<String>();
    if (nameOrNull != null) {
      said.add("SERVICE_NAME " + Section.shown(nameOrNull));
    }
    if (environmentOrNull != null) {
      said.add("ENV " + Section.shown(environmentOrNull));
    }
    return said.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", said));
  }
}

package dev.allwell.server.reload;

import dev.allwell.server.config.yaml.Origin;
import dev.allwell.server.config.yaml.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The files that a configuration is made of: its own, and those that it named when it was last
/// read. One thread.
final class Watched {
  private final Origin origin;
  private List<Path> named;

  /// @param named all that is known to be looked at
  Watched(Origin origin, List<Path> named) {
    this.origin = origin;
    this.named = named;
  }

  /// How all of them look now. Blocks.
  Signature look() {
    try {
      var all = new ArrayList<>(origin.files());
      all.addAll(named);
      return Signature.of(all);
    } catch (IOException e) {
      return Signature.none(e);
    }
  }

  /// Reads them, at rest or not. Blocks.
  Reading read() {
    return origin.read();
  }

  /// Looks from now on at what this reading looked at too, if it could look at anything.
  void names(Reading reading) {
    var files = files(reading);
    named = files.isEmpty() ? named : files;
  }

  /// How what a reading looked at looks now.
  static Signature look(Reading reading) {
    return Signature.of(files(reading));
  }

  private static List<Path> files(Reading reading) {
    return switch (reading) {
      case Reading.Good good -> good.files();
      case Reading.Bad bad -> bad.files();
      case Reading.Unreadable _ -> List.of();
    };
  }
}

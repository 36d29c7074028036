package dev.allwell.server.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/// How files look from outside, links followed: when it differs, they are worth reading again.
///
/// @param files each with its size, time and identity
/// @param newest when one of them changed last, by the clock of whoever keeps them
record Signature(List<String> files, Instant newest) {
  /// Of no file at all.
  static final Signature NONE = new Signature(List.of(), Instant.MIN);

  Signature {
    files = List.copyOf(files);
  }

  /// Looks at files; one that cannot be looked at is a part of it too.
  static Signature of(Collection<Path> paths) {
    var files = new ArrayList<String>();
    var newest = Instant.MIN;
    for (var path : new TreeSet<>(paths)) {
      try {
        var seen = Files.readAttributes(path, BasicFileAttributes.class);
        var changed = seen.lastModifiedTime().toInstant();
        var key = Objects.toString(seen.fileKey());
        files.add(path + " " + seen.size() + " " + changed + " " + key);
        newest = changed.isAfter(newest) ? changed : newest;
      } catch (IOException e) {
        files.add(path + " " + e.getClass().getSimpleName());
      }
    }
    return new Signature(files, newest);
  }

  /// The one of a folder that cannot be listed.
  static Signature none(IOException why) {
    return new Signature(List.of(String.valueOf(why)), Instant.MIN);
  }
}

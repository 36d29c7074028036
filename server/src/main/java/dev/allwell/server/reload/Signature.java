package dev.allwell.server.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/// How files look from outside, links followed: when it differs, they are worth reading again.
record Signature(List<String> files) {
  /// Looks at files; one that cannot be looked at is a part of it too.
  static Signature of(Collection<Path> paths) {
    var files = new ArrayList<String>();
    for (var path : new TreeSet<>(paths)) {
      files.add(path + " " + look(path));
    }
    return new Signature(List.copyOf(files));
  }

  /// The one of a folder that cannot be listed.
  static Signature none(IOException why) {
    return new Signature(List.of(String.valueOf(why)));
  }

  private static String look(Path path) {
    try {
      var seen = Files.readAttributes(path, BasicFileAttributes.class);
      return seen.size() + " " + seen.lastModifiedTime() + " " + Objects.toString(seen.fileKey());
    } catch (IOException e) {
      return e.getClass().getSimpleName();
    }
  }
}

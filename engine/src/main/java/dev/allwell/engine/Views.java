package dev.allwell.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/// What spans services: pure functions over the board.
public final class Views {
  private final Board board;

  public Views(Board board) {
    this.board = board;
  }

  /// All groups that some service names, by name.
  public SortedMap<String, Group> groups() {
    var members = new TreeMap<String, List<BoardEntry>>();
    board.forEach(entry ->
        entry.registration().service().labels().groups().stream()
            .distinct()
            .forEach(name -> members.computeIfAbsent(name, n -> new ArrayList<>()).add(entry)));
    var groups = new TreeMap<String, Group>();
    members.forEach((name, entries) -> groups.put(name, new Group(name, entries)));
    return groups;
  }

  /// One group; empty when no service names it.
  public Optional<Group> group(String name) {
    var entries = new ArrayList<BoardEntry>();
    board.forEach(entry -> {
      if (entry.registration().service().labels().groups().contains(name)) {
        entries.add(entry);
      }
    });
    return entries.isEmpty() ? Optional.empty() : Optional.of(new Group(name, entries));
  }

  /// Services that share a group's name.
  ///
  /// @param entries by id, at least one
  public record Group(String name, List<BoardEntry> entries) {
    public Group {
      entries = List.copyOf(entries);
    }

    /// How many are healthy or degraded.
    public int good() {
      return (int) entries.stream().filter(entry -> entry.health().good()).count();
    }

    /// How many count: paused services do not.
    public int total() {
      return (int) entries.stream().filter(entry -> !entry.paused()).count();
    }

    /// good ÷ total · 100; empty when all are paused.
    public OptionalDouble healthPercentage() {
      int total = total();
      return total == 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * good() / total);
    }
  }
}

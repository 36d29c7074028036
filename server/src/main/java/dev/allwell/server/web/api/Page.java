package dev.allwell.server.web.api;

import dev.allwell.engine.Board;
import dev.allwell.engine.BoardEntry;
import dev.allwell.model.Registration;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;

/// One page of a list of services: those that pass a filter, in an order, after a place in it.
///
/// The place is the last page's last service, so that what comes and goes in between moves nothing:
/// a service that was there all the time and kept its place is seen exactly once.
///
/// @param entries at most as many as were asked for
/// @param total how many pass the filter
/// @param nextOrEmpty the cursor of the next page; empty when this was the last
record Page(List<BoardEntry> entries, int total, String nextOrEmpty) {
  Page {
    entries = List.copyOf(entries);
  }

  /// @param descending whether the order is turned round
  record Sorting(Order order, boolean descending) {
    /// `name`, or `-name` for the other way round.
    static Optional<Sorting> of(String text) {
      boolean descending = text.startsWith("-");
      return Order.of(descending ? text.substring(1) : text)
          .map(order -> new Sorting(order, descending));
    }

    String code() {
      return (descending ? "-" : "") + order.code();
    }

    private Comparator<Place> comparator() {
      var ascending = Comparator.comparing(Place::key).thenComparing(Place::id);
      return descending ? ascending.reversed() : ascending;
    }
  }

  /// A place in a sorting.
  ///
  /// @param key by which it is sorted
  record Place(String key, String id) {
    /// As a text for a url, which is good for the same sorting alone.
    String cursor(Sorting sorting) {
      var text = sorting.code() + "\n" + id + "\n" + key;
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static Optional<Place> read(String cursor, Sorting sorting) {
      try {
        var parts =
            new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8)
                .split("\n", 3);
        return parts.length == 3 && parts[0].equals(sorting.code())
            ? Optional.of(new Place(parts[2], parts[1]))
            : Optional.empty();
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
  }

  private record Candidate(Place place, BoardEntry entry) {}

  /// Looks through the whole board, unless it is asked for all services by id; only as many as the
  /// page holds are kept meanwhile.
  ///
  /// @param after empty for the first page
  static Page of(Board board, Filter filter, Sorting sorting, Optional<Place> after, int limit) {
    return filter.isAny() && sorting.order() == Order.ID
        ? byId(board, sorting, after, limit)
        : search(board.entries(), filter::passes, sorting, after, limit);
  }

  /// Looks through services that are on no board.
  ///
  /// @param after empty for the first page
  static Page of(
      Collection<Registration> unwatched,
      Filter filter,
      Sorting sorting,
      Optional<Place> after,
      int limit) {
    return search(
        unwatched.stream().map(BoardEntry::unwatched).iterator(),
        filter::passes,
        sorting,
        after,
        limit);
  }

  private static Page byId(Board board, Sorting sorting, Optional<Place> after, int limit) {
    var entries = new ArrayList<BoardEntry>(limit);
    var each = board.entries(after.map(Place::id).orElse(""), sorting.descending());
    while (entries.size() < limit && each.hasNext()) {
      entries.add(each.next());
    }
    var next =
        each.hasNext() ? new Place("", entries.getLast().registration().id()).cursor(sorting) : "";
    return new Page(entries, board.size(), next);
  }

  private static Page search(
      Iterator<BoardEntry> all,
      Predicate<BoardEntry> filter,
      Sorting sorting,
      Optional<Place> after,
      int limit) {
    var order = sorting.comparator();
    var best =
        new PriorityQueue<Candidate>(
            Comparator.comparing(Candidate::place, order).reversed()); // the worst is on top
    int total = 0;
    while (all.hasNext()) {
      var entry = all.next();
      if (!filter.test(entry)) {
        continue;
      }
      total++;
      var place = new Place(sorting.order().key(entry), entry.registration().id());
      boolean wanted = after.isEmpty() || order.compare(place, after.get()) > 0;
      if (wanted && best.size() <= limit) {
        best.add(new Candidate(place, entry));
      } else if (wanted && order.compare(place, best.element().place()) < 0) {
        best.remove();
        best.add(new Candidate(place, entry));
      }
    }
    return cut(best, sorting, limit, total);
  }

  private static Page cut(PriorityQueue<Candidate> best, Sorting sorting, int limit, int total) {
    boolean more = best.size() > limit;
    var found = new ArrayList<Candidate>(best);
    found.sort(Comparator.comparing(Candidate::place, sorting.comparator()));
    var page = more ? found.subList(0, limit) : found;
    return new Page(
        page.stream().map(Candidate::entry).toList(),
        total,
        more ? page.getLast().place().cursor(sorting) : "");
  }
}

package dev.allwell.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// All that is known of the categories at one moment: what was stated, what tripped, and whether
/// the whole was acknowledged. Immutable.
///
/// Several sources may state one category; the file's statement counts before etcd's, and that
/// before the API's. A category that a service names and nobody stated is one with the defaults,
/// and so is [Category#DEFAULT].
///
/// @param stated by name and source
/// @param off what is disabled, whatever was stated, by name
/// @param acks of the whole, by who said so
public record Categories(
    SortedMap<String, Map<Source, Category>> stated,
    SortedMap<String, SwitchedOff> off,
    Map<Source, Ack> acks) {
  public static final Categories NONE =
      new Categories(Collections.emptySortedMap(), Collections.emptySortedMap(), Map.of());

  private static final Source[] FIRST_COUNTS = {Source.FILE, Source.ETCD, Source.API};

  public Categories {
    var copied = new TreeMap<String, Map<Source, Category>>();
    stated.forEach((name, by) -> copied.put(name, Map.copyOf(by)));
    stated = Collections.unmodifiableSortedMap(copied);
    off = Collections.unmodifiableSortedMap(new TreeMap<>(off));
    acks = Map.copyOf(acks);
  }

  /// The statement that counts, or the defaults; not whether it was switched off.
  public Category of(String name) {
    return statement(name).orElseGet(() -> Category.unstated(name));
  }

  /// The statement that counts; empty when nobody made one.
  public Optional<Category> statement(String name) {
    var by = stated.get(name);
    return by == null
        ? Optional.empty()
        : Stream.of(FIRST_COUNTS).filter(by::containsKey).findFirst().map(by::get);
  }

  /// Whether it may be good to go at all.
  public boolean enabled(String name) {
    return of(name).enabled() && !off.containsKey(name);
  }

  /// Whether somebody said anything of it; services may name others.
  public boolean knows(String name) {
    return name.equals(Category.DEFAULT) || stated.containsKey(name);
  }

  /// How a service is checked, in view of its categories' periods.
  public Schedule schedule(Service service) {
    Schedule own = service.schedule();
    if (stated.isEmpty() && service.source() != Source.ETCD) {
      return own; // as most sites have it, and a start asks for each service
    }
    return Stream.concat(Stream.of(Category.DEFAULT), service.labels().categories().stream())
        .flatMap(name -> period(name, service.source()).stream())
        .min(Duration::compareTo)
        .filter(period -> period.compareTo(own.interval()) < 0)
        .map(own::every)
        .orElse(own);
  }

  private Optional<Duration> period(String name, Source source) {
    var stated = of(name).period();
    return stated.isEmpty() && source == Source.ETCD && name.equals(Category.DEFAULT)
        ? Optional.of(Category.ETCD_PERIOD)
        : stated;
  }

  /// What was said of the whole and holds; of several the file's first.
  public Optional<Ack> ack(Instant now) {
    return Stream.of(FIRST_COUNTS)
        .flatMap(source -> Optional.ofNullable(acks.get(source)).stream())
        .filter(ack -> ack.holds(now))
        .findFirst();
  }

  /// The names of those that are disabled as soon as they are found bad.
  public Set<String> armed() {
    return stated.keySet().stream()
        .filter(name -> of(name).sticky() && enabled(name))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// With a statement more, or another one in its place.
  public Categories with(Category category) {
    var more = new TreeMap<>(stated);
    var by = new EnumMap<Source, Category>(Source.class);
    by.putAll(stated.getOrDefault(category.name(), Map.of()));
    by.put(category.source(), category);
    more.put(category.name(), by);
    return new Categories(more, off, acks);
  }

  /// Without a source's statement. What was off is on again when nobody states it.
  public Categories without(String name, Source source) {
    var by = new EnumMap<Source, Category>(Source.class);
    by.putAll(stated.getOrDefault(name, Map.of()));
    by.remove(source);
    var less = new TreeMap<>(stated);
    var stillOff = new TreeMap<>(off);
    if (by.isEmpty()) {
      less.remove(name);
      stillOff.remove(name);
    } else {
      less.put(name, by);
    }
    return new Categories(less, stillOff, acks);
  }

  /// With a category found bad. The first time counts.
  public Categories tripped(String name, Instant at) {
    return off(name, SwitchedOff.tripped(at));
  }

  /// With a category switched off. The first time counts.
  public Categories off(String name, SwitchedOff how) {
    var more = new TreeMap<>(off);
    more.putIfAbsent(name, how);
    return new Categories(stated, more, acks);
  }

  /// With a category that a person switched on.
  public Categories mended(String name) {
    var less = new TreeMap<>(off);
    less.remove(name);
    return new Categories(stated, less, acks);
  }

  /// With the whole acknowledged by a source.
  public Categories acked(Source source, Ack ack) {
    var more = new EnumMap<Source, Ack>(Source.class);
    more.putAll(acks);
    more.put(source, ack);
    return new Categories(stated, off, more);
  }

  /// With what a source said of the whole taken back.
  public Categories unacked(Source source) {
    var less = new EnumMap<Source, Ack>(Source.class);
    less.putAll(acks);
    less.remove(source);
    return new Categories(stated, off, less);
  }
}

package dev.allwell.definition;

import dev.allwell.model.Secret;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One section of keys while it is read.
///
/// Each reader takes one key: it answers the value, or the fallback when the key is absent or empty
/// (null), or when it is wrong, which is noted. A key that no reader asked for is unknown. Nothing
/// descends into a value deeper than a reader asks, so no tree is too deep.
public final class Section {
  /// Longest text under any key, in characters.
  static final int LONGEST_TEXT = 8192;

  private static final String WANTED_DURATION =
      "expected a duration with a unit, such as \"30s\", \"500ms\" or \"1m30s\", got ";

  private final String path;
  private final Map<?, ?> keys;
  private final Problems problems;
  private final FileAccess files;
  private final Map<String, Shape> known = new LinkedHashMap<>();
  private final Map<String, Section> sections = new LinkedHashMap<>(0);
  private final Map<String, Object> otherwise = new LinkedHashMap<>(0);
  private final Map<String, String> shownAs = new LinkedHashMap<>(0);
  private boolean open;

  /// @param path of the section itself; empty for the whole
  /// @param keys of text, with `String`, `Number`, `Boolean`, `List`, `Map`, [Variable] or null
  ///   under them
  /// @param problems where what is wrong is noted
  public Section(String path, Map<?, ?> keys, Problems problems, FileAccess files) {
    this.files = files;
    this.path = path;
    this.keys = keys;
    this.problems = problems;
  }

  /// The keys that are there and are texts, in the order given.
  public List<String> names() {
    open = true;
    return keys.keySet().stream().filter(String.class::isInstance).map(String.class::cast).toList();
  }

  public boolean has(String key) {
    return value(key).isPresent();
  }

  /// The value as it is, whatever it is.
  public Optional<Object> value(String key) {
    return value(key, Shape.ANY);
  }

  /// The value as it is.
  ///
  /// @param shape what the caller expects it to be
  public Optional<Object> value(String key, Shape shape) {
    known.merge(key, shape, (before, now) -> before instanceof Shape.Any ? now : before);
    return settled(keys.get(key), shape);
  }

  /// A text of at most 8,192 characters.
  public Optional<String> text(String key) {
    return value(key, Shape.TEXT).flatMap(value -> text(key, value));
  }

  /// A text that is never shown: under the key itself, or in the file that `key-file` names.
  public Optional<Secret> secret(String key) {
    return secret(key, LONGEST_TEXT);
  }

  Optional<Secret> secret(String key, int longest) {
    var value = value(key, Shape.HIDDEN);
    if (value.isPresent() && !(value.get() instanceof String)) {
      value(key + "-file", Shape.TEXT);
      boolean plain = value.get() instanceof Number || value.get() instanceof Boolean;
      refuse(key, plain ? "expected text: put it in quotes" : "expected text");
      return Optional.empty();
    }
    return textOrFile(key, longest, Shape.HIDDEN).map(Secret::new);
  }

  /// A text under the key itself, or in the file that `key-file` names.
  public Optional<String> textOrFile(String key) {
    return textOrFile(key, LONGEST_TEXT);
  }

  /// @param longest in characters, wherever it stands
  Optional<String> textOrFile(String key, int longest) {
    return textOrFile(key, longest, Shape.TEXT);
  }

  private Optional<String> textOrFile(String key, int longest, Shape shape) {
    String fileKey = key + "-file";
    Optional<String> direct = value(key, shape).flatMap(value -> text(key, value, longest));
    Optional<String> file = text(fileKey);
    if (direct.isPresent() && file.isPresent()) {
      refuse(fileKey, "expected one of " + key + " and " + fileKey + ", got both");
      return direct;
    }
    return direct.or(() ->
        file.flatMap(path -> files.read(path, why -> refuse(fileKey, why)))
            .flatMap(read -> text(fileKey, read, longest)));
  }

  /// Under which of the two a text stands: the key, or `key-file`.
  public String written(String key) {
    return has(key) || !has(key + "-file") ? key : key + "-file";
  }

  /// A duration with a unit.
  public Duration duration(String key, Duration fallback, Duration least, Duration most) {
    otherwise(key, fallback);
    var value = value(key, new Shape.Lasting(least, most));
    if (value.isEmpty()) {
      return fallback;
    }
    var read = value.filter(String.class::isInstance).map(String.class::cast);
    var duration = read.flatMap(Durations::read);
    if (duration.isEmpty()) {
      boolean bare = value.get() instanceof Number || read.filter(Section::digits).isPresent();
      refuse(key, WANTED_DURATION + (bare ? "the bare number " : "") + Quoted.of(value.get()));
      return fallback;
    }
    if (duration.get().compareTo(least) < 0 || duration.get().compareTo(most) > 0) {
      String range = Durations.text(least) + " to " + Durations.text(most);
      refuse(key, "expected a duration from " + range + ", got " + Quoted.of(read.get()));
      return fallback;
    }
    return duration.get();
  }

  /// A whole number.
  public int whole(String key, int fallback, int least, int most) {
    otherwise(key, fallback);
    var value = value(key, new Shape.Whole(least, most));
    if (value.isEmpty()) {
      return fallback;
    }
    OptionalInt number = whole(value.get());
    if (number.isPresent() && number.getAsInt() >= least && number.getAsInt() <= most) {
      return number.getAsInt();
    }
    refuse(
        key,
        "expected a whole number from %d to %d, got %s"
            .formatted(least, most, Quoted.of(value.get())));
    return fallback;
  }

  /// A number from 0 to 1.
  public double fraction(String key, double fallback) {
    otherwise(key, fallback);
    var value = value(key, Shape.FRACTION);
    if (value.isEmpty()) {
      return fallback;
    }
    double number = value.get() instanceof Number given ? given.doubleValue() : Double.NaN;
    if (number >= 0 && number <= 1) {
      return number;
    }
    refuse(key, "expected a number from 0 to 1, got " + Quoted.of(value.get()));
    return fallback;
  }

  /// True or false.
  public boolean flag(String key, boolean fallback) {
    otherwise(key, fallback);
    var value = value(key, Shape.FLAG);
    if (value.isPresent() && !(value.get() instanceof Boolean)) {
      refuse(key, "expected true or false, got " + Quoted.of(value.get()));
    }
    return value.filter(Boolean.class::isInstance).map(Boolean.class::cast).orElse(fallback);
  }

  /// One of a few words, in upper or lower case.
  ///
  /// @param written how a choice is written
  public <E> E choice(String key, E fallback, E[] choices, Function<E, String> written) {
    otherwise(key, written.apply(fallback));
    var words = Arrays.stream(choices).map(written).toList();
    var text = value(key, new Shape.Choice(words)).flatMap(value -> text(key, value));
    if (text.isEmpty()) {
      return fallback;
    }
    for (E choice : choices) {
      if (written.apply(choice).equalsIgnoreCase(text.get())) {
        return choice;
      }
    }
    refuse(key, "expected one of " + String.join(", ", words) + ", got " + Quoted.of(text.get()));
    return fallback;
  }

  /// A list, each element read by `reader` at a path like `groups[1]`.
  ///
  /// @param reader answers nothing for an element that it refused
  public <T> List<T> list(String key, int most, BiFunction<String, Object, Optional<T>> reader) {
    return list(key, most, Shape.TEXT, reader);
  }

  /// A list, each element read by `reader` at a path like `groups[1]`.
  ///
  /// @param shape of an element
  public <T> List<T> list(
      String key, int most, Shape shape, BiFunction<String, Object, Optional<T>> reader) {
    var value = value(key, new Shape.Listing(shape, most));
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof List<?> elements)) {
      refuse(key, "expected a list, got " + Quoted.of(value.get()));
      return List.of();
    }
    if (elements.size() > most) {
      refuse(key, "expected at most %d, got %d".formatted(most, elements.size()));
      return List.of();
    }
    var read = new ArrayList<T>();
    for (int i = 0; i < elements.size(); i++) {
      String place = key + "[" + i + "]";
      settled(elements.get(i), shape)
          .ifPresentOrElse(
              element -> reader.apply(place, element).ifPresent(read::add),
              () -> refuse(place, "expected a value, got nothing"));
    }
    return read;
  }

  /// Texts under keys of the writer's own choice, in the order given.
  ///
  /// @param fault what is wrong with a key and its text, if anything
  public Map<String, String> texts(
      String key, int most, BiFunction<String, String, Optional<String>> fault) {
    var read = new LinkedHashMap<String, String>();
    Map<?, ?> entries = map(key, Shape.TEXTS);
    if (entries.size() > most) {
      refuse(key, "expected at most %d, got %d".formatted(most, entries.size()));
      return read;
    }
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      if (!(entry.getKey() instanceof String name)) {
        refuse(key, "expected keys of text, got " + Quoted.of(entry.getKey()));
        continue;
      }
      String place = key + "." + Quoted.key(name);
      var text = settled(entry.getValue(), Shape.TEXT).flatMap(value -> text(place, value));
      if (entry.getValue() == null) {
        refuse(place, "expected text, got nothing");
      }
      text.flatMap(given -> fault.apply(name, given))
          .ifPresentOrElse(
              message -> refuse(place, message), () -> text.ifPresent(t -> read.put(name, t)));
    }
    return read;
  }

  /// A section below this one; an empty one when it is absent.
  public Section section(String key) {
    var section = new Section(at(key), map(key, Shape.ANY), problems, files);
    sections.put(key, section);
    return section;
  }

  /// A section without keys in the place of one that may not be there.
  Section none(String key) {
    return new Section(at(key), Map.of(), problems, files);
  }

  /// Notes what is wrong at a key of this section.
  public void refuse(String key, String message) {
    problems.add(at(key), message);
  }

  /// Refuses each key that no reader asked for. Comes last.
  public void refuseTheRest() {
    for (Object key : keys.keySet()) {
      if (!(key instanceof String name)) {
        problems.add(path, "expected keys of text, got " + Quoted.of(key));
      } else if (!known.containsKey(name)) {
        refuse(Quoted.key(name), "unknown key" + (problems.full() ? "" : meant(name)));
      }
    }
  }

  private String meant(String name) {
    return Nearest.to(name, known.keySet())
        .map(near -> ", did you mean \"" + near + "\"?")
        .orElse("");
  }

  /// The paths of all keys that were asked for, here and in the sections below.
  Stream<String> asked() {
    return Stream.concat(
        known.keySet().stream().map(this::at), sections.values().stream().flatMap(Section::asked));
  }

  /// What was asked for, here and in the sections below.
  public Shape shape() {
    if (open) { // sections under names of the writer's choice are all alike
      return new Shape.Free(
          sections.values().stream().findFirst().map(Section::shape).orElse(Shape.ANY));
    }
    var keys = new TreeMap<>(known);
    sections.forEach((key, section) -> keys.put(key, section.shape()));
    return new Shape.Keys(keys);
  }

  /// Notes what holds where a key is not there, for whoever shows it; a duration, a number, a flag,
  /// a text or a list.
  public void otherwise(String key, Object value) {
    otherwise.put(key, value);
  }

  /// Notes how a value is shown of which only a part is secret.
  void shownAs(String key, String text) {
    shownAs.put(key, text);
  }

  /// All that was asked for, here and in the sections below, with what holds: what was written, or
  /// else the default; what is secret as `***`. In the order of asking.
  public Map<String, @Nullable Object> effective() {
    var all = new LinkedHashMap<String, @Nullable Object>();
    known.forEach((key, shape) -> {
      var section = sections.get(key);
      var written = keys.get(key);
      if (section != null) {
        var below = section.effective();
        if (!below.isEmpty()) {
          all.put(key, below);
        }
      } else if (written != null) {
        all.put(
            key,
            shape instanceof Shape.Hidden
                ? shownAs.getOrDefault(key, "***")
                : Variable.settled(written, shape));
      } else if (otherwise.containsKey(key)) {
        var held = otherwise.get(key);
        all.put(key, held instanceof Duration lasting ? Durations.text(lasting) : held);
      } else if (open && keys.containsKey(key)) {
        all.put(key, null);
      }
    });
    return all;
  }

  /// A key as it stands in paths: short and printable.
  public static String shownKey(String key) {
    return Quoted.key(key);
  }

  /// A value as it stands in messages.
  public static String shown(Object value) {
    return Quoted.of(value);
  }

  /// The whole number that a value is, if it is one and an `int` holds it.
  static OptionalInt whole(Object value) {
    return switch (value) {
      case Integer number -> OptionalInt.of(number);
      case Long number when number.intValue() == number -> OptionalInt.of(number.intValue());
      case Short number -> OptionalInt.of(number);
      case Byte number -> OptionalInt.of(number);
      case BigInteger number when number.bitLength() < Integer.SIZE ->
          OptionalInt.of(number.intValue());
      default -> OptionalInt.empty();
    };
  }

  private Map<?, ?> map(String key, Shape shape) {
    var value = value(key, shape);
    if (value.isPresent() && !(value.get() instanceof Map)) {
      refuse(key, "expected a map, got " + Quoted.of(value.get()));
    }
    return value.isPresent() && value.get() instanceof Map<?, ?> map ? map : Map.of();
  }

  /// A value at a place below this section as a text.
  public Optional<String> text(String place, Object value) {
    return text(place, value, LONGEST_TEXT);
  }

  private Optional<String> text(String place, Object value, int longest) {
    if (!(value instanceof String text)) {
      boolean plain = value instanceof Number || value instanceof Boolean;
      refuse(place, "expected text, got " + Quoted.of(value) + (plain ? ": put it in quotes" : ""));
      return Optional.empty();
    }
    if (text.length() > longest) {
      refuse(place, "expected at most " + longest + " characters, got " + text.length());
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private static Optional<Object> settled(@Nullable Object value, Shape shape) {
    return Optional.ofNullable(value instanceof Variable given ? given.as(shape) : value);
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static boolean digits(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}

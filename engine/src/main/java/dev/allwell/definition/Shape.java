package dev.allwell.definition;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a reader expects under a key, told by its asking: a schema is made of these, so that it
/// cannot say anything else than the reader does.
public sealed interface Shape {
  /// Nothing more is known.
  record Any() implements Shape {}

  /// A text.
  record Text() implements Shape {}

  /// A text that is never shown.
  record Hidden() implements Shape {}

  /// A duration with a unit.
  record Lasting(Duration least, Duration most) implements Shape {}

  /// A number of bytes with a unit.
  record Sized(int least, int most) implements Shape {}

  /// A number of times in a unit of time.
  record Paced() implements Shape {}

  /// A whole number.
  record Whole(int least, int most) implements Shape {}

  /// A number.
  record Numeric() implements Shape {}

  /// A number from 0 to 1.
  record Fraction() implements Shape {}

  /// True or false.
  record Flag() implements Shape {}

  /// One of a few words, in upper or lower case.
  record Choice(List<String> words) implements Shape {
    public Choice {
      words = List.copyOf(words);
    }
  }

  /// A list.
  ///
  /// @param most elements
  record Listing(Shape element, int most) implements Shape {}

  /// Values under keys of the writer's own choice.
  record Free(Shape value) implements Shape {}

  /// One of several shapes.
  record Either(List<Shape> shapes) implements Shape {
    public Either {
      shapes = List.copyOf(shapes);
    }
  }

  /// A section of keys.
  record Keys(Map<String, Shape> keys) implements Shape {
    public Keys {
      keys = Collections.unmodifiableMap(new TreeMap<>(keys));
    }
  }

  Shape ANY = new Any();
  Shape TEXT = new Text();
  Shape HIDDEN = new Hidden();
  Shape PACED = new Paced();
  Shape FLAG = new Flag();
  Shape FRACTION = new Fraction();
  Shape TEXTS = new Free(TEXT);
}

package dev.allwell.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value that is wholly what a variable of the environment holds, and reads as a number, a flag
/// or nothing: the key under which it stands decides whether that is meant or the text, so that a
/// password of digits stays one.
///
/// @param text as the variable holds it
/// @param meaningOrNull the number or flag that the text writes; null for nothing
/// @param quoted whether it was written in quotes, which rules where the key takes anything
public record Variable(String text, @Nullable Object meaningOrNull, boolean quoted) {

  /// What it is where this is expected; null for nothing.
  @Nullable Object as(Shape shape) {
    return meant(shape) ? meaningOrNull : text;
  }

  private boolean meant(Shape shape) {
    return switch (shape) {
      case Shape.Any _ -> !quoted;
      case Shape.Whole _, Shape.Numeric _, Shape.Fraction _, Shape.Flag _ -> true;
      case Shape.Either(List<Shape> shapes) -> meaningOrNull != null && anyMeant(shapes);
      case Shape.Text _,
          Shape.Hidden _,
          Shape.Lasting _,
          Shape.Sized _,
          Shape.Paced _,
          Shape.Choice _,
          Shape.Listing _,
          Shape.Free _,
          Shape.Keys _ ->
          false;
    };
  }

  /// Where a key takes a text or a number, what writes one is a number.
  private boolean anyMeant(List<Shape> shapes) {
    return shapes.stream().anyMatch(shape -> !(shape instanceof Shape.Any) && meant(shape));
  }

  /// A value with all variables in it as what they are where this is expected.
  static @Nullable Object settled(@Nullable Object value, Shape shape) {
    return switch (value) {
      case Variable variable -> variable.as(shape);
      case List<?> list -> {
        var element = shape instanceof Shape.Listing(Shape each, _) ? each : shape;
        var settled = new ArrayList<@Nullable Object>(list.size());
        list.forEach(each -> settled.add(settled(each, element)));
        yield settled;
      }
      case Map<?, ?> map -> {
        var below = shape instanceof Shape.Free(Shape each) ? each : Shape.ANY;
        var settled = new LinkedHashMap<Object, @Nullable Object>();
        map.forEach((key, each) -> settled.put(key, settled(each, below)));
        yield settled;
      }
      case null, default -> value;
    };
  }
}

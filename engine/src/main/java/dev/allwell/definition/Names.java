package dev.allwell.definition;

import dev.allwell.model.Identity;
import java.text.Normalizer;
import java.util.Locale;

/// The id and the name of a service; either is empty when it was refused.
///
/// A name is brought into Unicode normal form C, which looks the same.
record Names(String id, String name) {
  /// Reads `id` and `name`.
  ///
  /// @param idIsName whether the id is required and is the name as well
  static Names read(Section top, boolean idIsName) {
    return idIsName ? byId(top) : byName(top);
  }

  /// A name as an id: lower case, what is not `a-z0-9` turned into single hyphens, trimmed.
  static String slug(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  /// A name in the form in which it is kept.
  static String composed(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC);
  }

  private static Names byId(Section top) {
    if (!top.has("id")) {
      top.refuse("id", "missing: expected an id such as \"checkout\"");
    }
    String id = id(top);
    top.text("name")
        .filter(name -> !name.equals(id))
        .ifPresent(_ -> top.refuse("name", "here the id is the name: leave it out"));
    return new Names(id, id);
  }

  private static Names byName(Section top) {
    if (!top.has("name")) {
      top.refuse("name", "missing: expected a name such as \"checkout\"");
    }
    String name = top.text("name").map(text -> name(top, text)).orElse("");
    if (top.has("id")) {
      return new Names(id(top), name);
    }
    String slug = slug(name);
    top.otherwise("id", slug);
    if (!name.isEmpty() && !Identity.isId(slug)) {
      top.refuse(
          "id",
          slug.isEmpty()
              ? "missing: none can be made of a name without the letters a to z and digits"
              : "missing: the one made of the name has more than 128 characters");
    }
    return new Names(slug, name);
  }

  private static String id(Section top) {
    var text = top.text("id");
    String id = text.orElse("");
    if (text.isPresent() && !Identity.isId(id)) {
      top.refuse(
          "id",
          "expected 1 to 128 letters, digits, \".\", \"_\" and \"-\", the first a letter or digit,"
              + " got "
              + Quoted.of(id));
    }
    return id;
  }

  private static String name(Section top, String text) {
    String name = composed(text);
    if (Identity.isName(name)) {
      return name;
    }
    int length = name.codePointCount(0, name.length());
    top.refuse(
        "name",
        "expected 1 to 128 printable characters, got "
            + (length > Identity.LONGEST_NAME ? length : Quoted.of(text)));
    return "";
  }
}

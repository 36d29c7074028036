package dev.allwell.server.config.yaml;

import dev.allwell.definition.Section;
import dev.allwell.definition.Variable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Nodes as the neutral tree that readers take: variables put in, and what stands without quotes
/// made a number, a flag or nothing by YAML 1.2's core schema. Of what is wholly a variable the
/// readers decide, since within `{…}` and `[…]` YAML itself wants quotes around it.
final class Values {
  private static final int LONGEST_NUMBER = 64;
  private static final ScalarResolver CORE = new CoreSchema().getScalarResolver();

  private final Substitution substitution;
  private final Flaws flaws;

  Values(Substitution substitution, Flaws flaws) {
    this.substitution = substitution;
    this.flaws = flaws;
  }

  Map<String, @Nullable Object> of(Node.Mapping root) {
    return map(root, "");
  }

  private @Nullable Object of(Node node, String path) {
    return switch (node) {
      case Node.Scalar scalar -> scalar(scalar, path);
      case Node.Sequence sequence -> {
        var list = new ArrayList<@Nullable Object>(sequence.items().size());
        for (var item : sequence.items()) {
          list.add(of(item.value(), path + "[" + item.index() + "]"));
        }
        yield list;
      }
      case Node.Mapping mapping -> map(mapping, path);
    };
  }

  private Map<String, @Nullable Object> map(Node.Mapping mapping, String path) {
    var map = LinkedHashMap.<String, @Nullable Object>newLinkedHashMap(mapping.entries().size());
    mapping
        .entries()
        .forEach((key, entry) -> {
          var below = path.isEmpty() ? Section.shownKey(key) : path + "." + Section.shownKey(key);
          map.put(key, of(entry.value(), below));
        });
    return map;
  }

  private @Nullable Object scalar(Node.Scalar scalar, String path) {
    var text = substitution.in(scalar.text(), why -> flaws.add(scalar.at(), path, why));
    if (Substitution.isOneVariable(scalar.text())) {
      var meaning = plain(text);
      boolean clear = meaning instanceof String || (meaning == null && scalar.plain());
      return clear ? meaning : new Variable(text, meaning, !scalar.plain());
    }
    return scalar.plain() ? plain(text) : text;
  }

  /// What a text without quotes means.
  static @Nullable Object plain(String text) {
    var tag = CORE.resolve(text, true);
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return Boolean.parseBoolean(text);
    }
    if (tag.equals(Tag.INT) && text.length() <= LONGEST_NUMBER) {
      return whole(text);
    }
    if (tag.equals(Tag.FLOAT) && text.length() <= LONGEST_NUMBER) {
      return fraction(text);
    }
    return text;
  }

  private static Number whole(String text) {
    var number =
        text.startsWith("0x")
            ? new BigInteger(text.substring(2), 16)
            : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    return number.bitLength() < Long.SIZE ? (Number) number.longValue() : number;
  }

  private static Object fraction(String text) {
    return switch (text.toLowerCase(java.util.Locale.ROOT)) {
      case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-.inf" -> Double.NEGATIVE_INFINITY;
      case ".nan" -> Double.NaN;
      default -> Double.valueOf(text);
    };
  }
}

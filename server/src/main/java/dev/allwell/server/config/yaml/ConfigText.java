package dev.allwell.server.config.yaml;

import dev.allwell.model.Veil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// A tree of keys as YAML that says the same when it is read: dollars are doubled, so that nobody
/// takes them for variables, and what is secret, or sounds so, is hidden.
public final class ConfigText {
  private static final Pattern SOUNDS_SECRET =
      Pattern.compile("auth|cookie|token|secret|password|key|session", Pattern.CASE_INSENSITIVE);
  private static final String HIDDEN = Veil.MARK;

  /// Those bytes in hex, which is what must stand there.
  private static final String HIDDEN_HEX = "2a2a2a";

  private ConfigText() {}

  /// The tree in block style, in the order of its keys; hidden are plain headers whose names sound
  /// secret, values in the query of a service's url, bodies and what is sent.
  public static String of(Map<String, ?> keys) {
    var settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setSchema(new CoreSchema())
            .setDereferenceAliases(true)
            .build();
    return new Dump(settings).dumpToString(written(keys, ""));
  }

  private static @Nullable Object written(@Nullable Object value, String under) {
    return switch (value) {
      case null -> null;
      case String text -> text.replace("$", "$$");
      case List<?> list -> {
        var written = new ArrayList<@Nullable Object>();
        list.forEach(element -> written.add(written(element, under)));
        yield written;
      }
      case Map<?, ?> map -> {
        var written = new LinkedHashMap<Object, @Nullable Object>();
        map.forEach((key, below) ->
            written.put(
                key,
                below instanceof String text && !text.isEmpty()
                    ? written(shown(under, String.valueOf(key), text), "")
                    : written(below, String.valueOf(key))));
        yield written;
      }
      default -> value;
    };
  }

  private static String shown(String under, String key, String text) {
    return switch (under + "." + key) {
      case "services.url" -> Veil.over(text);
      case "http.body", "tcp.send" -> HIDDEN;
      case "tcp.send-hex" -> HIDDEN_HEX;
      default -> under.equals("headers") && SOUNDS_SECRET.matcher(key).find() ? HIDDEN : text;
    };
  }
}

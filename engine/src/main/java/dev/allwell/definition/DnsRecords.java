package dev.allwell.definition;

import dev.allwell.model.DnsCheck;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The notation of a record's data (RFC 1035 §5.1, 2782, 3596, 8659, 3597), brought into the one
/// form that `DnsCheck.Expect` describes.
final class DnsRecords {
  private static final Pattern GENERIC =
      Pattern.compile("\\\\#\\s+([0-9]{1,5})((?:\\s+[0-9a-fA-F]+)*)\\s*");
  private static final Pattern QUOTED = Pattern.compile("\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9]{1,255}");
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_NAME = 253;

  private DnsRecords() {}

  /// A record of a type in its one form.
  ///
  /// @throws MalformedUrl with what was expected instead
  static String canonical(DnsCheck.Type type, String text) throws MalformedUrl {
    String[] parts = text.strip().split("\\s+");
    return switch (type.number()) {
      case 1 -> address(text.strip(), 4, "an IPv4 address such as \"192.0.2.10\"");
      case 28 -> address(text.strip(), 16, "an IPv6 address such as \"2001:db8::10\"");
      case 2, 5, 12 -> {
        demand(parts, 1, type, "ns.test");
        yield name(parts[0]);
      }
      case 15 -> {
        demand(parts, 2, type, "10 mail.test");
        yield number(parts[0], 65_535) + " " + name(parts[1]);
      }
      case 33 -> {
        demand(parts, 4, type, "0 5 443 host.test");
        yield numbers(List.of(parts).subList(0, 3), 65_535) + name(parts[3]);
      }
      case 6 -> {
        demand(parts, 7, type, "ns.test admin.test 1 7200 900 1209600 300");
        yield name(parts[0])
            + " "
            + name(parts[1])
            + " "
            + numbers(List.of(parts).subList(2, 7), 0xffff_ffffL).strip();
      }
      case 16 -> escaped(strings(text));
      case 257 -> caa(text);
      default -> generic(type, text.strip());
    };
  }

  /// The name under which an address is looked up (RFC 1035 §3.5, 3596 §2.5), if it is one.
  static Optional<String> reverse(String text) {
    return Host.address(text)
        .map(bytes -> {
          var name = new StringBuilder();
          for (int i = bytes.length - 1; i >= 0; i--) {
            int value = bytes[i] & 0xff;
            if (bytes.length == 4) {
              name.append(value).append('.');
            } else {
              name.append(Integer.toHexString(value & 15)).append('.');
              name.append(Integer.toHexString(value >> 4)).append('.');
            }
          }
          return name.append(bytes.length == 4 ? "in-addr.arpa" : "ip6.arpa").toString();
        });
  }

  private static String address(String text, int length, String wanted) throws MalformedUrl {
    byte[] bytes = Host.address(text).orElse(new byte[0]);
    if (bytes.length != length) {
      throw new MalformedUrl("expected " + wanted + ", got " + Quoted.of(text));
    }
    var canonical = new StringBuilder();
    for (int i = 0; i < length; i += length == 4 ? 1 : 2) {
      canonical.append(canonical.isEmpty() ? "" : length == 4 ? "." : ":");
      canonical.append(
          length == 4
              ? Integer.toString(bytes[i] & 0xff)
              : Integer.toHexString(((bytes[i] & 0xff) << 8) | (bytes[i + 1] & 0xff)));
    }
    return canonical.toString();
  }

  private static void demand(String[] parts, int count, DnsCheck.Type type, String example)
      throws MalformedUrl {
    if (parts.length != count || parts[0].isEmpty()) {
      throw new MalformedUrl(
          "expected a record of the type %s such as \"%s\", got %s"
              .formatted(type, example, Quoted.of(String.join(" ", parts))));
    }
  }

  private static String numbers(List<String> texts, long most) throws MalformedUrl {
    var all = new StringBuilder();
    for (String text : texts) {
      all.append(number(text, most)).append(' ');
    }
    return all.toString();
  }

  private static long number(String text, long most) throws MalformedUrl {
    long number =
        !text.isEmpty() && text.length() <= 10 && text.chars().allMatch(c -> c >= '0' && c <= '9')
            ? Long.parseLong(text)
            : -1;
    if (number < 0 || number > most) {
      throw new MalformedUrl(
          "expected a whole number from 0 to %d, got %s".formatted(most, Quoted.of(text)));
    }
    return number;
  }

  private static String name(String text) throws MalformedUrl {
    if (text.equals(".")) {
      return text;
    }
    if (text.chars().anyMatch(c -> c > 0x7f)) {
      return Host.domain(text);
    }
    String name = text.endsWith(".") && !text.endsWith("\\.") ? cutEnd(text) : text;
    var canonical = new StringBuilder();
    int label = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.' && label > 0) {
        canonical.append(c);
        label = 0;
        continue;
      }
      boolean plain = c > ' ' && c < 0x7f && c != '"' && c != '.';
      boolean escape = c == '\\' && i + 1 < name.length() && ".\\".indexOf(name.charAt(i + 1)) >= 0;
      if (!plain || (c == '\\' && !escape) || ++label > LONGEST_LABEL) {
        throw new MalformedUrl(Quoted.of(text) + " is not a domain name");
      }
      canonical.append(c);
      if (escape) {
        canonical.append(name.charAt(++i));
      }
    }
    if (label == 0 || name.length() > LONGEST_NAME) {
      throw new MalformedUrl(Quoted.of(text) + " is not a domain name");
    }
    return canonical.toString().toLowerCase(Locale.ROOT);
  }

  private static String cutEnd(String text) {
    return text.substring(0, text.length() - 1);
  }

  /// The bytes of a text: strings in quotes are joined, anything else stands for itself.
  private static byte[] strings(String text) throws MalformedUrl {
    if (!text.strip().startsWith("\"")) {
      return text.getBytes(StandardCharsets.UTF_8);
    }
    var joined = new ByteArrayOutputStream();
    Matcher string = QUOTED.matcher(text);
    int end = 0;
    while (end < text.length() && string.find(end) && string.start() == end) {
      joined.writeBytes(unescaped(string.group(1)));
      end = string.end();
    }
    if (end < text.length()) {
      throw new MalformedUrl("expected strings in quotes, got " + Quoted.of(text));
    }
    return joined.toByteArray();
  }

  private static byte[] unescaped(String text) throws MalformedUrl {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '\\') {
        int c = text.codePointAt(i);
        bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(c) - 1;
      } else if (text.substring(i + 1).matches("(?s)[0-9]{3}.*")) {
        bytes.write((int) number(text.substring(i + 1, i + 4), 255));
        i += 3;
      } else {
        bytes.write(text.charAt(++i));
      }
    }
    return bytes.toByteArray();
  }

  private static String escaped(byte[] bytes) {
    var text = new StringBuilder();
    for (byte one : bytes) {
      int value = one & 0xff;
      if (value == '\\') {
        text.append("\\\\");
      } else if (value >= ' ' && value < 0x7f) {
        text.append((char) value);
      } else {
        text.append('\\').append("%03d".formatted(value));
      }
    }
    return text.toString();
  }

  private static String caa(String text) throws MalformedUrl {
    String[] parts = text.strip().split("\\s+", 3);
    demand(parts, 3, DnsCheck.Type.CAA, "0 issue \\\"ca.test\\\"");
    if (!TAG.matcher(parts[1]).matches()) {
      throw new MalformedUrl("expected a tag such as issue, got " + Quoted.of(parts[1]));
    }
    return "%d %s \"%s\""
        .formatted(
            number(parts[0], 255), parts[1].toLowerCase(Locale.ROOT), escaped(strings(parts[2])));
  }

  private static String generic(DnsCheck.Type type, String text) throws MalformedUrl {
    Matcher generic = GENERIC.matcher(text);
    String digits = generic.matches() ? generic.group(2).replaceAll("\\s+", "") : "-";
    int length = generic.matches() ? Integer.parseInt(generic.group(1)) : 0;
    if (digits.length() != 2 * length) {
      throw new MalformedUrl(
          "expected a record of the type %s such as \"\\# 4 0a000001\", got %s"
              .formatted(type, Quoted.of(text)));
    }
    return "\\# " + length + (length == 0 ? "" : " " + digits.toLowerCase(Locale.ROOT));
  }
}

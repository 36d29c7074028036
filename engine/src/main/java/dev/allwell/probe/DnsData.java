package dev.allwell.probe;

import io.netty.buffer.ByteBuf;

/// Names and records of a DNS message as texts, in the one form that `DnsCheck.Expect` describes.
/// Pure. What a message may not hold ends in an `IndexOutOfBoundsException`.
///
/// All offsets count from the message's beginning.
final class DnsData {
  private static final int LONGEST_NAME = 254;
  private static final int LONGEST_LABEL = 63;
  private static final int POINTER = 0xc0;

  private DnsData() {}

  /// Adds the name at an offset; a pointer may only lead further to the front, so that no message
  /// keeps us going round (RFC 1035 §4.1.4).
  ///
  /// @return where the name ends
  static int name(ByteBuf in, int start, StringBuilder to) {
    int at = start;
    int end = -1;
    int before = start;
    int length = 0;
    int label;
    while ((label = in.getUnsignedByte(at++)) != 0) {
      if (label >= POINTER) {
        int target = ((label & ~POINTER) << 8) | in.getUnsignedByte(at++);
        end = end < 0 ? at : end;
        if (target >= before) {
          throw new IndexOutOfBoundsException("a pointer that does not lead back");
        }
        before = target;
        at = target;
        continue;
      }
      length += label + 1;
      if (label > LONGEST_LABEL || length > LONGEST_NAME) {
        throw new IndexOutOfBoundsException("a name that is too long");
      }
      if (length > label + 1) {
        to.append('.');
      }
      for (int i = 0; i < label; i++) {
        letter(in.getUnsignedByte(at++), to);
      }
    }
    if (length == 0) {
      to.append('.');
    }
    return end < 0 ? at : end;
  }

  /// The data of a record of a type.
  static String text(ByteBuf in, int type, int at, int length) {
    var text = new StringBuilder();
    int end =
        switch (type) {
          case 1 -> address(in, at, 4, text);
          case 28 -> address(in, at, 16, text);
          case 2, 5, 12 -> name(in, at, text);
          case 15 -> name(in, number(in, at, text), text);
          case 33 -> name(in, number(in, number(in, number(in, at, text), text), text), text);
          case 6 -> authority(in, at, text);
          case 16 -> strings(in, at, at + length, text);
          case 257 -> caa(in, at, at + length, text);
          default -> generic(in, at, length, text);
        };
    if (end != at + length) {
      throw new IndexOutOfBoundsException("a record of another length than it says");
    }
    return text.toString();
  }

  private static void letter(int c, StringBuilder to) {
    if (c >= 'A' && c <= 'Z') {
      to.append((char) (c + ('a' - 'A')));
    } else if (c == '.') {
      to.append("\\.");
    } else if (c == ' ' || c == '"') {
      decimals(c, to);
    } else {
      character(c, to);
    }
  }

  private static void character(int c, StringBuilder to) {
    if (c == '\\') {
      to.append("\\\\");
    } else if (c >= ' ' && c < 0x7f) {
      to.append((char) c);
    } else {
      decimals(c, to);
    }
  }

  private static void decimals(int c, StringBuilder to) {
    to.append('\\').append((char) ('0' + c / 100));
    to.append((char) ('0' + c / 10 % 10)).append((char) ('0' + c % 10));
  }

  private static int address(ByteBuf in, int at, int length, StringBuilder to) {
    for (int i = 0; i < length; i += length == 4 ? 1 : 2) {
      if (length == 4) {
        to.append(i == 0 ? "" : ".").append(in.getUnsignedByte(at + i));
      } else {
        to.append(i == 0 ? "" : ":").append(Integer.toHexString(in.getUnsignedShort(at + i)));
      }
    }
    return at + length;
  }

  private static int number(ByteBuf in, int at, StringBuilder to) {
    to.append(in.getUnsignedShort(at)).append(' ');
    return at + 2;
  }

  private static int authority(ByteBuf in, int at, StringBuilder to) {
    int owner = name(in, at, to);
    to.append(' ');
    int numbers = name(in, owner, to);
    for (int i = 0; i < 5; i++) {
      to.append(' ').append(in.getUnsignedInt(numbers + 4 * i));
    }
    return numbers + 20;
  }

  private static int strings(ByteBuf in, int from, int end, StringBuilder to) {
    int at = from;
    while (at < end) {
      int length = in.getUnsignedByte(at++);
      bytes(in, at, length, to);
      at += length;
    }
    return at;
  }

  private static int caa(ByteBuf in, int at, int end, StringBuilder to) {
    int tag = in.getUnsignedByte(at + 1);
    to.append(in.getUnsignedByte(at)).append(' ');
    for (int i = 0; i < tag; i++) {
      letter(in.getUnsignedByte(at + 2 + i), to);
    }
    int value = at + 2 + tag;
    to.append(" \"");
    bytes(in, value, Math.max(0, end - value), to);
    to.append('"');
    return Math.max(value, end);
  }

  private static int generic(ByteBuf in, int at, int length, StringBuilder to) {
    to.append("\\# ").append(length).append(length == 0 ? "" : " ");
    for (int i = 0; i < length; i++) {
      int value = in.getUnsignedByte(at + i);
      to.append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 15, 16));
    }
    return at + length;
  }

  private static void bytes(ByteBuf in, int at, int length, StringBuilder to) {
    for (int i = 0; i < length; i++) {
      character(in.getUnsignedByte(at + i), to);
    }
  }
}

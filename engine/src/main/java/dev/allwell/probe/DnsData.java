package dev.allwell.probe;

import io.netty.buffer.ByteBuf;

/// Names and records of a DNS message as texts, in the one form that `DnsCheck.Expect` describes.
/// Pure. What a message may not hold ends in an `IndexOutOfBoundsException`.
///
/// All offsets count from the message's beginning.
///
/// @param pointers that one name may follow: a message of 64 KiB has room for 8,000 in a row, and
///   for thousands of records that each begin with the last of them
record DnsData(ByteBuf in, int pointers) {
  private static final int LONGEST_NAME = 254;
  private static final int LONGEST_LABEL = 63;
  private static final int POINTER = 0xc0;

  /// A name behind more pointers than one may follow.
  static final class Winding extends IndexOutOfBoundsException {
    private static final long serialVersionUID = 1L;

    Winding(int pointers) {
      super("a name of more than " + pointers + " pointers");
    }
  }

  /// Where the name at an offset ends; where it points to is not looked at.
  int end(int start) {
    int at = start;
    int label;
    while ((label = in.getUnsignedByte(at++)) != 0) {
      if (label >= POINTER) {
        return at + 1;
      }
      if (label > LONGEST_LABEL) {
        throw new IndexOutOfBoundsException("a label of no known kind");
      }
      at += label;
    }
    return at;
  }

  /// Adds the name at an offset; a pointer may only lead further to the front, so that no message
  /// keeps us going round (RFC 1035 §4.1.4).
  ///
  /// @return where the name ends
  int name(int start, StringBuilder to) {
    int at = start;
    int end = -1;
    int before = start;
    int length = 0;
    int followed = 0;
    int label;
    while ((label = in.getUnsignedByte(at++)) != 0) {
      if (label >= POINTER) {
        int target = ((label & ~POINTER) << 8) | in.getUnsignedByte(at++);
        end = end < 0 ? at : end;
        if (target >= before) {
          throw new IndexOutOfBoundsException("a pointer that does not lead back");
        }
        if (++followed > pointers) {
          throw new Winding(pointers);
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
  String text(int type, int at, int length) {
    var text = new StringBuilder();
    int end =
        switch (type) {
          case 1 -> address(at, 4, text);
          case 28 -> address(at, 16, text);
          case 2, 5, 12 -> name(at, text);
          case 15 -> name(number(at, text), text);
          case 33 -> name(number(number(number(at, text), text), text), text);
          case 6 -> authority(at, text);
          case 16 -> strings(at, at + length, text);
          case 257 -> caa(at, at + length, text);
          default -> generic(at, length, text);
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

  private int address(int at, int length, StringBuilder to) {
    for (int i = 0; i < length; i += length == 4 ? 1 : 2) {
      if (length == 4) {
        to.append(i == 0 ? "" : ".").append(in.getUnsignedByte(at + i));
      } else {
        to.append(i == 0 ? "" : ":").append(Integer.toHexString(in.getUnsignedShort(at + i)));
      }
    }
    return at + length;
  }

  private int number(int at, StringBuilder to) {
    to.append(in.getUnsignedShort(at)).append(' ');
    return at + 2;
  }

  private int authority(int at, StringBuilder to) {
    int owner = name(at, to);
    to.append(' ');
    int numbers = name(owner, to);
    for (int i = 0; i < 5; i++) {
      to.append(' ').append(in.getUnsignedInt(numbers + 4 * i));
    }
    return numbers + 20;
  }

  private int strings(int from, int end, StringBuilder to) {
    int at = from;
    while (at < end) {
      int length = in.getUnsignedByte(at++);
      bytes(at, length, to);
      at += length;
    }
    return at;
  }

  private int caa(int at, int end, StringBuilder to) {
    int tag = in.getUnsignedByte(at + 1);
    to.append(in.getUnsignedByte(at)).append(' ');
    for (int i = 0; i < tag; i++) {
      letter(in.getUnsignedByte(at + 2 + i), to);
    }
    int value = at + 2 + tag;
    to.append(" \"");
    bytes(value, Math.max(0, end - value), to);
    to.append('"');
    return Math.max(value, end);
  }

  private int generic(int at, int length, StringBuilder to) {
    to.append("\\# ").append(length).append(length == 0 ? "" : " ");
    for (int i = 0; i < length; i++) {
      int value = in.getUnsignedByte(at + i);
      to.append(Character.forDigit(value >> 4, 16)).append(Character.forDigit(value & 15, 16));
    }
    return at + length;
  }

  private void bytes(int at, int length, StringBuilder to) {
    for (int i = 0; i < length; i++) {
      character(in.getUnsignedByte(at + i), to);
    }
  }
}

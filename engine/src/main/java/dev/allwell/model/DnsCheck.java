package dev.allwell.model;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A check that asks a name server one question and compares the answer.
///
/// @param endpoint the name server
/// @param route without a proxy
public record DnsCheck(
    Endpoint endpoint, Question question, Transport transport, Expect expect, Route route)
    implements Check {

  public DnsCheck {
    if (route.proxyOrNull() != null) {
      throw new IllegalArgumentException("a question to a name server goes by no proxy");
    }
  }

  /// One that wants at least one record: all by default.
  public static DnsCheck of(Endpoint endpoint, String name, Type type) {
    return new DnsCheck(
        endpoint, new Question(name, type, true), Transport.AUTO, Expect.ANY_RECORD, Route.DEFAULT);
  }

  public DnsCheck with(Question changed) {
    return new DnsCheck(endpoint, changed, transport, expect, route);
  }

  public DnsCheck with(Transport changed) {
    return new DnsCheck(endpoint, question, changed, expect, route);
  }

  public DnsCheck with(Expect changed) {
    return new DnsCheck(endpoint, question, transport, changed, route);
  }

  public DnsCheck with(Route changed) {
    return new DnsCheck(endpoint, question, transport, expect, changed);
  }

  /// What is asked.
  ///
  /// @param name in ASCII form, without the root's dot (which is `.` by itself); made lower case
  /// @param recursion whether the server may ask others
  public record Question(String name, Type type, boolean recursion) {
    public Question {
      name = name.toLowerCase(Locale.ROOT);
    }
  }

  /// How the question travels.
  public enum Transport {
    /// By UDP, and by TCP when the answer does not fit.
    AUTO,
    UDP,
    TCP,
    /// DNS over TLS, RFC 7858.
    TLS
  }

  /// What must come back.
  ///
  /// Records are in the notation of RFC 1035 §5.1 with one form for each meaning: names in lower
  /// case without the dot at the end (`.` for the root), numbers in decimals, addresses of IPv6 as
  /// eight groups without zeros in front, the strings of a TXT as one; bytes other than `!` to `~`
  /// and space as `\DDD`, the backslash twice. A CAA's value is in quotes. Types without a notation
  /// here are as in RFC 3597 §5, with small letters: `\# 4 0a000001`.
  ///
  /// @param rcode 0 to 15; with 0, at least one record of the type must be there
  /// @param answers records of the type asked for, each of which must be there
  /// @param authority records of the authority section, each with its type in front: `NS ns.test`;
  ///   a type alone for any record of it
  public record Expect(int rcode, List<String> answers, List<String> authority) {
    public static final Expect ANY_RECORD = new Expect(0, List.of(), List.of());
    public static final int MOST_RECORDS = 16;

    public Expect {
      answers = List.copyOf(answers);
      authority = List.copyOf(authority);
      if (rcode < 0 || rcode > Rcodes.MOST) {
        throw new IllegalArgumentException("not an rcode: " + rcode);
      }
      if (rcode != 0 && !answers.isEmpty()) {
        throw new IllegalArgumentException("answers come with the rcode 0 alone, not " + rcode);
      }
    }
  }

  /// A type of records (RFC 1035, 2782, 3596, 3597 and 8659).
  ///
  /// @param number 1 to 65,535, without those that only a question or a whole message can have
  public record Type(int number) {
    public static final Type A = new Type(1);
    public static final Type NS = new Type(2);
    public static final Type CNAME = new Type(5);
    public static final Type SOA = new Type(6);
    public static final Type PTR = new Type(12);
    public static final Type MX = new Type(15);
    public static final Type TXT = new Type(16);
    public static final Type AAAA = new Type(28);
    public static final Type SRV = new Type(33);
    public static final Type CAA = new Type(257);

    public Type {
      if (!isOfRecords(number)) {
        throw new IllegalArgumentException("not a type of records: " + number);
      }
    }

    /// All that have a name and a notation here, in the order in which they are told.
    public static List<Type> named() {
      return List.of(A, AAAA, CNAME, MX, TXT, SRV, NS, PTR, CAA, SOA);
    }

    /// The type of a number; the same instance for those that have a name.
    public static Optional<Type> of(int number) {
      for (Type type : named()) {
        if (type.number == number) {
          return Optional.of(type);
        }
      }
      return isOfRecords(number) ? Optional.of(new Type(number)) : Optional.empty();
    }

    /// The type that a text names, `A`, `TYPE65` or `65`, in upper or lower case.
    public static Optional<Type> of(String text) {
      String upper = text.toUpperCase(Locale.ROOT);
      for (Type type : named()) {
        if (type.toString().equals(upper)) {
          return Optional.of(type);
        }
      }
      String digits = upper.startsWith("TYPE") ? upper.substring(4) : upper;
      boolean number =
          !digits.isEmpty()
              && digits.length() <= 5
              && digits.chars().allMatch(c -> c >= '0' && c <= '9');
      return number ? of(Integer.parseInt(digits)) : Optional.empty();
    }

    /// `A`, or `TYPE65` when it has no name here.
    @Override
    public String toString() {
      return switch (number) {
        case 1 -> "A";
        case 2 -> "NS";
        case 5 -> "CNAME";
        case 6 -> "SOA";
        case 12 -> "PTR";
        case 15 -> "MX";
        case 16 -> "TXT";
        case 28 -> "AAAA";
        case 33 -> "SRV";
        case 257 -> "CAA";
        default -> "TYPE" + number;
      };
    }

    private static boolean isOfRecords(int number) {
      return number >= 1 && number <= 65_535 && number != 41 && (number < 249 || number > 255);
    }
  }
}

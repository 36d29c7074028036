package dev.allwell.model;

/// A check that asks a name server one question and wants `NOERROR` with at least one answer.
///
/// @param endpoint the name server; port 53 unless said otherwise
/// @param name the name asked for, in ASCII form, without the root's dot
public record DnsCheck(Endpoint endpoint, String name, Type type, Route route) implements Check {
  /// Record types that can be asked for; the number is the one of RFC 1035, 2782 and 3596.
  public enum Type {
    A(1),
    AAAA(28),
    CNAME(5),
    MX(15),
    TXT(16),
    SRV(33);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    public int number() {
      return number;
    }
  }
}

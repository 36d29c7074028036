package dev.allwell.server.access;

import java.time.Instant;

/// One change that somebody made.
///
/// @param who `token NAME`, `local` for a caller of this machine without one, or the part of the
///   program that did it by itself
/// @param from the address that it came from; empty when it came from none
/// @param what `register`, `create-token`, `reload` …, or the route as the access table names it
/// @param subject whom it concerns: an id, a name, a path
/// @param result `added`, `changed`, `removed`, or the status of the answer
public record AuditEntry(
    Instant at, String who, String from, String what, String subject, String result) {
  /// Characters of a field; longer ones are cut.
  public static final int LONGEST = 512;

  public AuditEntry {
    who = clip(who);
    from = clip(from);
    what = clip(what);
    subject = clip(subject);
    result = clip(result);
  }

  /// Of a caller.
  public static AuditEntry of(
      Instant at, Caller caller, String what, String subject, String result) {
    return new AuditEntry(at, caller.who(), caller.peer().getHostAddress(), what, subject, result);
  }

  /// Of a part of the program.
  public static AuditEntry byItself(Instant at, String part, String what, String result) {
    return new AuditEntry(at, part, "", what, "", result);
  }

  /// Whether it came by `/register`, which programs do and not people: of these there may be so
  /// many that they are kept apart, so that they push nothing else out.
  public boolean isRegistration() {
    return what.equals("register") || what.equals("deregister");
  }

  private static String clip(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}

package dev.allwell.testkit.sick;

import dev.allwell.testkit.Authority;
import dev.allwell.testkit.Script;
import dev.allwell.testkit.Sickness;
import java.util.ArrayList;
import java.util.List;

/// One chapter of the catalogue being written: rows of one aim, in few words.
final class Rows {
  static final String DOCUMENT =
      "{\"uptime_sec\":9,\"request_count\":10,\"error_count\":0,\"attributes\":{}}";

  private final List<Behaviour> rows = new ArrayList<>();
  private final Aim aim;

  Rows(Aim aim) {
    this.aim = aim;
  }

  static Stand.Plain plain(Script script) {
    return new Stand.Plain(script);
  }

  /// Over TLS with a certificate that is good.
  static Stand.Secured secured(Script script) {
    return new Stand.Secured(Authority::forLoopback, List.of(), script);
  }

  /// Well, and nothing else.
  static Stand healthy() {
    return plain(Sickness.healthy(200, DOCUMENT));
  }

  static Stand healthySecured() {
    return secured(Sickness.healthy(200, DOCUMENT));
  }

  /// Ended by a bound of ours.
  Rows capped(String name, Script script, String reason, Cap cap) {
    return row(name, plain(script), reason, new Control.Lifted(cap));
  }

  /// Ended by a rule; its twin is another play without the sickness.
  Rows ruled(String name, Script script, String reason, String rule, Script twin) {
    return row(name, plain(script), reason, new Control.Twin(rule, plain(twin)));
  }

  /// Ended by a rule; its twin is plainly well.
  Rows ruled(String name, Script script, String reason, String rule) {
    return row(name, plain(script), reason, new Control.Twin(rule, healthy()));
  }

  /// Let pass; something worse in the same place is not.
  Rows passed(String name, Script script, String rule, Script worse, String reason) {
    return row(name, plain(script), "ok", new Control.Worse(rule, plain(worse), reason));
  }

  Rows row(String name, Stand stand, String reason, Control control) {
    rows.add(new Behaviour(name, aim, stand, reason, control));
    return this;
  }

  List<Behaviour> list() {
    return List.copyOf(rows);
  }
}

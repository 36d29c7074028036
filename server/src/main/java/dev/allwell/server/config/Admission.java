package dev.allwell.server.config;

import java.util.List;

/// Who is let in.
///
/// @param trustLoopback whether loopback callers need no token; false behind a proxy
/// @param anonymousRead whether everybody may read where others than loopback can reach us
/// @param hosts further names that are ours, lower case
/// @param tokens names each once
public record Admission(
    boolean trustLoopback, boolean anonymousRead, List<String> hosts, List<Token> tokens) {
  public static final Admission DEFAULT = new Admission(true, false, List.of(), List.of());

  public Admission {
    hosts = List.copyOf(hosts);
    tokens = List.copyOf(tokens);
  }
}

package dev.allwell.model;

/// What is watched: a full statement, immutable; two equal statements mean that nothing changed.
public record Service(
    Identity identity, Source source, Check check, Schedule schedule, Rules rules, Labels labels) {

  public String id() {
    return identity.id();
  }

  public String name() {
    return identity.name();
  }

  public String url() {
    return identity.url();
  }
}

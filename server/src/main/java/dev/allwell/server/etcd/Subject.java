package dev.allwell.server.etcd;

import dev.allwell.model.Change;

/// What a change that etcd brought about is of.
///
/// @param key which says so, or what all of them begin with
/// @param name as a person reads it
record Subject(String key, String name) {
  static Subject of(Change change, Keyspace keyspace) {
    return switch (change) {
      case Change.Put put ->
          new Subject(keyspace.service(put.service().name()), put.service().id());
      case Change.Remove remove -> new Subject(remove.id(), remove.id());
      case Change.PutCategory put -> category(put.category().name(), keyspace);
      case Change.RemoveCategory remove -> category(remove.name(), keyspace);
      case Change.Mend mend -> category(mend.category(), keyspace);
      case Change.AcknowledgeAll _, Change.UnacknowledgeAll _ ->
          new Subject(keyspace.whole(), "acknowledgement of the whole");
      case Change.Add _,
          Change.Amend _,
          Change.Register _,
          Change.Deregister _,
          Change.Replace _,
          Change.Pause _,
          Change.Resume _,
          Change.Acknowledge _,
          Change.Unacknowledge _,
          Change.Trip _,
          Change.Disable _ ->
          throw new IllegalStateException("etcd states no such thing: " + change);
    };
  }

  private static Subject category(String name, Keyspace keyspace) {
    return new Subject(keyspace.category(name), "category " + name);
  }
}

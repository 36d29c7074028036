package dev.allwell.model;

import java.util.List;

/// What someone wants of the set of services; it enters at the registry, whoever says it.
public sealed interface Change {
  /// A full statement of a service that must be new.
  record Add(Service service) implements Change {}

  /// A full statement of a service: new, changed, or the same again.
  record Put(Service service) implements Change {}

  /// A full statement that was made of another one: it holds only where that one still does.
  ///
  /// @param before what it was made of; of the same id
  record Amend(Service before, Service after) implements Change {
    public Amend {
      if (!before.id().equals(after.id())) {
        throw new IllegalArgumentException(
            "another service: " + after.id() + " in the place of " + before.id());
      }
    }
  }

  /// As [Put], by whoever registers at `/register`: the service is marked as one that was
  /// registered.
  ///
  /// @param service of the source `API`
  /// @param permit whether the service may be stated anew if there is one of its id
  record Register(Service service, Permit permit) implements Change {
    public Register {
      if (service.source() != Source.API) {
        throw new IllegalArgumentException("not of the API: " + service.id());
      }
    }
  }

  /// As [Remove] of the source `API`, by whoever registers at `/register`.
  ///
  /// @param permit whether the service may be removed
  record Deregister(String id, Permit permit) implements Change {}

  /// The service of this id and source shall be watched no more.
  record Remove(String id, Source source) implements Change {}

  /// All that the file says, at once: what it no longer names is watched no more, and what is as it
  /// was is not touched. Another source's service of the same id or name is shadowed: kept, not
  /// watched, and back when the file lets it go.
  ///
  /// @param services of the source `FILE`, ids and names each once
  record Replace(List<Service> services) implements Change {
    public Replace {
      services = List.copyOf(services);
      for (Service service : services) {
        if (service.source() != Source.FILE) {
          throw new IllegalArgumentException("not of the file: " + service.id());
        }
      }
    }
  }

  /// The service of this id shall not be checked until it is resumed; the file's is the file's.
  record Pause(String id) implements Change {}

  /// The service of this id shall be checked again.
  record Resume(String id) implements Change {}
}

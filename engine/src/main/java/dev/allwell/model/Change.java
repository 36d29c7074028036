package dev.allwell.model;

import java.util.List;

/// What someone wants of the set of services and its categories; it enters at the registry, whoever
/// says it.
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
  /// @param categories of the source `FILE`, names each once
  /// @param ack what the file says of the whole; empty for nothing
  record Replace(List<Service> services, List<Category> categories, String ack) implements Change {
    /// Services alone.
    public Replace(List<Service> services) {
      this(services, List.of(), "");
    }

    public Replace {
      services = List.copyOf(services);
      categories = List.copyOf(categories);
      for (Category category : categories) {
        if (category.source() != Source.FILE) {
          throw new IllegalArgumentException("not of the file: " + category.name());
        }
      }
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

  /// The trouble of the service of this id is known, whatever source it is of. The same again
  /// changes nothing, whenever it is said.
  record Acknowledge(String id, Ack ack) implements Change {}

  /// The trouble of the service of this id counts again.
  record Unacknowledge(String id) implements Change {}

  /// The trouble of all together is known, as one source says it.
  record AcknowledgeAll(Source source, Ack ack) implements Change {}

  /// What one source said of the trouble of all together is taken back.
  record UnacknowledgeAll(Source source) implements Change {}

  /// A full statement of a category: new, changed, or the same again.
  record PutCategory(Category category) implements Change {}

  /// One source states a category no more.
  record RemoveCategory(String name, Source source) implements Change {}

  /// A sticky category was found bad: it is disabled from now on.
  record Trip(String category) implements Change {}

  /// A person wants a category disabled, whatever is stated of it.
  record Disable(String category, String by) implements Change {}

  /// A person found a category in order that had tripped, or that somebody had disabled.
  record Mend(String category) implements Change {}
}

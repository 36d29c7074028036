package dev.allwell.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What someone wants of the set of services and its categories; it enters at the registry, whoever says it.
public sealed interface Change {
  /// A full statement of a service that must be new.
  record Add(Service service) implements Change {}

  /// A full statement of a service: new, changed, or the same again.
  record Put(Service service) implements Change {}

  /// The service of this id and source shall be watched no more.
  record Remove(String id, Source source) implements Change {}

  /// All that the file says, at once: what it no longer names is watched no more, and what is as it
  /// was is not touched. Another source's service of the same id or name is shadowed: kept, not
  /// watched, and back when the file lets it go.
  ///
  /// @param services of the source `FILE`, ids and names each once
  /// @param categories of the source `FILE`, names each once
  /// @param ackOrNull what the file says of the whole; null for nothing
  record Replace(List<Service> services, List<Category> categories, @Nullable Ack ackOrNull)
      implements Change {
    /// Services alone.
    public Replace(List<Service> services) {
      this(services, List.of(), null);
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

  /// The trouble of the service of this id is known, whatever source it is of.
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

  /// A person found a category in order that had tripped.
  record Mend(String category) implements Change {}
}

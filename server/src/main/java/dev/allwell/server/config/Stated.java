package dev.allwell.server.config;

import dev.allwell.model.Category;
import dev.allwell.model.Change;
import dev.allwell.model.Service;
import java.util.List;

/// What a configuration states of the site, and the registry takes over as one.
///
/// @param services of the source `FILE`, ids and names each once
/// @param categories of the source `FILE`, names each once
/// @param ack what is said of the whole; empty for nothing
public record Stated(List<Service> services, List<Category> categories, String ack) {
  public static final Stated NOTHING = new Stated(List.of(), List.of(), "");

  public Stated {
    services = List.copyOf(services);
    categories = List.copyOf(categories);
  }

  /// It in the place of all that was stated before.
  public Change.Replace change() {
    return new Change.Replace(services, categories, ack);
  }
}

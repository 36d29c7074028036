package dev.allwell.server.live;

import dev.allwell.model.Health;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One event of the stream, as all its readers see it.
///
/// @param sequence its place, ascending; changes and results share the numbers
/// @param text as it goes over the wire, an empty line at its end included; not to be changed
/// @param aboutOrNull what it is about; null for what concerns every reader
@SuppressWarnings("ArrayRecordComponent")
public record Entry(long sequence, byte[] text, @Nullable About aboutOrNull) {

  /// The facts that readers choose by.
  ///
  /// @param id the service's
  /// @param healths that it has to do with: of a change where it comes from and where it leads to
  record About(String id, List<String> groups, Set<Health> healths) {}
}

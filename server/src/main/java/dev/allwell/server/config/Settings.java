package dev.allwell.server.config;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.allwell.model.Endpoint;
import dev.allwell.server.access.Trust;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;

/// All that the server is told at its start.
///
/// @param listen where it listens; beyond loopback only with tokens or anonymous reading
/// @param storage where it keeps what it remembers
/// @param concurrency checks in flight at once over all lanes; at least 1
/// @param canaries places that are reachable whenever this machine's own network is well
/// @param trust whom it trusts
/// @param rhythm of services that name none
public record Settings(
    Address listen,
    Storage storage,
    int concurrency,
    List<Endpoint> canaries,
    Trust trust,
    Rhythm rhythm) {
  public static final String DEFAULT_DATA = "data";

  /// Most checks in flight that may be asked for.
  public static final int MOST_CONCURRENCY = 9_999_999;

  private static final int MOST_BY_ITSELF = 16_384;

  public Settings {
    canaries = List.copyOf(canaries);
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency: " + concurrency + " is not 1 or more");
    }
  }

  /// One that is told nothing else.
  ///
  /// @param data the folder of the embedded store
  public Settings(Address listen, Path data, int concurrency, List<Endpoint> canaries) {
    this(listen, new Storage(data, null), concurrency, canaries, Trust.DEFAULT, Rhythm.USUAL);
  }

  /// Those of a server that is told nothing.
  public static Settings byDefault() {
    return new Settings(
        Address.parse(Address.DEFAULT), Path.of(DEFAULT_DATA), autoConcurrency(), List.of());
  }

  /// What `concurrency: auto` means: min(16,384, half of the descriptors this process may have).
  public static int autoConcurrency() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
        ? autoConcurrency(system.getMaxFileDescriptorCount())
        : MOST_BY_ITSELF / 16;
  }

  /// @param descriptors that this process may have; less than none when there is no limit
  static int autoConcurrency(long descriptors) {
    return descriptors < 0 ? MOST_BY_ITSELF : Math.clamp(descriptors / 2, 1, MOST_BY_ITSELF);
  }
}

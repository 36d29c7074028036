package dev.allwell.server.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the environment of the process says of etcd in the names of the aggregate healthcheck:
/// `ETCD_PEERS` and `VULCAND`. It holds where neither flags nor configuration say anything; an
/// empty value counts as none.
public final class EtcdNames {
  private EtcdNames() {}

  /// A configuration with what is said in place of its own.
  ///
  /// @throws IllegalArgumentException naming what cannot be
  public static Config over(Config usual, Map<String, String> environment) {
    var peers = environment.getOrDefault("ETCD_PEERS", "");
    var router = environment.getOrDefault("VULCAND", "");
    var etcd = usual.etcd();
    try {
      etcd = peers.isEmpty() ? etcd : etcd.at(addresses(peers));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("ETCD_PEERS: " + e.getMessage(), e);
    }
    try {
      etcd = router.isEmpty() ? etcd : etcd.through(EtcdSettings.checkRouter(router));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("VULCAND: " + e.getMessage(), e);
    }
    return usual.with(etcd);
  }

  /// Reads addresses between commas.
  ///
  /// @throws IllegalArgumentException saying what was expected
  public static List<EtcdAddress> addresses(String text) {
    var addresses =
        Stream.of(text.split(",", -1))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .map(EtcdAddress::parse)
            .toList();
    if (addresses.isEmpty() || addresses.size() > EtcdSettings.MOST_ADDRESSES) {
      throw new IllegalArgumentException(
          "expected 1 to 16 addresses, as in http://127.0.0.1:2379,http://127.0.0.2:2379, got "
              + addresses.size());
    }
    return EtcdSettings.checkTogether(addresses);
  }
}

package dev.allwell.egress;

import java.util.List;

/// Whom probes may call, as whoever runs this says it.
///
/// @param allowed exceptions from what the floor and the profile forbid; never from our own
///   listeners
public record Policy(Profile profile, List<Prefix> allowed) {
  /// Everything but the floor.
  public static final Policy SELF_HOSTED = new Policy(Profile.SELF_HOSTED, List.of());

  public Policy {
    allowed = List.copyOf(allowed);
  }

  /// Is an address an exception?
  ///
  /// @param address 4 or 16 bytes
  boolean excepts(byte[] address) {
    for (int i = 0; i < allowed.size(); i++) {
      if (allowed.get(i).contains(address)) {
        return true;
      }
    }
    return false;
  }

  /// For whom targets are checked.
  public enum Profile {
    /// By people who watch what is theirs: private networks and loopback too. Of a name's addresses
    /// those are called that may be.
    SELF_HOSTED("self-hosted"),
    /// On behalf of others: addresses of the public internet alone, no name of which any address is
    /// another, and no HTTP to ports where it could do harm.
    PUBLIC("public");

    private final String code;

    Profile(String code) {
      this.code = code;
    }

    /// As in the configuration: `self-hosted`.
    public String code() {
      return code;
    }
  }
}

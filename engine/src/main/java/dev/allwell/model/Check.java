package dev.allwell.model;

/// How a service is checked: a closed family, one member a kind, each with its settings.
///
/// A new kind is a member here, a file in `probe` and a branch wherever the compiler asks.
public sealed interface Check permits HttpCheck, TcpCheck, DnsCheck {
  /// The host and port that the first connection goes to.
  Endpoint endpoint();

  Route route();
}

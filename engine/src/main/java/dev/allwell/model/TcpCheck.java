package dev.allwell.model;

/// A check that connects, and shakes hands when TLS is asked for.
///
/// @param tls whether a TLS handshake must succeed after the connect
public record TcpCheck(Endpoint endpoint, boolean tls, Route route) implements Check {}

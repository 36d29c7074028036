package dev.allwell.egress;

import dev.allwell.model.Endpoint;

/// Where a stream leads to, and how it is protected.
///
/// @param verifyTls check the certificate chain and its names; of no meaning without `tls`
public record Destination(Endpoint endpoint, boolean tls, boolean verifyTls) {}

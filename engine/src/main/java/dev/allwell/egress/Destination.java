package dev.allwell.egress;

import dev.allwell.model.Endpoint;
import dev.allwell.model.Route;

/// Where a stream leads to, and how it is protected.
///
/// @param tls whether hands are shaken before the stream is handed over
public record Destination(Endpoint endpoint, boolean tls, Route route) {}

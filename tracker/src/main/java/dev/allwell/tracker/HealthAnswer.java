package dev.allwell.tracker;

/// What a service says when asked for its health.
///
/// @param status the HTTP status to answer with: 200, or the one set for an unhealthy service
/// @param message one line for people
public record HealthAnswer(boolean healthy, int status, String message) {}

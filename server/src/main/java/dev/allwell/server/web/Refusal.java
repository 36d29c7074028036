package dev.allwell.server.web;

/// Why a request is not served.
///
/// @param status 4xx
/// @param reason for a person, without anything the caller sent
record Refusal(int status, String reason) {}

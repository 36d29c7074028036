package dev.allwell.server.access;

/// What stands at the entrance: who is known, how often each may ask, and where it is written down
/// what they changed.
public record Entrance(Tokens tokens, Quotas quotas, Audit audit) {}

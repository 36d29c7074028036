package dev.allwell.server.web.api;

/// What a request did, for the audit log.
sealed interface Deed {
  /// Something that is written down.
  ///
  /// @param what in one word
  /// @param subject whom it concerns
  /// @param result what came of it
  record Done(String what, String subject, String result) implements Deed {}

  /// Nothing to write down here.
  enum Silent implements Deed {
    /// The status of the answer says enough.
    BY_STATUS,
    /// Nothing was changed.
    NOTHING
  }
}

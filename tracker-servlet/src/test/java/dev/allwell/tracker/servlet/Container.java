package dev.allwell.tracker.servlet;

import java.io.IOException;
import java.net.URI;

/// A real servlet container with one application, on a port of its own.
interface Container extends AutoCloseable {
  /// Starts it.
  ///
  /// @return where the application is, without a slash at the end
  URI start(Application application) throws Exception;

  /// Stops it; afterwards no request is being worked on.
  @Override
  void close() throws IOException;
}

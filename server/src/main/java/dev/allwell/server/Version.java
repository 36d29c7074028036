package dev.allwell.server;

/// Which Allwell this is, as the jar's manifest says.
public final class Version {
  private Version() {}

  /// `0.1.0-SNAPSHOT`; `development` when it does not run from the jar.
  public static String text() {
    var version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}

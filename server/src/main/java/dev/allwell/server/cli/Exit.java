package dev.allwell.server.cli;

import dev.allwell.server.store.StoreException;
import dev.allwell.server.web.ListenException;

/// How the program ends; the numbers are printed by `./allwell --help`. 3 is the JVM's own, when it
/// is out of memory.
enum Exit {
  OK(0),
  INTERNAL(1),
  USAGE(2),
  DATA_UNUSABLE(4),
  DATA_IN_USE(5),
  DISK_FULL(6),
  ADDRESS_REFUSED(7),
  ADDRESS_UNAVAILABLE(8),
  CONFIG_BAD(9);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /// What an exception at the start comes to.
  static Exit of(Throwable cause) {
    return switch (cause) {
      case StoreException trouble ->
          switch (trouble.kind()) {
            case UNUSABLE_FOLDER, CORRUPT -> DATA_UNUSABLE;
            case LOCKED -> DATA_IN_USE;
            case DISK_FULL -> DISK_FULL;
          };
      case ListenException trouble ->
          switch (trouble.trouble()) {
            case IN_USE, NOT_AVAILABLE -> ADDRESS_UNAVAILABLE;
            case EXPOSED -> ADDRESS_REFUSED;
          };
      default -> INTERNAL;
    };
  }
}

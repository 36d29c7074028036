package dev.allwell.server.cli;

import dev.allwell.server.store.StoreException;
import dev.allwell.server.web.ListenException;
import java.util.LinkedHashMap;
import java.util.Map;

/// How the program ends. What is said here is what `--help` prints.
enum Exit {
  OK(0, "ended as asked, SIGTERM and SIGINT included"),
  INTERNAL(1, "internal error"),
  USAGE(2, "wrong usage"),
  /// The JVM's own.
  OUT_OF_MEMORY(3, "out of memory"),
  DATA_UNUSABLE(4, "the data folder cannot be used"),
  DATA_IN_USE(5, "the data folder is in use by another server"),
  DISK_FULL(6, "the disk is full"),
  ADDRESS_REFUSED(
      7, "the address to listen on is refused: others reach it, and nobody was given a token"),
  ADDRESS_UNAVAILABLE(8, "the address to listen on is in use or cannot be bound"),
  SERVER_REFUSED(9, "a running server cannot be reached, or refuses"),
  CONFIG_BAD(10, "the configuration is not good or cannot be read");

  private final int code;
  private final String meaning;

  Exit(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  /// All of them, by code.
  static Map<String, String> meanings() {
    var meanings = new LinkedHashMap<String, String>();
    for (var exit : values()) {
      meanings.put(Integer.toString(exit.code), exit.meaning);
    }
    return meanings;
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
      case ServerRefused refused -> SERVER_REFUSED;
      default -> INTERNAL;
    };
  }
}

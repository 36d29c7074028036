package dev.allwell.server.web.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/// The contract itself, as it is served: `openapi.yaml` among the resources of this room.
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record Contract(byte[] yaml) {
  static final String FILE = "openapi.yaml";

  static Contract load() {
    try (var file = Contract.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("the contract is missing: " + FILE);
      }
      return new Contract(file.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Reply read(Asked asked) {
    asked.only();
    return asked
        .refusal()
        .orElseGet(() -> new Reply(200, "application/yaml", yaml, Map.of(), Deed.Silent.BY_STATUS));
  }
}

package dev.allwell.server.web.api;

import dev.allwell.engine.Registry;
import dev.allwell.model.Registration;
import dev.allwell.model.Service;
import java.util.Optional;
import java.util.function.Function;

/// What starts from a service as it is, and is done again when somebody else changed it meanwhile.
///
/// Whoever finds it changed was overtaken by one who is done: of so many at once as there are
/// tries, each comes to its end.
final class Attempts {
  static final int MOST = 50;

  private final Registry registry;

  Attempts(Registry registry) {
    this.registry = registry;
  }

  /// The answer of the first attempt that nobody came before; of the last one, if there is none.
  /// Blocks as the attempts do.
  ///
  /// @param attempt makes an answer out of the service, or out of there being none
  Reply at(String id, Function<Optional<Service>, Reply> attempt) {
    for (int tries = 1; ; tries++) {
      var before = known(id);
      var reply = attempt.apply(before);
      boolean refused = reply.status() == 404 || reply.status() == 409;
      if (!refused || tries == MOST || known(id).equals(before)) {
        return reply;
      }
    }
  }

  private Optional<Service> known(String id) {
    var roster = registry.roster();
    return roster.byId(id).or(() -> roster.shadowed(id)).map(Registration::service);
  }
}

package dev.allwell.server.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The signal SIGHUP, which asks a server to read its configuration again.
///
/// The JDK hears signals by a class that only reflection reaches without a warning; where there is
/// none, or the JVM was told to leave signals alone, SIGHUP does what it always did.
final class Hangup {
  private static final Logger log = LoggerFactory.getLogger(Hangup.class);

  private Hangup() {}

  /// From now on the signal runs this, on a thread of its own.
  @SuppressWarnings("ReferenceEquality") // as equality is where nobody says otherwise
  static void calls(Runnable action) {
    try {
      var signal = Class.forName("sun.misc.Signal");
      var handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler heard =
          (proxy, method, arguments) ->
              switch (method.getName()) {
                case "handle" -> {
                  action.run();
                  yield null;
                }
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> "the reload on SIGHUP";
              };
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance("HUP"),
              Proxy.newProxyInstance(
                  Hangup.class.getClassLoader(), new Class<?>[] {handler}, heard));
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      log.warn("SIGHUP cannot be heard: {}", e.toString());
    }
  }
}

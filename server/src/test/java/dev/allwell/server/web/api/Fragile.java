package dev.allwell.server.web.api;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.Supplier;

/// A part that works as it should until it is told to fail.
final class Fragile {
  private Fragile() {}

  /// A sound part that throws what the supplier has, once that has something.
  ///
  /// @param port the interface through which it is used
  static <T> T of(Class<T> port, T sound, Supplier<Optional<? extends RuntimeException>> trouble) {
    var proxy =
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              var why = trouble.get();
              if (why.isPresent()) {
                throw why.get();
              }
              try {
                return method.invoke(sound, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
    return port.cast(proxy);
  }
}

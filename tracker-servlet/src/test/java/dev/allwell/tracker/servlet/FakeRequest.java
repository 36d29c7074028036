package dev.allwell.tracker.servlet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request of no container, for what a real one cannot show. What is not here throws.
class FakeRequest extends HttpServletRequestWrapper {
  DispatcherType type = DispatcherType.REQUEST;
  String contextPath = "";
  String servletPath = "/pay";
  @Nullable String pathInfo;
  private final Map<String, Object> attributes = new HashMap<>();

  FakeRequest() {
    super(nothing(HttpServletRequest.class));
  }

  /// Something that throws whatever is called.
  static <T> T nothing(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            FakeRequest.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            }));
  }

  @Override
  public DispatcherType getDispatcherType() {
    return type;
  }

  @Override
  public String getContextPath() {
    return contextPath;
  }

  @Override
  public String getServletPath() {
    return servletPath;
  }

  @Override
  public @Nullable String getPathInfo() {
    return pathInfo;
  }

  @Override
  public boolean isAsyncStarted() {
    return false;
  }

  @Override
  public @Nullable Object getAttribute(String name) {
    return attributes.get(name);
  }

  @Override
  public void setAttribute(String name, Object value) {
    attributes.put(name, value);
  }
}

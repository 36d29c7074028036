package dev.allwell.tracker.servlet;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a host deploys: its servlets, filters and error pages, told alike to each container.
final class Application {
  static final String CONTEXT_PATH = "/shop";

  final Map<Integer, String> statusPages = new LinkedHashMap<>();
  final Map<Class<? extends Throwable>, String> exceptionPages = new LinkedHashMap<>();
  private final List<Deployment> deployments = new ArrayList<>();

  @FunctionalInterface
  interface Deployment {
    void to(ServletContext context) throws ServletException;
  }

  Application with(Deployment deployment) {
    deployments.add(deployment);
    return this;
  }

  Application at(String mapping, Script script) {
    return at(mapping, new Script.Scripted(script));
  }

  Application at(String mapping, Servlet servlet) {
    return with(context -> {
      ServletRegistration.Dynamic added = context.addServlet("servlet " + mapping, servlet);
      added.addMapping(mapping);
      added.setAsyncSupported(true);
    });
  }

  Application page(int status, String location) {
    statusPages.put(status, location);
    return this;
  }

  Application page(Class<? extends Throwable> thrown, String location) {
    exceptionPages.put(thrown, location);
    return this;
  }

  void deploy(ServletContext context) throws ServletException {
    for (Deployment deployment : deployments) {
      deployment.to(context);
    }
  }
}

package dev.allwell.tracker.servlet;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// What a servlet of the host does.
@FunctionalInterface
interface Script {
  void answer(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException;

  /// A servlet that follows a script for each method.
  final class Scripted extends HttpServlet {
    private static final long serialVersionUID = 1;
    private final transient Script script;

    Scripted(Script script) {
      this.script = script;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException, ServletException {
      script.answer(request, response);
    }
  }
}

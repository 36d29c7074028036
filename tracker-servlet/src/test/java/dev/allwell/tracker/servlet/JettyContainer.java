package dev.allwell.tracker.servlet;

import java.net.URI;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/// Jetty 12 with EE 10, which is Servlet 6.0: the oldest that the filter promises.
final class JettyContainer implements Container {
  private final Server server = new Server();

  @Override
  public URI start(Application application) throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler(Application.CONTEXT_PATH);
    ErrorPageErrorHandler pages = new ErrorPageErrorHandler();
    application.statusPages.forEach(pages::addErrorPage);
    application.exceptionPages.forEach(pages::addErrorPage);
    context.setErrorHandler(pages);
    context.addServletContainerInitializer((classes, to) -> application.deploy(to));
    server.setHandler(context);
    server.start();
    return URI.create("http://127.0.0.1:" + connector.getLocalPort() + Application.CONTEXT_PATH);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception refused) {
      throw new IllegalStateException("Jetty does not stop", refused);
    }
  }
}

package dev.allwell.tracker.servlet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/// Tomcat 11, which is Servlet 6.1.
final class TomcatContainer implements Container {
  private final Tomcat tomcat = new Tomcat();
  private final Path folder;

  TomcatContainer() throws IOException {
    folder = Files.createTempDirectory("tomcat");
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    if (!tomcat.getConnector().setProperty("address", "127.0.0.1")) {
      throw new IllegalStateException("Tomcat's connector has no address");
    }
  }

  @Override
  public URI start(Application application) throws LifecycleException {
    Context context = tomcat.addContext(Application.CONTEXT_PATH, folder.toString());
    application.statusPages.forEach((status, location) -> {
      ErrorPage page = new ErrorPage();
      page.setErrorCode(status);
      page.setLocation(location);
      context.addErrorPage(page);
    });
    application.exceptionPages.forEach((thrown, location) -> {
      ErrorPage page = new ErrorPage();
      page.setExceptionType(thrown.getName());
      page.setLocation(location);
      context.addErrorPage(page);
    });
    context.addServletContainerInitializer((classes, to) -> application.deploy(to), Set.of());
    return started();
  }

  /// Starts with an application as it is unpacked in a folder, with its `WEB-INF/web.xml`.
  URI start(Path unpacked) throws LifecycleException {
    tomcat.setAddDefaultWebXmlToWebapp(false);
    tomcat.addWebapp(Application.CONTEXT_PATH, unpacked.toString());
    return started();
  }

  private URI started() throws LifecycleException {
    tomcat.start();
    return URI.create(
        "http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + Application.CONTEXT_PATH);
  }

  @Override
  public void close() throws IOException {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException refused) {
      throw new IllegalStateException("Tomcat does not stop", refused);
    }
    List<Path> left;
    try (Stream<Path> all = Files.walk(folder)) {
      left = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : left) {
      Files.deleteIfExists(path);
    }
  }
}

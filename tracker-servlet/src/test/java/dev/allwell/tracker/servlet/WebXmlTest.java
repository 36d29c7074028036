package dev.allwell.tracker.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An application that is wired by its `web.xml` alone.
@Tag("tomcat")
class WebXmlTest {
  private static final String WEB_XML =
      """
      <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
        <filter>
          <filter-name>tracker</filter-name>
          <filter-class>dev.allwell.tracker.servlet.StatusCodeFilter</filter-class>
          <async-supported>true</async-supported>
          <init-param>
            <param-name>errorThreshold</param-name>
            <param-value>3</param-value>
          </init-param>
        </filter>
        <filter-mapping>
          <filter-name>tracker</filter-name>
          <url-pattern>/*</url-pattern>
          <dispatcher>REQUEST</dispatcher>
          <dispatcher>ASYNC</dispatcher>
          <dispatcher>ERROR</dispatcher>
        </filter-mapping>
        <servlet>
          <servlet-name>health</servlet-name>
          <servlet-class>dev.allwell.tracker.servlet.HealthServlet</servlet-class>
          <init-param>
            <param-name>format</param-name>
            <param-value>monitor</param-value>
          </init-param>
          <init-param>
            <param-name>attribute.zone</param-name>
            <param-value>b</param-value>
          </init-param>
        </servlet>
        <servlet-mapping>
          <servlet-name>health</servlet-name>
          <url-pattern>/health</url-pattern>
        </servlet-mapping>
        <servlet>
          <servlet-name>pay</servlet-name>
          <servlet-class>dev.allwell.tracker.servlet.WebXmlTest$Pay</servlet-class>
        </servlet>
        <servlet-mapping>
          <servlet-name>pay</servlet-name>
          <url-pattern>/pay</url-pattern>
        </servlet-mapping>
      </web-app>
      """;

  /// The host's servlet, which fails.
  public static final class Pay extends jakarta.servlet.http.HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(
        jakarta.servlet.http.HttpServletRequest request,
        jakarta.servlet.http.HttpServletResponse response) {
      response.setStatus(500);
    }
  }

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void threeErrorsTurnItRed(@TempDir Path folder) throws Exception {
    Files.createDirectory(folder.resolve("WEB-INF"));
    Files.writeString(folder.resolve("WEB-INF/web.xml"), WEB_XML);
    try (TomcatContainer tomcat = new TomcatContainer()) {
      URI root = tomcat.start(folder);
      assertThat(get(root + "/health").statusCode()).isEqualTo(200);
      for (int i = 0; i < 3; i++) {
        assertThat(get(root + "/pay").statusCode()).isEqualTo(500);
      }
      HttpResponse<String> answer = get(root + "/health");
      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(answer.body())
          .contains("\"request_count\":3", "\"error_count\":3", "\"zone\":\"b\"");
    }
  }

  private HttpResponse<String> get(String uri) throws Exception {
    return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
  }
}

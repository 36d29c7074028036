package dev.allwell.tracker.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HealthPathsTest {

  @Test
  void aPathIsMetHoweverTheMappingSplitsIt() {
    HealthPaths paths = HealthPaths.of("/manage/health");
    assertThat(paths.test(at("", "/manage/health", null))).isTrue();
    assertThat(paths.test(at("", "/manage", "/health"))).isTrue();
    assertThat(paths.test(at("", "", "/manage/health"))).isTrue();
    assertThat(paths.test(at("/shop", "/manage", "/health/"))).isTrue();
    assertThat(paths.test(at("", "/manage", "/health/deep"))).isFalse();
    assertThat(paths.test(at("", "/manage", null))).isFalse();
    assertThat(paths.test(at("", "/manage", "/healthy"))).isFalse();
    assertThat(paths.test(at("", "/other", "/health"))).isFalse();
  }

  @Test
  void thePathMayBeSaidWithTheContextPathOrWithoutOrSloppily() {
    for (String said :
        new String[] {
          "/health", "health", "/health/", " /health ", "/shop/health", "/h%65alth;v=1"
        }) {
      assertThat(HealthPaths.of(said).test(at("/shop", "/health", null))).as(said).isTrue();
      assertThat(HealthPaths.of(said).test(at("/shop", "/pay", null))).as(said).isFalse();
    }
  }

  @Test
  void allBelowAPathIsMetWithAStar() {
    HealthPaths paths = HealthPaths.of("/manage/*");
    assertThat(paths.test(at("/shop", "/manage", null))).isTrue();
    assertThat(paths.test(at("/shop", "/manage/", null))).isTrue();
    assertThat(paths.test(at("/shop", "/manage", "/a/b"))).isTrue();
    assertThat(paths.test(at("/shop", "/manager", null))).isFalse();
    assertThat(HealthPaths.of("/*").test(at("/shop", "/any", null))).isTrue();
  }

  @Test
  void theRootIsAPathToo() {
    HealthPaths root = HealthPaths.of("/");
    assertThat(root.test(at("/shop", "", null))).isTrue();
    assertThat(root.test(at("/shop", "/", null))).isTrue();
    assertThat(root.test(at("/shop", "/pay", null))).isFalse();
    assertThat(HealthPaths.of().test(at("/shop", "", null))).isFalse();
  }

  @Test
  void atAnErrorPageTheRequestThatFailedIsLookedAt() {
    HealthPaths paths = HealthPaths.of("/100%25+ sure");
    FakeRequest request = at("/shop", "/page", null);
    request.type = DispatcherType.ERROR;
    assertThat(paths.test(request)).isFalse();
    request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/shop/100%25+%20sure;v=1/");
    assertThat(paths.test(request)).isTrue();
    request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/100%25+%20sure");
    assertThat(paths.test(request)).isTrue();
    request.setAttribute(RequestDispatcher.ERROR_REQUEST_URI, "/shop/else");
    assertThat(paths.test(request)).isFalse();
  }

  @Test
  void aBrokenEncodingIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> HealthPaths.of("/a%zz"));
  }

  private static FakeRequest at(String contextPath, String servletPath, @Nullable String pathInfo) {
    FakeRequest request = new FakeRequest();
    request.contextPath = contextPath;
    request.servletPath = servletPath;
    request.pathInfo = pathInfo;
    return request;
  }
}

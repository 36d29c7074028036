package dev.allwell.tracker.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.allwell.tracker.SelfRegistration;
import dev.allwell.tracker.StatusCodeTracker;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Configuration;

class SelfRegistrationAutoConfigurationTest {
  private static final String SERVERS = "allwell.tracker.registration.servers=";

  private final WebApplicationContextRunner web =
      new WebApplicationContextRunner()
          .withConfiguration(
              AutoConfigurations.of(
                  TrackerAutoConfiguration.class, SelfRegistrationAutoConfiguration.class));
  private AllwellStub allwell;

  @SuppressWarnings("NullAway.Init")
  SelfRegistrationAutoConfigurationTest() {}

  @BeforeEach
  void open() throws IOException {
    allwell = new AllwellStub();
  }

  @AfterEach
  void close() {
    allwell.close();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Empty {}

  @Test
  void theServersHearOfTheApplicationWithThePortThatItReallyHas() throws Exception {
    try (var application =
        Started.application(
            Empty.class,
            "spring.application.name=My  Shop!",
            SERVERS + allwell.url(),
            "allwell.tracker.registration.token=t0ken",
            "allwell.tracker.registration.attributes.team=blue")) {
      var heard = allwell.next();

      assertThat(heard.method()).isEqualTo("POST");
      assertThat(heard.path()).isEqualTo("/register");
      assertThat(heard.token()).isEqualTo("Bearer t0ken");
      assertThat(heard.body())
          .contains("\"id\":\"my-shop\"")
          .contains("\"url\":\"http://127.0.0.1:" + application.port() + "/health\"")
          .contains("\"attributes\":{\"team\":\"blue\"}");
    }
    assertThat(allwell.heardNothing()).isTrue();
  }

  @Test
  void theAddressHoldsTheContextPathAndTheBoundAddress() throws Exception {
    try (var application =
        Started.application(
            Empty.class,
            "server.address=127.0.0.1",
            "server.servlet.context-path=/shop",
            "spring.main.lazy-initialization=true",
            "management.server.port=0",
            "allwell.tracker.health.path=/well",
            "allwell.tracker.registration.id=shop-1",
            "allwell.tracker.registration.servers[0]=" + allwell.url())) {

      assertThat(allwell.next().body())
          .contains("\"id\":\"shop-1\"")
          .contains("\"url\":\"http://127.0.0.1:" + application.port() + "/shop/well\"");
      assertThat(application.get("/shop/well").body()).isEqualTo("OK");
    }
  }

  @Test
  void severalServersHearItAndTheApplicationTakesLeaveOfAll() throws Exception {
    try (var second = new AllwellStub()) {
      try (var application =
          Started.application(
              Empty.class,
              SERVERS + allwell.url() + "," + second.url(),
              "allwell.tracker.registration.url=http://shop.example/alive",
              "allwell.tracker.registration.deregister=true")) {
        assertThat(application.context().isRunning()).isTrue();
        assertThat(allwell.next().body()).contains("\"url\":\"http://shop.example/alive\"");
        assertThat(second.next().body()).contains("\"id\":\"application\"");
      }
      assertThat(allwell.next())
          .isEqualTo(new AllwellStub.Heard("DELETE", "/register/application", "", ""));
      assertThat(second.next().method()).isEqualTo("DELETE");
    }
  }

  @Test
  void aServerThatCannotBeFoundStopsNothingAndTheOthersHearAllTheSame() throws Exception {
    try (var application =
        Started.application(
            Empty.class, SERVERS + "http://" + OwnAddressTest.NO_NAME + ":4000," + allwell.url())) {

      assertThat(allwell.next().path()).isEqualTo("/register");
      assertThat(application.get("/health").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void itIsBegunAnewAfterAStop() throws Exception {
    try (var application = Started.application(Empty.class, SERVERS + allwell.url())) {
      var announcer = application.context().getBean(Announcer.class);
      assertThat(allwell.next().method()).isEqualTo("POST");
      announcer.start();
      assertThat(announcer.isRunning()).isTrue();

      announcer.stop();
      announcer.stop();
      assertThat(announcer.isRunning()).isFalse();
      announcer.start();

      assertThat(allwell.next().method()).isEqualTo("POST");
    }
  }

  @Test
  void whatGoesWrongWithItStopsNoApplication() {
    var announcer =
        new Announcer(
            new TrackerProperties.Registration(
                List.of(allwell.url()), null, null, null, Map.of(), /* deregister= */ false),
            "shop",
            () -> {
              throw new IllegalStateException("no server");
            });

    announcer.start();

    assertThat(announcer.isRunning()).isFalse();
    announcer.stop();
  }

  @Test
  void itBeginsAfterTheWebServerAndEndsBeforeItsGracefulEnd() {
    assertThat(Announcer.PHASE).isGreaterThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE);
  }

  @Test
  void withoutAWebServerOfSpringsItNeedsToBeToldTheAddress() throws Exception {
    web.withPropertyValues(SERVERS + allwell.url())
        .run(context -> {
          assertThat(context).hasNotFailed();
          assertThat(context.getBean(Announcer.class).isRunning()).isFalse();
        });
    web.withPropertyValues(
            SERVERS + allwell.url(),
            "allwell.tracker.registration.url=http://war.example/shop/health")
        .run(context -> {
          assertThat(context.getBean(Announcer.class).isRunning()).isTrue();
          assertThat(allwell.next().body()).contains("\"url\":\"http://war.example/shop/health\"");
        });
  }

  @Test
  void withoutServersItStaysAway() {
    web.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Announcer.class));
    web.withPropertyValues(SERVERS)
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Announcer.class));
  }

  @Test
  void withoutATrackerItStaysAway() {
    web.withPropertyValues(SERVERS + allwell.url(), "allwell.tracker.enabled=false")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Announcer.class));
  }

  @Test
  void withoutSpringsWebServersItStaysAway() {
    web.withPropertyValues(SERVERS + allwell.url())
        .withClassLoader(new FilteredClassLoader("org.springframework.boot.web.server"))
        .run(context ->
            assertThat(context)
                .hasNotFailed()
                .hasSingleBean(StatusCodeTracker.class)
                .doesNotHaveBean(Announcer.class));
  }

  @Test
  void theApplicationsOwnRegistrationIsUsed() {
    try (var own = SelfRegistration.of("own", URI.create("http://127.0.0.1:1")).start()) {
      web.withPropertyValues(SERVERS + allwell.url())
          .withBean(SelfRegistration.class, () -> own)
          .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(Announcer.class));
    }
    assertThat(allwell.heardNothing()).isTrue();
  }
}

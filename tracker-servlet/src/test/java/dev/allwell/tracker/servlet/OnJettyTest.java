package dev.allwell.tracker.servlet;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/// The contracts in Jetty.
@Tag("jetty")
class OnJettyTest {

  @Nested
  class Sync extends SyncContract {
    @Override
    Container container() throws Exception {
      return new JettyContainer();
    }
  }

  @Nested
  class Async extends AsyncContract {
    @Override
    Container container() throws Exception {
      return new JettyContainer();
    }
  }

  @Nested
  class Health extends HealthContract {
    @Override
    Container container() throws Exception {
      return new JettyContainer();
    }
  }

  @Nested
  class Crowd extends CrowdContract {
    @Override
    Container container() throws Exception {
      return new JettyContainer();
    }
  }
}

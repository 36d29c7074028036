package orders;

import dev.allwell.tracker.spring.TrackerCustomizer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// An application of which an order always fails, with a pager that prints.
@SpringBootApplication
public class Application {
  public static void main(String[] words) {
    SpringApplication.run(Application.class, words);
  }
}

@RestController
class Orders {
  @GetMapping("/orders/broken")
  String broken() {
    throw new IllegalStateException("this order cannot be read");
  }
}

@Component
class Pager {
  void page(String what) {
    System.out.println("page: " + what);
  }

  void resolve(String what) {
    System.out.println("resolve: " + what);
  }
}

// the block

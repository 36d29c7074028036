package dev.allwell.examples.springboot;

import dev.allwell.tracker.StatusCodeTracker;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// What the application is for, with an order that always fails.
@RestController
class Orders {
  private final StatusCodeTracker tracker;

  Orders(StatusCodeTracker tracker) {
    this.tracker = tracker;
  }

  @GetMapping("/orders/{id}")
  String order(@PathVariable String id) {
    if (id.equals("broken")) {
      throw new IllegalStateException("this order cannot be read");
    }
    return "order " + id;
  }

  /// A person says that all is well again: with `keep-unhealthy` nothing else does. In an
  /// application of your own, let nobody but its operators ask this.
  @PostMapping("/recovered")
  void recovered() {
    tracker.updateHealthy(true);
  }
}

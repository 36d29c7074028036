package dev.allwell.tracker.spring;

import dev.allwell.tracker.StatusCodeTracker;

/// An application's own touch on the tracker before it is built: what to do when health changes,
/// and which further checks to ask. Any number of beans of this type are asked, in their order,
/// after the properties have been applied.
///
/// ```java
/// @Bean
/// TrackerCustomizer tellTheTeam(Pager pager, DataSource database) {
///   return tracker -> tracker
///       .onUnhealthy(() -> pager.page("orders is ill"))
///       .onHealthy(() -> pager.resolve("orders is ill"))
///       .extraChecks(() -> !reachable(database)); // true = failed
/// }
/// ```
@FunctionalInterface
public interface TrackerCustomizer {

  /// Sets on `tracker` what the application wants; called once, while the application starts.
  void customize(StatusCodeTracker.Builder tracker);
}

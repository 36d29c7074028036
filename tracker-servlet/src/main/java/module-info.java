/// Counts the failed requests of a servlet application and says how healthy that leaves it.
module dev.allwell.tracker.servlet {
  requires transitive dev.allwell.tracker;
  requires transitive jakarta.servlet;
  requires static org.jspecify;

  exports dev.allwell.tracker.servlet;
}

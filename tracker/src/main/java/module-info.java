/// A service's own health: counted, decided, said and registered.
///
/// `java.net.http` is there for [dev.allwell.tracker.SelfRegistration]. It is not optional, as a
/// module that only calls the registration never names it, so that nothing would bring it in.
/// Whoever uses [dev.allwell.tracker.TrackedHttpServer] names `jdk.httpserver` anyway; others need
/// not have it.
module dev.allwell.tracker {
  requires java.net.http;
  requires static transitive jdk.httpserver;
  requires static org.jspecify;

  exports dev.allwell.tracker;
}

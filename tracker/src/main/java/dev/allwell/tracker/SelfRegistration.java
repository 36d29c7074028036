package dev.allwell.tracker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A service's word to one or several Allwell servers that it exists.
///
/// ```java
/// SelfRegistration registration =
///     SelfRegistration.of("shop", URI.create("http://10.0.0.7:8080"))
///         .server(URI.create("http://allwell:4000"), token)
///         .start();
/// ```
///
/// Each server has a daemon thread of its own, which tries until the server says 201, waits longer
/// after each failure (full jitter), and then renews the word, so that a server that lost its data
/// knows the service again. Nothing of this delays or fails the host: what goes wrong is logged
/// (`System.Logger` `dev.allwell.tracker`), each cause once.
public final class SelfRegistration implements AutoCloseable {
  /// The most that closing waits for servers to hear of it.
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  private final Builder settings;
  private final Thread atShutdown = Daemons.named("deregistration").newThread(new Farewell());

  // all below under its own lock
  private final List<Announcement> announcements = new ArrayList<>();
  private boolean closed;

  private SelfRegistration(Builder settings) {
    this.settings = settings;
  }

  /// The settings of a registration.
  ///
  /// @param id the service's id, and its name
  /// @param url where Allwell reaches it; without a path its `/health` is asked
  public static Builder of(String id, URI url) {
    return new Builder(id, url);
  }

  /// Stops renewing. If asked to deregister, tells each server that may know of the service, and
  /// waits for at most 2 s; else returns at once.
  @Override
  public void close() {
    if (settings.deregister) {
      try {
        Runtime.getRuntime().removeShutdownHook(atShutdown);
      } catch (IllegalStateException shuttingDown) {
        Telling.log.log(Level.DEBUG, "the JVM ends as well");
      }
    }
    farewell();
  }

  /// Only what takes no time: an application's first use of logging, of lambdas or of an HTTP
  /// client may take a tenth of a second, and is left to a thread of our own.
  private void start() {
    try {
      if (settings.deregister) {
        Runtime.getRuntime().addShutdownHook(atShutdown);
      }
      Daemons.named("registration").newThread(new Beginning()).start();
    } catch (RuntimeException | Error noThreadOrShuttingDown) {
      Telling.log.log(Level.WARNING, "the service is not registered", noThreadOrShuttingDown);
    }
  }

  private void begin(Server server) {
    try {
      Announcement announcement =
          new Announcement(
              new Announcement.Word(settings.id, settings.statement()),
              server.url(),
              server.token(),
              settings.rhythm);
      synchronized (announcements) {
        if (!closed) {
          announcements.add(announcement);
          announcement.start();
        }
      }
    } catch (RuntimeException | Error e) {
      Telling.log.log(
          Level.WARNING, "not registered at " + server.url().getHost() + ": " + e.getMessage());
    }
  }

  /// What was not begun yet will not be: nobody has heard of it.
  private void farewell() {
    List<Announcement> begun;
    synchronized (announcements) {
      closed = true;
      begun = List.copyOf(announcements);
    }
    begun.forEach(announcement -> announcement.end(settings.deregister));
    if (settings.deregister) {
      Announcement.await(begun, FAREWELL);
    }
  }

  /// Made when something is told for the first time.
  private static final class Telling {
    private static final Logger log = System.getLogger("dev.allwell.tracker");
  }

  /// No lambda, since the first of an application takes its time.
  private final class Beginning implements Runnable {
    @Override
    public void run() {
      for (Server server : settings.servers) {
        begin(server);
      }
    }
  }

  /// As [Beginning].
  private final class Farewell implements Runnable {
    @Override
    public void run() {
      farewell();
    }
  }

  private record Server(URI url, String token) {}

  /// What to announce, and to whom.
  public static final class Builder {
    private final String id;
    private final URI url;
    private final List<Server> servers = new ArrayList<>();
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<String> groups = new ArrayList<>();
    private Duration interval = Duration.ZERO;
    private Announcement.Rhythm rhythm = Announcement.Rhythm.USUAL;
    private boolean deregister;

    private Builder(String id, URI url) {
      this.id = Objects.requireNonNull(id, "id");
      this.url = Objects.requireNonNull(url, "url");
    }

    private Builder(Builder other) {
      id = other.id;
      url = other.url;
      servers.addAll(other.servers);
      attributes.putAll(other.attributes);
      groups.addAll(other.groups);
      interval = other.interval;
      rhythm = other.rhythm;
      deregister = other.deregister;
    }

    /// One more server, that needs no token: on the same machine.
    public Builder server(URI url) {
      return server(url, "");
    }

    /// One more server.
    ///
    /// @param token shown as `Authorization: Bearer`; of scope `register`, or `register:any` if the
    ///   service's url is not a number's or a proxy lies between; empty or null, as of a variable
    ///   that is not set, for none. A `read` token does not do.
    public Builder server(URI url, String token) {
      servers.add(new Server(Objects.requireNonNull(url), token == null ? "" : token));
      return this;
    }

    /// One more attribute; the service's own health document overrides it by key.
    public Builder attribute(String key, String value) {
      attributes.put(Objects.requireNonNull(key), Objects.requireNonNull(value));
      return this;
    }

    public Builder attributes(Map<String, String> attributes) {
      attributes.forEach(this::attribute);
      return this;
    }

    /// One more group that the service is in.
    public Builder group(String group) {
      groups.add(Objects.requireNonNull(group));
      return this;
    }

    /// From one check to the next; the server's default, 10 s, unless set.
    ///
    /// @param interval whole milliseconds, at least 1 s
    public Builder interval(Duration interval) {
      this.interval = Objects.requireNonNull(interval);
      return this;
    }

    /// From one renewal to the next; 60 s unless set.
    ///
    /// @param renewal more than nothing, up to 365 days
    public Builder renewal(Duration renewal) {
      this.rhythm = rhythm.renewing(renewal);
      return this;
    }

    /// Whether the service is deregistered when this is closed or the JVM ends; else it stays
    /// known, and is seen to be down. False unless set.
    public Builder deregisterAtClose(boolean deregister) {
      this.deregister = deregister;
      return this;
    }

    Builder rhythm(Announcement.Rhythm rhythm) {
      this.rhythm = rhythm;
      return this;
    }

    /// Begins to announce, in the background; never throws. What a server refuses, and what cannot
    /// be, as an address that is none, is logged.
    public SelfRegistration start() {
      SelfRegistration registration = new SelfRegistration(new Builder(this));
      registration.start();
      return registration;
    }

    /// The JSON of `POST /register`.
    private String statement() {
      Map<String, Object> statement = new LinkedHashMap<>();
      statement.put("id", id);
      statement.put("url", url.toString());
      if (!interval.isZero()) {
        statement.put("interval", interval.toMillis() + "ms");
      }
      if (!groups.isEmpty()) {
        statement.put("groups", groups);
      }
      statement.put("attributes", attributes);
      return Json.object(statement);
    }
  }
}

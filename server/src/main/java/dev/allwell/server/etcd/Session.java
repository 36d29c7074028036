package dev.allwell.server.etcd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.allwell.clock.Ticker;
import dev.allwell.model.TlsSettings;
import dev.allwell.server.config.EtcdAddress;
import dev.allwell.server.config.EtcdSettings;
import dev.allwell.server.etcd.Keyspace.Range;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.Response;
import io.etcd.jetcd.Watch;
import io.etcd.jetcd.common.exception.CompactedException;
import io.etcd.jetcd.common.exception.ErrorCode;
import io.etcd.jetcd.common.exception.EtcdExceptionFactory;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import io.etcd.jetcd.watch.WatchResponse;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;

/// Talk with one member of etcd, until the first trouble: then it is closed and another is opened.
///
/// The client's own ways of going on are not used (see `RATIONALE.md`): no retries, no watch that
/// resumes by itself, no leases. Each request has a deadline. One thread, but for what watches
/// tell, and for [#swap].
final class Session implements AutoCloseable {
  /// How long one request may take.
  static final Duration PATIENCE = Duration.ofSeconds(5);

  /// How long all requests of one listing may take together.
  static final Duration LISTING = Duration.ofSeconds(60);

  private static final int LARGEST_ANSWER = 8 << 20;
  private static final int PAGE = 1000;
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  /// Its own words go past our log; what matters of them is in the troubles that are told.
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  static {
    GRPC.setLevel(Level.OFF);
  }

  private final Client client;
  private final Keyspace keyspace;
  private final EtcdAddress address;
  private final Ticker ticker;

  private Session(Client client, Keyspace keyspace, EtcdAddress address, Ticker ticker) {
    this.client = client;
    this.keyspace = keyspace;
    this.address = address;
    this.ticker = ticker;
  }

  /// Prepares to talk: nothing is sent yet.
  ///
  /// @throws EtcdTrouble when the certificates cannot be used
  static Session open(EtcdAddress address, EtcdSettings settings, Ticker ticker)
      throws EtcdTrouble {
    var builder =
        Client.builder()
            .connectTimeout(PATIENCE)
            .keepaliveTime(KEEP_ALIVE)
            .keepaliveTimeout(PATIENCE)
            .retryMaxAttempts(0)
            .waitForReady(false)
            .maxInboundMessageSize(LARGEST_ANSWER);
    settings
        .login()
        .ifPresent(
            login -> builder.user(bytes(login.user())).password(bytes(login.password().reveal())));
    try {
      if (address.secure()) {
        var tls = settings.tls();
        builder
            .authority(tls.serverName().orElse(address.endpoint().toString()))
            .sslContext(ssl -> trust(ssl, tls));
      }
      var client = builder.endpoints(address.toString()).build();
      return new Session(client, new Keyspace(settings.prefix()), address, ticker);
    } catch (SSLException | IllegalArgumentException e) {
      throw new EtcdTrouble("its TLS settings cannot be used: " + e.getMessage(), e);
    }
  }

  private static void trust(SslContextBuilder ssl, TlsSettings tls) {
    tls.ca().ifPresent(ca -> ssl.trustManager(stream(ca)));
    tls.client().ifPresent(own -> ssl.keyManager(stream(own.chain()), stream(own.key().reveal())));
  }

  private static ByteArrayInputStream stream(String pem) {
    return new ByteArrayInputStream(pem.getBytes(UTF_8));
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, UTF_8);
  }

  /// All keys that are read, as they are now, at one revision.
  ///
  /// @throws EtcdTrouble also when it takes too long, however fast each page comes
  Picture list() throws EtcdTrouble, InterruptedException {
    long until = ticker.nanos() + LISTING.toNanos();
    var keys = new TreeMap<String, Held>();
    var first = head();
    for (var range : keyspace.ranges()) {
      list(range, first, until, keys);
    }
    return new Picture(first.getClusterId(), first.getRevision(), keys);
  }

  /// What etcd says of itself before it answers; it costs nothing, and a majority has agreed to it.
  Response.Header head() throws EtcdTrouble, InterruptedException {
    var option = GetOption.builder().withCountOnly(true).build();
    return answer(client.getKVClient().get(bytes(keyspace.whole()), option)).getHeader();
  }

  private void list(Range range, Response.Header at, long until, SortedMap<String, Held> keys)
      throws EtcdTrouble, InterruptedException {
    var from = bytes(range.from());
    int limit = PAGE;
    while (true) {
      if (ticker.nanos() - until > 0) {
        throw new EtcdTrouble(
            "its keys are not all read within %d s: %d of them are"
                .formatted(LISTING.toSeconds(), keys.size()));
      }
      var page = page(from, range, at.getRevision(), limit, false);
      if (page.isEmpty() && limit > 1) {
        limit /= 10;
        continue;
      }
      boolean huge = page.isEmpty();
      var answer = huge ? page(from, range, at.getRevision(), 1, true).orElseThrow() : page.get();
      if (answer.getHeader().getClusterId() != at.getClusterId()) {
        throw new EtcdTrouble("another cluster answered meanwhile");
      }
      answer.getKvs().forEach(pair -> keep(pair, keys, huge));
      Picture.refuseTooMuch(keys);
      if (!answer.isMore() || answer.getKvs().isEmpty()) {
        return;
      }
      from = answer.getKvs().getLast().getKey().concat(ByteSequence.from(new byte[1]));
      limit = Math.min(PAGE, limit * 10);
    }
  }

  /// Empty when it would be larger than is taken.
  private Optional<GetResponse> page(
      ByteSequence from, Range range, long revision, int limit, boolean keysOnly)
      throws EtcdTrouble, InterruptedException {
    var option =
        GetOption.builder()
            .withRange(bytes(range.to()))
            .withRevision(revision)
            .withLimit(limit)
            .withKeysOnly(keysOnly)
            .build();
    var asked = client.getKVClient().get(from, option);
    try {
      return Optional.of(answer(asked));
    } catch (EtcdTrouble e) {
      var cause = e.getCause();
      if (!keysOnly
          && cause != null
          && EtcdExceptionFactory.toEtcdException(cause).getErrorCode()
              == ErrorCode.RESOURCE_EXHAUSTED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private void keep(KeyValue pair, SortedMap<String, Held> keys, boolean huge) {
    var key = known(pair.getKey());
    if (key.isPresent()) {
      long revision = pair.getModRevision();
      keys.put(
          key.get(), huge ? Held.huge(revision) : Held.of(pair.getValue().getBytes(), revision));
    }
  }

  /// Empty for a stray key.
  private Optional<String> known(ByteSequence bytes) {
    try {
      return Optional.of(Held.utf8(bytes.getBytes()))
          .filter(text -> keyspace.key(text).isPresent());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /// Has all that changes from a revision on, included, told to an inbox.
  ///
  /// @param cluster who must tell it
  /// @return how many times it will say that a watch stands, before any of it can be relied on
  int watch(long revision, long cluster, Inbox inbox) {
    var ranges = keyspace.ranges();
    for (var range : ranges) {
      var option =
          WatchOption.builder()
              .withRange(bytes(range.to()))
              .withRevision(revision)
              .withCreateNotify(true)
              .withRequireLeader(true)
              .build();
      var listener =
          Watch.listener(
              told -> told(told, cluster, inbox),
              why -> inbox.broken(said(why), why instanceof CompactedException),
              () -> inbox.broken("the watch ended", false));
      client.getWatchClient().watch(bytes(range.from()), option, listener);
    }
    return ranges.size();
  }

  private void told(WatchResponse response, long cluster, Inbox inbox) {
    if (response.getHeader().getClusterId() != cluster) {
      inbox.broken("another cluster answers the watch", false);
      return;
    }
    if (response.isCreatedNotify()) {
      inbox.stands();
    }
    var changes = new ArrayList<Changed>();
    for (var event : response.getEvents()) {
      known(event.getKeyValue().getKey()).ifPresent(key -> changes.add(changed(key, event)));
    }
    inbox.changed(changes);
  }

  private static Changed changed(String key, WatchEvent event) {
    var pair = event.getKeyValue();
    boolean removed = event.getEventType() == WatchEvent.EventType.DELETE;
    var held = removed ? null : Held.of(pair.getValue().getBytes(), pair.getModRevision());
    return new Changed(key, held, pair.getModRevision());
  }

  /// Writes a value, if nobody has written or removed the key since. Any thread.
  ///
  /// @param revision at which it was last written as far as we know; 0 when it is not there
  /// @return at which revision it is written; empty when it is not
  OptionalLong swap(String key, long revision, String value)
      throws EtcdTrouble, InterruptedException {
    var still = new Cmp(bytes(key), Cmp.Op.EQUAL, CmpTarget.modRevision(revision));
    var put = Op.put(bytes(key), bytes(value), PutOption.DEFAULT);
    try {
      var done = answer(client.getKVClient().txn().If(still).Then(put).commit());
      return done.isSucceeded()
          ? OptionalLong.of(done.getHeader().getRevision())
          : OptionalLong.empty();
    } catch (RuntimeException e) { // the mirror has closed this meanwhile
      throw new EtcdTrouble("the session has ended: " + said(e), e);
    }
  }

  private <T> T answer(CompletableFuture<T> asked) throws EtcdTrouble, InterruptedException {
    try {
      return asked.get(PATIENCE.toNanos(), NANOSECONDS);
    } catch (TimeoutException e) {
      asked.cancel(true);
      throw new EtcdTrouble("no answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new EtcdTrouble(said(cause), cause);
    }
  }

  private static String said(Throwable why) {
    var words = new ArrayList<String>();
    for (var cause = why; cause != null && words.size() < 3; cause = cause.getCause()) {
      var message = String.valueOf(cause.getMessage());
      if (words.stream().noneMatch(said -> said.contains(message))) {
        words.add(message);
      }
    }
    return String.join(": ", words);
  }

  EtcdAddress address() {
    return address;
  }

  @Override
  public void close() {
    client.close();
  }
}

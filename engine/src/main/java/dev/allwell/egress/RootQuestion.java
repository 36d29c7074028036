package dev.allwell.egress;

import io.netty.channel.AddressedEnvelope;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What any name server can answer at once, whatever name is in trouble: who serves the root. Used
/// on the lane's thread.
///
/// @param servers all that the lane's resolver asks
/// @param sayings of the same: who said anything just now, an error too, need not be asked (and
///   some servers drop this very question)
record RootQuestion(DnsNameResolver resolver, List<InetSocketAddress> servers, Sayings sayings) {
  private static final long JUST_NOW_NANOS = TimeUnit.SECONDS.toNanos(1);

  RootQuestion {
    servers = List.copyOf(servers);
  }

  /// Asks all at once, each once.
  ///
  /// @param told once, on the loop: whether any of them answered, be it with an error
  void ask(Consumer<Boolean> told) {
    if (sayings.heardWithin(JUST_NOW_NANOS)) {
      told.accept(true);
      return;
    }
    var asking = new Asking(told, servers.size());
    for (InetSocketAddress server : servers) {
      DnsQuestion root = new DefaultDnsQuestion(".", DnsRecordType.NS);
      resolver.query(server, root).addListener(asking::heard);
    }
  }

  /// One question under way.
  private static final class Asking {
    private final Consumer<Boolean> told;
    private int open;

    Asking(Consumer<Boolean> told, int open) {
      this.told = told;
      this.open = open;
    }

    void heard(Future<? super AddressedEnvelope<DnsResponse, InetSocketAddress>> answer) {
      boolean any = answer.isSuccess();
      if (any && answer.getNow() instanceof AddressedEnvelope<?, ?> envelope) {
        envelope.release();
      }
      open--;
      if (open >= 0 && (any || open == 0)) {
        open = 0;
        told.accept(any);
      }
    }
  }
}

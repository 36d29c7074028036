package dev.allwell.egress;

import dev.allwell.model.CertificateFacts;
import dev.allwell.model.Endpoint;
import dev.allwell.model.Proxy;
import dev.allwell.model.Reason;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.util.List;

/// Whoever asked for a connection; told exactly once, on the lane's thread, unless it hung up
/// first.
public interface Caller {
  /// The channel stands, its handshake (if any) done. It reads nothing until this returns, so that
  /// handlers added here miss nothing. It is the caller's from now on.
  void connected(Channel channel);

  /// The name has addresses, in the order in which they are tried; told before the others. With a
  /// proxy they are the proxy's.
  default void resolved(List<InetAddress> addresses) {}

  /// The proxy on the way is there and is told where to; told before the channel is connected, and
  /// nowhere else.
  ///
  /// @param unseen whether it is told a name: which addresses that has, the guard does not see
  default void proxied(Proxy proxy, Endpoint target, boolean unseen) {}

  /// What the server showed of itself, told before either of the others; not told where no hands
  /// were shaken, or before it showed anything.
  default void certified(CertificateFacts facts) {}

  /// There is no connection.
  ///
  /// @param detail one line for a person
  void failed(Reason reason, String detail);
}

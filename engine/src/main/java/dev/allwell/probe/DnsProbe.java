package dev.allwell.probe;

import dev.allwell.egress.Destination;
import dev.allwell.egress.Phase;
import dev.allwell.model.DnsCheck;
import dev.allwell.model.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// One attempt of a [DnsCheck]: one question by UDP, TCP or TLS.
///
/// By UDP it is sent again after a second, by the same socket and with the same id, so that one
/// lost datagram is no outage; and by TCP when the answer did not fit. The answer counts when its
/// id and question are ours; others are let pass, so that a forger cannot end the probe.
final class DnsProbe {
  private static final int LONGEST = 65_535;
  private static final long AGAIN_MILLIS = 1000;

  private final DnsCheck check;
  private final Run run;
  private final DnsMessage question;
  private boolean overTcp;

  DnsProbe(DnsCheck check, Run run) {
    this.check = check;
    this.run = run;
    int id = ThreadLocalRandom.current().nextInt(1 << 16);
    question = new DnsMessage(id, check.question(), run.caps());
  }

  void start() {
    switch (check.transport()) {
      case AUTO, UDP ->
          run.dialDatagrams(
              new Destination(check.endpoint(), false, check.route()), this::askByDatagram);
      case TCP -> dialStream(false);
      case TLS -> dialStream(true);
    }
  }

  private void dialStream(boolean tls) {
    run.dial(new Destination(check.endpoint(), tls, check.route()), this::askByStream);
  }

  private void askByDatagram(Channel channel) {
    Future<?> again =
        channel
            .eventLoop()
            .schedule(
                () -> send(channel, Unpooled.wrappedBuffer(question.bytes())),
                AGAIN_MILLIS,
                TimeUnit.MILLISECONDS);
    channel.pipeline().addLast(new Datagrams(again));
    send(channel, Unpooled.wrappedBuffer(question.bytes()));
  }

  private void askByStream(Channel channel) {
    channel
        .pipeline()
        .addLast(new LengthFieldBasedFrameDecoder(2 + LONGEST, 0, 2, 0, 2))
        .addLast(new Messages());
    byte[] message = question.bytes();
    send(
        channel,
        Unpooled.wrappedBuffer(
            Unpooled.copyShort(message.length), Unpooled.wrappedBuffer(message)));
  }

  private void send(Channel channel, ByteBuf message) {
    run.enter(Phase.FIRST_BYTE);
    channel
        .writeAndFlush(message)
        .addListener(sent -> {
          if (!sent.isSuccess()) {
            run.thrown(sent.cause());
          }
        });
  }

  private void came(Channel channel, ByteBuf message, boolean datagram) {
    switch (question.read(message)) {
      case DnsMessage.Reading.NotOurs() -> {
        if (!datagram) {
          run.end(Reason.BAD_RESPONSE, "the answer is to another question");
        }
      }
      case DnsMessage.Reading.Garbage(String words) -> run.end(Reason.BAD_RESPONSE, words);
      case DnsMessage.Reading.Cut() -> {
        if (!datagram) {
          run.end(Reason.BAD_RESPONSE, "the answer is cut even over TCP");
        } else if (check.transport() == DnsCheck.Transport.UDP) {
          run.end(Reason.EXPECTATION_FAILED, "the answer does not fit into a datagram");
        } else {
          askAgain(channel);
        }
      }
      case DnsMessage.Reading.Answered(DnsAnswer answer) -> judge(answer);
    }
  }

  private void askAgain(Channel datagrams) {
    overTcp = true;
    // not closed while it is being read
    datagrams
        .eventLoop()
        .execute(() -> {
          var _ = datagrams.close();
        });
    dialStream(false);
  }

  private void judge(DnsAnswer answer) {
    run.enter(Phase.TRANSFER);
    String fault;
    try {
      fault = answer.fault(check);
    } catch (IndexOutOfBoundsException noRecord) {
      run.end(Reason.BAD_RESPONSE, DnsMessage.garbage(noRecord).words());
      return;
    }
    run.answered(answer.rcode());
    run.end(fault.isEmpty() ? Reason.OK : Reason.EXPECTATION_FAILED, fault);
  }

  /// What UDP brings: a packet each.
  private final class Datagrams extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Future<?> again;

    Datagrams(Future<?> again) {
      this.again = again;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      again.cancel(false);
    }

    /// Looked at later: whoever closes a channel of datagrams while it is read has epoll's loop
    /// read on from a descriptor that may be somebody else's by then.
    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      ByteBuf message = packet.content().retain();
      context
          .executor()
          .execute(() -> {
            try {
              if (!overTcp && !run.over()) {
                run.guarded(() -> came(context.channel(), message, true));
              }
            } finally {
              message.release();
            }
          });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!overTcp) {
        run.thrown(cause);
      }
    }
  }

  /// What TCP brings: a frame each.
  private final class Messages extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
      came(context.channel(), message, false);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      run.end(Reason.CLOSED_EARLY, "closed before the answer was complete");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      run.thrown(cause);
    }
  }
}

package dev.allwell.probe;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2EventAdapter;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;

/// Hands each frame of a connection on: those of an answer, and those that are beside it.
final class Http2Frames extends Http2EventAdapter {
  /// Bytes before what a frame carries (RFC 9113 §4.1).
  private static final int HEAD = 9;

  private final Http2Connection to;

  Http2Frames(Http2Connection to) {
    this.to = to;
  }

  /// All of it is used up at once: the window goes on, and what bounds a body is its cap.
  @Override
  public int onDataRead(
      ChannelHandlerContext context, int stream, ByteBuf data, int padding, boolean end) {
    int bytes = data.readableBytes() + padding;
    to.data(stream, data, HEAD + padding, end);
    return bytes;
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean end) {
    to.headers(stream, headers, end);
  }

  @Override
  public void onHeadersRead(
      ChannelHandlerContext context,
      int stream,
      Http2Headers headers,
      int dependency,
      short weight,
      boolean exclusive,
      int padding,
      boolean end) {
    to.headers(stream, headers, end);
  }

  @Override
  public void onRstStreamRead(ChannelHandlerContext context, int stream, long code) {
    to.reset(stream, code);
  }

  @Override
  public void onPushPromiseRead(
      ChannelHandlerContext context, int stream, int promised, Http2Headers headers, int padding) {
    to.pushed();
  }

  @Override
  public void onGoAwayRead(ChannelHandlerContext context, int last, long code, ByteBuf debug) {
    to.goAway(last, code);
  }

  @Override
  public void onSettingsRead(ChannelHandlerContext context, Http2Settings settings) {
    to.settings();
  }

  @Override
  public void onSettingsAckRead(ChannelHandlerContext context) {
    to.control();
  }

  @Override
  public void onPingRead(ChannelHandlerContext context, long data) {
    to.control();
  }

  @Override
  public void onPingAckRead(ChannelHandlerContext context, long data) {
    to.control();
  }

  @Override
  public void onPriorityRead(
      ChannelHandlerContext context, int stream, int dependency, short weight, boolean exclusive) {
    to.control();
  }

  @Override
  public void onWindowUpdateRead(ChannelHandlerContext context, int stream, int increment) {
    to.control();
  }

  @Override
  public void onUnknownFrame(
      ChannelHandlerContext context, byte type, int stream, Http2Flags flags, ByteBuf payload) {
    to.control();
  }
}

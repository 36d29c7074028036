package dev.allwell.model;

import java.util.Locale;

/// Which kinds of address a target is called at.
public enum IpChoice {
  /// Both; IPv4 first.
  PREFER_IPV4(true, true),
  /// Both; IPv6 first.
  PREFER_IPV6(true, true),
  IPV4(true, false),
  IPV6(false, true);

  private final boolean four;
  private final boolean six;
  private final String code = name().toLowerCase(Locale.ROOT).replace('_', '-');

  IpChoice(boolean four, boolean six) {
    this.four = four;
    this.six = six;
  }

  public boolean four() {
    return four;
  }

  public boolean six() {
    return six;
  }

  /// Which of two kinds goes first.
  public boolean sixFirst() {
    return switch (this) {
      case PREFER_IPV6, IPV6 -> true;
      case PREFER_IPV4, IPV4 -> false;
    };
  }

  /// As it is written in a definition: `prefer-ipv4`.
  public String code() {
    return code;
  }
}

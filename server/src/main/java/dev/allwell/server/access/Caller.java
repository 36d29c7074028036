package dev.allwell.server.access;

import java.net.InetAddress;

/// Who asks, as far as it is known. What he may is the scope's business and no more: a token that
/// is shown counts alone, also when the caller could do more without it.
public sealed interface Caller {
  /// Where the request came from.
  InetAddress peer();

  /// Whether he may do what a scope allows.
  boolean may(Scope scope);

  /// Who is written into the audit log.
  String who();

  /// A program on this machine that shows no token, and is trusted all the same.
  record Local(InetAddress peer) implements Caller {
    @Override
    public boolean may(Scope scope) {
      return switch (scope) {
        case READ, REGISTER, REGISTER_ANY -> true;
        case WRITE, ADMIN -> false;
      };
    }

    @Override
    public String who() {
      return "local";
    }
  }

  /// Anybody else without a token.
  ///
  /// @param mayRead whether everybody may read here
  /// @param why he is not trusted as local
  record Stranger(InetAddress peer, boolean mayRead, String why) implements Caller {
    @Override
    public boolean may(Scope scope) {
      return scope == Scope.READ && mayRead;
    }

    @Override
    public String who() {
      return "stranger";
    }
  }

  /// The holder of a token that is good.
  record Holder(InetAddress peer, Token token, Way way) implements Caller {
    @Override
    public boolean may(Scope scope) {
      return token.scope().includes(scope);
    }

    @Override
    public String who() {
      return "token " + token.name();
    }
  }

  /// Whether the request was made on this machine, with nothing between that could speak for
  /// others.
  default boolean near() {
    return switch (this) {
      case Local _ -> true;
      case Stranger _ -> false;
      case Holder holder -> holder.way() == Way.HERE;
    };
  }

  /// By which way a request came.
  enum Way {
    /// From a program on this machine.
    HERE,
    /// From another machine, as far as anybody can tell.
    DIRECT,
    /// Through a proxy, so that its peer says nothing of who made it.
    PROXIED
  }
}

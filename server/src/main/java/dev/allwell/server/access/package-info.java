/// Who may do what: tokens and their scopes, callers, how often they may ask, and the log of what
/// they changed.
///
/// Rules and values without a web server or a database: may know `model` and `clock`. Its ports
/// [TokenBook], [AuditBook] and [OwnerFile] are kept by the store; `web` asks it at each request.
/// Start reading at [Scope], [Caller] and [Tokens].
@NullMarked
package dev.allwell.server.access;

import org.jspecify.annotations.NullMarked;

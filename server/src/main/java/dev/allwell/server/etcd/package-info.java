/// etcd as a source of services, categories and acknowledgements: its keys are mirrored, read as
/// statements, and what differs from what is known enters at the registry.
///
/// May know `model`, `clock`, `definition`, the engine's registry and `config`. jetcd is known to
/// [Session] alone. Start at [EtcdSource], then [Mirror].
@NullMarked
package dev.allwell.server.etcd;

import org.jspecify.annotations.NullMarked;

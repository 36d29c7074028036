/// The keys of a service, as in the configuration file, turned into a `Service` or all `Problem`s.
///
/// May know `model` alone; used alike by registration, the API, files and etcd. Start reading at
/// [Definition].
@NullMarked
package dev.allwell.definition;

import org.jspecify.annotations.NullMarked;

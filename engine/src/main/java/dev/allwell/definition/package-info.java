/// The keys of a service, as in the configuration file, turned into a `Service` or all `Problem`s.
///
/// May know `model`, `format` and `pem`; used alike by registration, the API, files and etcd, which
/// hand over a tree of strings, numbers, booleans, lists and maps. Start reading at [Definitions].
@NullMarked
package dev.allwell.definition;

import org.jspecify.annotations.NullMarked;

/// Runs on Apache Spark. [SparkEngine] is the engine, found by `realfm assess --engine spark`; a run of it is
/// a `SparkRun`, which sends chunks of the plan to executors, where `Show` shows them. `Wire` makes bytes of what goes between
/// the processes, which is declared in `Shown`.
@NullMarked
package org.realfm.spark;

import org.jspecify.annotations.NullMarked;

package org.realfm.spark;

import java.util.Optional;
import org.realfm.assess.Engine;

/// Shows chunks on the executors of Apache Spark: networks in ONNX files. Every other way to a model stays in this process,
/// which shows its chunks beside them: a table is looked up faster than it is sent, and a program, a server or an endpoint
/// has limits and a budget that one process must keep.
///
/// What Spark is told in its own ways (`spark-submit`, system properties `spark.*`) holds before what is said here.
///
/// @param master  `local[4]`, `local-cluster[2,1,1024]`, `spark://host:7077`, `yarn`, `k8s://...`; empty: what Spark was told in
///                its own ways, otherwise `local` with these threads
/// @param threads how many chunks this process shows at once, of what it shows itself
public record SparkEngine(Optional<String> master, int threads) implements Engine {

    static final String NAME = "spark";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Session open(Job job) {
        return new SparkRun(job, master, threads);
    }
}

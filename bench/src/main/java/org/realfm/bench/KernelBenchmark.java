package org.realfm.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.realfm.stats.Auroc;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.JointMeasures;

/// The kernels that the races are about, one by one: `bench/races.sh --jmh`.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {

    /// How many rows.
    @Param({"10000", "100000", "1000000"})
    public int rows;

    @SuppressWarnings("NullAway.Init") // set by prepare
    private Sample sample;

    @SuppressWarnings("NullAway.Init") // set by prepare
    private JointMeasures measures;

    @SuppressWarnings("NullAway.Init") // set by prepare
    private Bootstrap.Plan plan;

    @SuppressWarnings("NullAway.Init") // set by prepare
    private int[] counts;

    /// Makes the data.
    @Setup
    public void prepare() {
        sample = Sample.of(rows, 1).risks();
        measures = JointMeasures.of(sample.score(), sample.truth(), 0.5, 10);
        plan = Bootstrap.plan(sample.patient(), 1, 1);
        counts = plan.counts(0);
    }

    /// AUROC of independent rows.
    @Benchmark
    public Estimate deLong() {
        return Auroc.estimate("auroc", sample.score(), sample.truth(), 0.95);
    }

    /// AUROC of rows of which two come from one patient each.
    @Benchmark
    public Estimate deLongOfPatients() {
        return Auroc.clustered("auroc", sample.score(), sample.truth(), sample.patient(), 0.95);
    }

    /// The draw of a replicate.
    @Benchmark
    public int[] draw() {
        return plan.counts(0);
    }

    /// Five measures of a replicate.
    @Benchmark
    public double[] replicate() {
        return measures.at(counts);
    }
}

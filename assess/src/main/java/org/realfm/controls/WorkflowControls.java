package org.realfm.controls;

import java.util.List;
import java.util.stream.IntStream;
import org.realfm.criteria.workflow.Latency;
import org.realfm.ledger.Finding;
import org.realfm.run.Timing;
import org.realfm.stats.SplitMix;
import org.realfm.study.Study;

/// Planted defects for the criteria of the workflow line.
final class WorkflowControls {

    private static final Latency LATENCY = new Latency();

    private WorkflowControls() {}

    static List<Control> all() {
        return List.of(
                new Control(
                        LATENCY,
                        "a service that is slower than it was",
                        "factor on the time, less 1",
                        List.of(2.0, 5.0, 10.0, 20.0),
                        0.05,
                        (size, seed) -> timed(1 + size, 0, 60, seed)),
                new Control(
                        LATENCY,
                        "requests that stall for 20 s",
                        "share of requests",
                        List.of(0.01, 0.02, 0.05, 0.1),
                        0.05,
                        (size, seed) -> timed(1, size, 60, seed)),
                new Control(
                        LATENCY,
                        "more arrivals than the service can take",
                        "arrivals a second, beyond one a minute",
                        List.of(1.0, 1.5, 2.0, 4.0),
                        0.05,
                        (size, seed) -> timed(1, 0, 60 + 3_600 * size, seed)));
    }

    /// 2,000 requests of half a second in the middle, against a budget of 5 s.
    private static List<Finding> timed(double factor, double stalled, double arrivalsPerHour, long seed) {
        SplitMix random = new SplitMix(seed);
        List<Double> service = IntStream.range(0, 2_000)
                .mapToObj(i -> random.nextDouble() < stalled ? 20 : factor * 0.5 * Math.exp(0.3 * random.nextGaussian()))
                .toList();
        return LATENCY.assess(Synthetic.cases(new int[] {0, 1})
                .latency(new Study.Latency(5, arrivalsPerHour), new Timing(1, service))
                .seed(seed)
                .subjectEvidence());
    }
}

package org.realfm.criteria.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.realfm.controls.Synthetic;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.run.Timing;
import org.realfm.stats.Estimate;
import org.realfm.stats.SplitMix;
import org.realfm.study.Study;

class LatencyTest {

    private static Synthetic timed(List<Double> service, double budget, double arrivals) {
        return Synthetic.cases(new int[] {0, 1}).latency(new Study.Latency(budget, arrivals), new Timing(3, service));
    }

    private static Finding judged(Synthetic cases) {
        return new Latency().assess(cases.subjectEvidence()).getFirst();
    }

    private static Estimate estimate(Finding finding, String name) {
        return finding.estimates().stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<Double> lognormal(int n, double median, double sigma) {
        SplitMix random = new SplitMix(4);
        return IntStream.range(0, n).mapToObj(i -> median * Math.exp(sigma * random.nextGaussian())).toList();
    }

    @Test
    void aFastServiceWithFewArrivalsIsInTime() {
        Finding finding = judged(timed(lognormal(2_000, 0.5, 0.2), 5, 60));
        assertThat(finding.outcome()).isEqualTo(Outcome.MET);
        assertThat(finding.timed()).isTrue();
        assertThat(finding.grade()).isEqualTo(Grade.E2);
        assertThat(estimate(finding, "cold start, seconds").value()).isEqualTo(3);
        // One arrival a minute, half a second of service each.
        assertThat(estimate(finding, "utilisation at the peak").value()).isCloseTo(0.0085, within(2e-4));
        assertThat(estimate(finding, "service p50, seconds").value()).isCloseTo(0.5, within(0.02));
    }

    @Test
    void waitingIsChargedToTheRequest() {
        // M/D/1 at half load: the mean wait is rho / (2 (1 - rho)) services, that is 0.5 s for a service of 1 s.
        double[] service = new double[50_000];
        Arrays.fill(service, 1);
        double[] sojourn = new OpenLoop(service, 1).sojourn(0.5, 0);
        assertThat(Arrays.stream(sojourn).average().orElseThrow()).isCloseTo(1.5, within(0.05));
        assertThat(Arrays.stream(sojourn).min().orElseThrow()).isEqualTo(1);
        Finding finding = judged(timed(Collections.nCopies(2_000, 1.0), 1.2, 1_800));
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(finding.reason()).contains("busy 50.0% of the time");
    }

    @Test
    void aQueueThatNeverDrainsIsNotMet() {
        Finding finding = judged(timed(lognormal(2_000, 1, 0.1), 10_000, 4_500));
        assertThat(estimate(finding, "utilisation at the peak").lower()).isGreaterThan(1);
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(finding.wouldSettle()).contains("fewer arrivals");
    }

    @Test
    void aRareStallIsSeenInTheTail() {
        List<Double> stalls = IntStream.range(0, 2_000).mapToObj(i -> i % 40 == 0 ? 30.0 : 0.2).toList();
        Finding finding = judged(timed(stalls, 2, 60));
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(estimate(finding, "p99, seconds").lower()).isGreaterThan(4);
    }

    @Test
    void fewRequestsDecideNothing() {
        Finding finding = judged(timed(lognormal(300, 0.5, 0.2), 5, 60));
        assertThat(finding.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(estimate(finding, "p99, seconds").upper()).isInfinite();
        assertThat(finding.wouldSettle()).contains("Time 1700 more requests");
        assertThat(judged(timed(List.of(0.5), 5, 60)).outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void theKneeIsWhereTheBudgetEnds() {
        OpenLoop loop = new OpenLoop(lognormal(2_000, 1, 0.1).stream().mapToDouble(d -> d).toArray(), 1);
        double knee = loop.knee(5, 10);
        assertThat(knee).isBetween(0.5, 1.0);
        assertThat(loop.knee(0.5, 1)).isZero();
        assertThat(loop.knee(20, 40)).isGreaterThan(knee);
    }

    @Test
    void withoutTimesOrBudgetNothingIsJudged() {
        assertThat(judged(Synthetic.cases(new int[] {0, 1})).reason()).contains("predictions only");
        assertThat(new Latency().timedRequests(Synthetic.cases(new int[] {0, 1}).study())).isEqualTo(400);
        Synthetic timed = timed(List.of(0.5), 5, 60);
        assertThat(new Latency().timedRequests(timed.study())).isEqualTo(2_000);
        assertThat(judged(timed(List.of(), 5, 60)).outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
    }

    @Test
    void theSameTimesGiveTheSameFinding() {
        Synthetic cases = timed(lognormal(500, 0.5, 0.5), 5, 600);
        assertThat(judged(cases)).isEqualTo(judged(cases));
    }
}

package org.realfm.ledger.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Holding;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Autonomy;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.Outcome;

/// Aligned replicates: P(all required hold) and P(v >= k).
class ReachTest {

    private static final IntendedUse USE = Cases.use(Autonomy.A3, Risk.R2);
    private static final List<Finding> PERFECT = Cases.all(USE, Grade.E4, Outcome.MET);
    private static final int R = Holding.REPLICATES;

    /// A finding that holds in this share of the replicates, the last ones or the first ones.
    private static Finding measured(String criterion, Outcome outcome, double share, boolean last) {
        int[] ascending = IntStream.range(0, R).map(r -> last ? r : R - 1 - r).toArray();
        Finding f = Cases.finding(criterion, Grade.E4, outcome);
        return new Finding(
                f.criterion(), f.subject(), f.cell(), f.tier(), f.grade(), f.outcome(), f.estimates(), f.reason(),
                f.wouldSettle(), f.timed(), f.figures(),
                Optional.of(Holding.ordered(share, 1 - share, 0, ascending)));
    }

    private static Verdict judged(Finding... changed) {
        List<Finding> findings = PERFECT;
        for (Finding finding : changed) {
            findings = Cases.with(findings, finding);
        }
        return VerdictEngine.judge(findings, USE);
    }

    @Test
    void whereNothingVariesTheVerdictIsReachedForCertain() {
        Verdict verdict = VerdictEngine.judge(PERFECT, USE);
        for (Level level : Level.values()) {
            assertThat(verdict.reached(level)).isEqualTo(level.compareTo(verdict.level()) <= 0 ? 1 : 0);
        }
        assertThat(verdict.level()).isEqualTo(Level.V5);
    }

    @Test
    void anOpenGateIsReachedAsOftenAsItHolds() {
        Verdict verdict = judged(measured("tech.ood.detection", Outcome.INCONCLUSIVE, 0.8, true));
        assertThat(verdict.level()).isEqualTo(Level.V2);
        assertThat(verdict.reached(Level.V2)).isEqualTo(1);
        assertThat(verdict.reached(Level.V3)).isEqualTo(0.8);
        assertThat(verdict.reached(Level.V5)).isEqualTo(0.8);
        assertThat(verdict.chance(Level.V5)).isEqualTo(verdict.chance(Level.V3));
        assertThat(verdict.chance(Level.V3).least()).isEqualTo(0.8, within(1e-12));
        assertThat(verdict.chance(Level.V3).most()).isEqualTo(0.8, within(1e-12));
    }

    @Test
    void aGateThatIsMetButNotForCertainLowersTheProbability() {
        Verdict verdict = judged(measured("tech.ood.detection", Outcome.MET, 0.98, true));
        assertThat(verdict.level()).isEqualTo(Level.V5);
        assertThat(verdict.reached(Level.V5)).isEqualTo(0.98);
    }

    @Test
    void criteriaOfTheSamePatientsAreNotMultiplied() {
        Verdict together = judged(
                measured("tech.ood.detection", Outcome.INCONCLUSIVE, 0.8, true),
                measured("resp.safety.critical_miss", Outcome.INCONCLUSIVE, 0.8, true));
        assertThat(together.chance(Level.V5).least()).isEqualTo(0.8, within(1e-12));
        assertThat(together.reached(Level.V5)).isEqualTo(0.8);
        Verdict against = judged(
                measured("tech.ood.detection", Outcome.INCONCLUSIVE, 0.8, true),
                measured("resp.safety.critical_miss", Outcome.INCONCLUSIVE, 0.8, false));
        assertThat(against.chance(Level.V5).most()).isEqualTo(0.6, within(1e-12));
        assertThat(against.reached(Level.V5)).isEqualTo(0.6);
    }

    @Test
    void whatNobodyMeasuredStaysAsItIs() {
        List<Finding> findings = Cases.with(
                Cases.without(PERFECT, "resp.safety.critical_miss"),
                measured("tech.ood.detection", Outcome.INCONCLUSIVE, 0.8, true));
        Verdict verdict = VerdictEngine.judge(findings, USE);
        assertThat(verdict.reached(Level.V3)).isZero();
        assertThat(verdict.chance(Level.V3).least()).isZero();
        assertThat(verdict.chance(Level.V3).most()).isEqualTo(0.8, within(1e-12));
    }

    @Test
    void aFailureThatIsTrueInSomeReplicatesCapsOnlyThere() {
        Verdict verdict = judged(measured("reason.causal.shortcut", Outcome.NOT_MET, 0.1, true));
        assertThat(verdict.cap()).isEqualTo(Level.V2);
        assertThat(verdict.reached(Level.V2)).isEqualTo(1);
        assertThat(verdict.reached(Level.V3)).isEqualTo(0.1);
    }

    @Test
    void boundsAndReplicatesAreCombinedWithoutAssumingIndependence() {
        Verdict verdict = judged(
                measured("tech.ood.detection", Outcome.INCONCLUSIVE, 0.8, true),
                Cases.holding(Cases.finding("resp.safety.critical_miss", Grade.E4, Outcome.INCONCLUSIVE), 0.9));
        assertThat(verdict.chance(Level.V5).least()).isEqualTo(0.7, within(1e-12));
        assertThat(verdict.chance(Level.V5).most()).isEqualTo(0.8, within(1e-12));
    }
}

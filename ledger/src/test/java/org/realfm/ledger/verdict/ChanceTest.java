package org.realfm.ledger.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import org.assertj.core.api.AbstractDoubleAssert;
import org.junit.jupiter.api.Test;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Autonomy;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;

class ChanceTest {

    private static final IntendedUse USE = Cases.use(Autonomy.A3, Risk.R2);
    private static final List<Finding> PERFECT = Cases.all(USE, Grade.E4, Outcome.MET);

    private static void assertChance(Chance chance, double least, double most) {
        assertThat(chance.least()).as("least of " + chance).isEqualTo(least, within(1e-12));
        assertThat(chance.most()).as("most of " + chance).isEqualTo(most, within(1e-12));
    }

    private static AbstractDoubleAssert<?> most(Verdict verdict, Level level) {
        return assertThat(verdict.chance(level).most());
    }

    @Test
    void allOfNothingIsCertain() {
        assertThat(Chance.all(List.of())).isEqualTo(Chance.CERTAIN);
    }

    @Test
    void allOfSeveralLiesBetweenTheirSharedAndTheirSeparateShortfalls() {
        assertChance(Chance.all(List.of(new Chance(0.9, 0.9), new Chance(0.95, 0.95))), 0.85, 0.9);
        assertChance(Chance.all(List.of(new Chance(0.4, 0.4), new Chance(0.5, 0.5))), 0, 0.4);
        assertChance(Chance.all(List.of(new Chance(0.9, 0.9), Chance.UNKNOWN)), 0, 0.9);
        assertChance(Chance.all(List.of(new Chance(0.9, 0.9), Chance.NONE)), 0, 0);
        assertChance(Chance.all(List.of(new Chance(0.9, 0.9), Chance.CERTAIN)), 0.9, 0.9);
    }

    @Test
    void whatHasNoConfidenceEntersAsFixedOrAsUnknown() {
        for (Outcome outcome : Outcome.values()) {
            Finding finding = Cases.finding("tech.ood.detection", Grade.E2, outcome);
            Chance expected = switch (outcome) {
                case MET -> Chance.CERTAIN;
                case NOT_MET -> Chance.NONE;
                default -> Chance.UNKNOWN;
            };
            assertThat(Chance.of(finding)).isEqualTo(expected);
            boolean result = List.of(Outcome.MET, Outcome.NOT_MET, Outcome.INCONCLUSIVE).contains(outcome);
            assertThat(Chance.of(Cases.holding(finding, 0.7)))
                    .isEqualTo(result ? new Chance(0.7, 0.7) : Chance.UNKNOWN);
        }
    }

    @Test
    void everyCellOfACriterionMustHold() {
        CriterionId id = new CriterionId("tech.ood.detection");
        List<Finding> two = List.of(
                Cases.holding(Cases.finding(id.value(), "a", Grade.E2, Outcome.MET), 0.99),
                Cases.holding(Cases.finding(id.value(), "b", Grade.E2, Outcome.INCONCLUSIVE), 0.8));
        assertChance(Standing.of(id, "all", Tier.GATE, two, Set.of(), End.LOWER).holds(), 0.79, 0.8);
        assertChance(Standing.of(id, "all", Tier.GATE, two, Set.of("c"), End.LOWER).holds(), 0, 0.8);
    }

    @Test
    void aLevelHoldsIfAllThatItAsksForDoes() {
        Verdict perfect = VerdictEngine.judge(PERFECT, USE);
        assertThat(perfect.holds()).containsOnlyKeys(Level.values());
        perfect.holds().values().forEach(chance -> assertThat(chance).isEqualTo(Chance.CERTAIN));

        List<Finding> findings = Cases.with(
                PERFECT, Cases.holding(Cases.finding("tech.ood.detection", Grade.E4, Outcome.MET), 0.98));
        findings = Cases.with(
                findings, Cases.holding(Cases.finding("resp.safety.critical_miss", Grade.E2, Outcome.INCONCLUSIVE), 0.6));
        findings = Cases.with(
                findings, Cases.holding(Cases.finding("flow.identity.integrity", Grade.E4, Outcome.MET), 0.999));
        Verdict verdict = VerdictEngine.judge(findings, USE);
        assertChance(verdict.chance(Level.V1), 1, 1);
        // V2 asks that technical gates be measured, not that they hold.
        assertChance(verdict.chance(Level.V2), 0.999, 0.999);
        assertChance(verdict.chance(Level.V3), 1 - 0.02 - 0.4 - 0.001, 0.6);
        assertChance(verdict.chance(Level.V5), 1 - 0.02 - 0.4 - 0.001, 0.6);
    }

    @Test
    void whatNobodyLookedAtLeavesTheLowerBoundAtNothing() {
        Verdict verdict = VerdictEngine.judge(Cases.without(PERFECT, "tech.ood.detection"), USE);
        assertChance(verdict.chance(Level.V2), 1, 1);
        assertChance(verdict.chance(Level.V3), 0, 1);
    }

    @Test
    void theGravestRiskAsksForTheRowAbove() {
        List<Finding> findings = Cases.with(
                PERFECT, Cases.holding(Cases.finding("tech.ood.detection", Grade.E4, Outcome.MET), 0.98));
        IntendedUse grave = Cases.use(Autonomy.A3, Risk.R4);
        Verdict verdict = VerdictEngine.judge(findings, grave, Circumstances.NONE.withExternalSites(3));
        most(verdict, Level.V1).isEqualTo(1);
        most(verdict, Level.V2).isEqualTo(0.98);
        most(VerdictEngine.judge(findings, USE), Level.V2).isEqualTo(1);
    }

    @Test
    void aConfidenceLostToAPreconditionDoesNotCount() {
        List<Finding> leaked = Cases.with(
                PERFECT, Cases.holding(Cases.finding("tech.ood.detection", Grade.E4, Outcome.MET), 0.98));
        leaked = Cases.with(leaked, Cases.finding("data.leakage.patient_overlap", Grade.E2, Outcome.NOT_MET));
        Verdict verdict = VerdictEngine.judge(leaked, USE);
        assertThat(verdict.standings())
                .filteredOn(standing -> standing.criterion().value().equals("tech.ood.detection"))
                .extracting(Standing::holds)
                .containsExactly(Chance.UNKNOWN);
        assertChance(verdict.chance(Level.V1), 0, 0);
    }

    @Test
    void aConfidenceDecidesNothing() {
        List<Finding> sure = Cases.with(
                PERFECT, Cases.holding(Cases.finding("tech.ood.detection", Grade.E4, Outcome.INCONCLUSIVE), 0.97));
        List<Finding> silent =
                Cases.with(PERFECT, Cases.finding("tech.ood.detection", Grade.E4, Outcome.INCONCLUSIVE));
        assertThat(VerdictEngine.judge(sure, USE).level()).isEqualTo(VerdictEngine.judge(silent, USE).level());
        assertThat(VerdictEngine.judge(sure, USE).level()).isEqualTo(Level.V2);
    }

    @Test
    void whatIsNoChance() {
        assertThatThrownBy(() -> new Chance(0.6, 0.5)).hasMessageContaining("found 0.6 to 0.5");
        assertThatThrownBy(() -> new Chance(-0.1, 0.5)).hasMessageContaining("[0, 1]");
        assertThatThrownBy(() -> new Chance(0, 1.1)).hasMessageContaining("[0, 1]");
        for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> Cases.holding(PERFECT.getFirst(), wrong)).hasMessageContaining("[0, 1]");
        }
    }
}

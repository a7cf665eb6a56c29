package org.realfm.ledger.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.realfm.ledger.Grade.E0;
import static org.realfm.ledger.Grade.E1;
import static org.realfm.ledger.Grade.E2;
import static org.realfm.ledger.Grade.E3;
import static org.realfm.ledger.Grade.E4;
import static org.realfm.ledger.Outcome.ABSENT;
import static org.realfm.ledger.Outcome.INCONCLUSIVE;
import static org.realfm.ledger.Outcome.MET;
import static org.realfm.ledger.Outcome.NOT_APPLICABLE;
import static org.realfm.ledger.Outcome.NOT_ASSESSABLE;
import static org.realfm.ledger.Outcome.NOT_MET;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Autonomy;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;

class StandingTest {

    private static final String ID = "tech.ood.detection";
    private static final IntendedUse USE = Cases.use(Autonomy.A1, Risk.R2);

    private static Standing standing(End end, Finding... findings) {
        return Standing.of(new CriterionId(ID), "all", Tier.GATE, List.of(findings), Set.of(), end);
    }

    private static Finding f(Grade grade, Outcome outcome) {
        return Cases.finding(ID, grade, outcome);
    }

    private static Finding f(String cell, Grade grade, Outcome outcome) {
        return Cases.finding(ID, cell, grade, outcome);
    }

    @Test
    void nothingFoundIsAbsent() {
        Standing lower = standing(End.LOWER);
        assertThat(lower)
                .isEqualTo(new Standing(
                        new CriterionId(ID), "all", Tier.GATE, ABSENT, E0, 0, false, "no evidence for cell all",
                        Chance.UNKNOWN));
        assertThat(standing(End.UPPER).level()).isEqualTo(4);
        assertThat(standing(End.UPPER).measured()).isTrue();
    }

    @Test
    void whatIsOpenCountsAsFourAtTheUpperEndOnly() {
        for (Outcome open : List.of(INCONCLUSIVE, NOT_ASSESSABLE, ABSENT)) {
            assertThat(standing(End.UPPER, f(E3, open)).level()).isEqualTo(4);
            assertThat(standing(End.LOWER, f(E3, open)).level()).isEqualTo(open == INCONCLUSIVE ? 1 : 0);
        }
        assertThat(standing(End.UPPER, f(E2, MET)).level()).isEqualTo(2);
        assertThat(standing(End.UPPER, f(E2, NOT_MET)).level()).isZero();
    }

    @Test
    void aFailureDecidesItsCellWhateverItsGrade() {
        assertThat(standing(End.LOWER, f(E3, NOT_MET), f(E2, MET)).outcome()).isEqualTo(NOT_MET);
        assertThat(standing(End.LOWER, f(E1, NOT_MET), f(E4, MET)).outcome()).isEqualTo(NOT_MET);
        assertThat(standing(End.LOWER, f(E1, NOT_MET), f(E4, MET)).level()).isZero();
        assertThat(standing(End.LOWER, f(E1, NOT_MET), f(E3, NOT_MET)).grade()).isEqualTo(E3);
    }

    @Test
    void otherwiseTheHighestCreditDecidesAndTheWorseOutcomeAmongEquals() {
        Standing imprecise = standing(End.LOWER, f(E4, INCONCLUSIVE), f(E2, MET));
        assertThat(imprecise.level()).isEqualTo(2);
        assertThat(imprecise.outcome()).isEqualTo(MET);
        assertThat(standing(End.LOWER, f(E2, MET), f(E3, MET)).level()).isEqualTo(3);
        assertThat(standing(End.LOWER, f(E1, MET), f(E4, INCONCLUSIVE)).outcome()).isEqualTo(INCONCLUSIVE);
        assertThat(standing(End.LOWER, f(E2, ABSENT), f(E2, NOT_ASSESSABLE)).outcome())
                .isEqualTo(NOT_ASSESSABLE);
    }

    @Test
    void overCellsTheWorstOutcomeAndTheLeastLevelCount() {
        List<Outcome> worstFirst = List.of(NOT_MET, NOT_ASSESSABLE, ABSENT, INCONCLUSIVE, MET);
        for (int worse = 0; worse < worstFirst.size(); worse++) {
            for (int better = worse; better < worstFirst.size(); better++) {
                Standing standing = standing(
                        End.LOWER, f("a", E4, worstFirst.get(better)), f("b", E4, worstFirst.get(worse)));
                assertThat(standing.outcome()).isEqualTo(worstFirst.get(worse));
            }
        }
        Standing standing = standing(End.LOWER, f("a", E4, MET), f("b", E2, MET), f("c", E3, MET));
        assertThat(standing.level()).isEqualTo(2);
        assertThat(standing.grade()).isEqualTo(E2);
        assertThat(standing.reason()).isEqualTo("because of b.");
        assertThat(standing(End.LOWER, f("a", E4, MET), f("b", E1, INCONCLUSIVE)).level())
                .isEqualTo(1);
        assertThat(standing(End.UPPER, f("a", E2, MET), f("b", E1, INCONCLUSIVE)).level())
                .isEqualTo(2);
    }

    @Test
    void measuredMeansAResultOfGradeE2InEveryCell() {
        for (Outcome outcome : Outcome.values()) {
            boolean result = List.of(MET, NOT_MET, INCONCLUSIVE).contains(outcome);
            assertThat(standing(End.LOWER, f(E2, outcome)).measured())
                    .as(outcome.words())
                    .isEqualTo(result);
            assertThat(standing(End.LOWER, f(E1, outcome)).measured()).isFalse();
        }
        assertThat(standing(End.LOWER, f("a", E2, MET), f("b", E1, MET)).measured())
                .isFalse();
        assertThat(standing(End.LOWER, f("a", E2, MET), f("a", E1, NOT_MET)).measured())
                .isTrue();
        assertThat(standing(End.UPPER, f(E1, MET)).measured()).isFalse();
    }

    @Test
    void wordsForASentence() {
        assertThat(standing(End.LOWER, f(E2, MET)).inWords()).isEqualTo("met at E2");
        assertThat(standing(End.LOWER).inWords()).isEqualTo("absent");
        assertThat(standing(End.LOWER, f(E2, INCONCLUSIVE)).inWords()).isEqualTo("inconclusive (because of all)");
        assertThat(Standing.clause("  no stop ")).isEqualTo("no stop");
    }

    @Test
    void theDeterminismPartStandsApart() {
        Standings standings = of(Cases.finding("tech.repeatability.test_retest", "determinism", E2, MET));
        assertThat(standings.of(new CriterionId("tech.repeatability.test_retest")))
                .extracting(Standing::part, Standing::tier, Standing::outcome)
                .containsExactly(
                        tuple("determinism", Tier.GATE, MET),
                        tuple("all", Tier.MAJOR, ABSENT));
        assertThat(standings.of(new CriterionId("tech.repeatability.test_retest")).getFirst().name())
                .isEqualTo("tech.repeatability.test_retest (determinism)");
    }

    @Test
    void aFindingMayRaiseTheTierButNotLowerIt() {
        Finding low = Cases.finding("data.labels.agreement", E2, MET);
        assertThat(of(low).of(low.criterion())).extracting(Standing::tier).containsExactly(Tier.MAJOR);
        Finding raised = new Finding(
                low.criterion(), low.subject(), "all", Tier.GATE, E2, MET, List.of(), "r", "", false, List.of());
        assertThat(of(raised).of(low.criterion())).extracting(Standing::tier).containsExactly(Tier.GATE);
        assertThat(of(raised, Cases.finding("data.labels.agreement", "other", E2, MET)).of(low.criterion()))
                .extracting(Standing::tier)
                .containsExactly(Tier.MAJOR, Tier.GATE);
    }

    @Test
    void notApplicableNeedsARuleOrASignature() {
        Finding claim = Cases.finding("data.labels.agreement", E4, NOT_APPLICABLE);
        assertThat(of(claim).of(claim.criterion()))
                .extracting(Standing::outcome)
                .containsExactly(ABSENT);
        Circumstances signed = Circumstances.NONE.excluding(claim.criterion(), "one reader by design; signed");
        Standings standings = Standings.of(List.of(claim), USE, signed, End.LOWER);
        assertThat(standings.of(claim.criterion())).isEmpty();
        assertThat(standings.notApplicable()).containsEntry(claim.criterion(), "one reader by design; signed");
        assertThat(standings.notApplicable())
                .containsEntry(new CriterionId("resp.explain.faithfulness"), "no map is shown");
    }

    @Test
    void aCellThatThePlanPromisesIsAbsentUntilItIsFound() {
        Finding found = Cases.finding(ID, "sex=F", E3, MET);
        Circumstances planned = Circumstances.NONE.planning(Map.of(found.criterion(), Set.of("sex=F", "sex=M")));
        assertThat(Standings.of(List.of(found), USE, Circumstances.NONE, End.LOWER).of(found.criterion()))
                .extracting(Standing::outcome, Standing::level)
                .containsExactly(tuple(MET, 3));
        assertThat(Standings.of(List.of(found), USE, planned, End.LOWER).of(found.criterion()))
                .extracting(Standing::outcome, Standing::level)
                .containsExactly(tuple(ABSENT, 0));
    }

    @Test
    void aPlannedCellThatWasFoundUnderAHigherTierIsNotMissedUnderTheLower() {
        Finding low = Cases.finding("data.labels.agreement", "sex=F", E2, MET);
        Finding raised = new Finding(
                low.criterion(), low.subject(), "sex=F", Tier.GATE, E2, MET, List.of(), "r", "", false, List.of());
        Circumstances planned = Circumstances.NONE.planning(Map.of(low.criterion(), Set.of("sex=F")));
        assertThat(Standings.of(List.of(raised), USE, planned, End.LOWER).of(low.criterion()))
                .extracting(Standing::tier, Standing::outcome)
                .containsExactly(tuple(Tier.GATE, MET));
        assertThat(Standings.of(List.of(), USE, planned, End.LOWER).of(low.criterion()))
                .extracting(Standing::tier, Standing::outcome)
                .containsExactly(tuple(Tier.MAJOR, ABSENT));
    }

    private static Standings of(Finding... findings) {
        return Standings.of(Arrays.asList(findings), USE, Circumstances.NONE, End.LOWER);
    }
}

package org.realfm.ledger.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;

class DimensionLevelTest {

    private static Standing standing(Tier tier, int level, Outcome outcome) {
        return new Standing(
                new CriterionId("data.labels.agreement"), "all", tier, outcome, Grade.E4, level, true, "r", Chance.UNKNOWN);
    }

    private static List<Standing> majors(int n, int level) {
        return new ArrayList<>(Collections.nCopies(n, standing(Tier.MAJOR, level, Outcome.MET)));
    }

    @ParameterizedTest
    @CsvSource({"4,4", "3,3", "0,0"})
    void theLeastGateDecides(int gate, int expected) {
        List<Standing> standings = majors(3, 4);
        standings.add(standing(Tier.GATE, 4, Outcome.MET));
        standings.add(standing(Tier.GATE, gate, Outcome.MET));
        assertThat(DimensionLevel.level(standings)).isEqualTo(expected);
    }

    @ParameterizedTest
    // majors at level 3, majors behind, their level; expected
    @CsvSource({
        "4,0,0,3", "4,1,2,3", "4,1,1,2", "4,1,0,1", "4,2,2,2", "8,1,2,3", "8,2,2,3", "7,3,2,2", "7,2,2,2", "12,3,2,3",
        "12,4,2,2", "0,1,2,3", "0,1,0,1"
    })
    void oneMajorInFiveMayLagByOne(int ahead, int behind, int level, int expected) {
        List<Standing> standings = majors(ahead, 3);
        standings.addAll(majors(behind, level));
        assertThat(DimensionLevel.level(standings)).isEqualTo(expected);
    }

    @Test
    void noQuorumHidesAFailedMajor() {
        List<Standing> standings = majors(20, 4);
        standings.add(standing(Tier.MAJOR, 0, Outcome.NOT_MET));
        assertThat(DimensionLevel.level(standings)).isZero();
        // Even at a level that the quorum would forgive.
        List<Standing> forgiven = majors(20, 1);
        forgiven.add(standing(Tier.MAJOR, 0, Outcome.NOT_MET));
        assertThat(DimensionLevel.level(forgiven)).isZero();
    }

    @Test
    void minorsNeverDecide() {
        List<Standing> standings = majors(2, 3);
        standings.add(standing(Tier.MINOR, 0, Outcome.NOT_MET));
        assertThat(DimensionLevel.level(standings)).isEqualTo(3);
    }

    @Test
    void bindingNamesWhatKeepsTheNextLevelAway() {
        List<Standing> standings = new ArrayList<>();
        standings.add(named("data.quality.image", Tier.MAJOR, 2));
        standings.add(named("data.labels.agreement", Tier.MAJOR, 3));
        standings.add(named("data.labels.reference_standard", Tier.GATE, 2));
        standings.add(named("data.leakage.patient_overlap", Tier.GATE, 3));
        assertThat(DimensionLevel.level(standings)).isEqualTo(2);
        assertThat(DimensionLevel.blocking(standings, 3))
                .containsExactly(new CriterionId("data.labels.reference_standard"));
        assertThat(DimensionLevel.blocking(standings, 4)).hasSize(4);
    }

    @Test
    void majorsThatAreThereAreNotNamedBesideTooManyThatLag() {
        List<Standing> standings = List.of(
                named("data.quality.image", Tier.MAJOR, 3),
                named("data.labels.agreement", Tier.MAJOR, 2),
                named("data.conformance.dicom", Tier.MAJOR, 2));
        assertThat(DimensionLevel.blocking(standings, 3))
                .containsExactly(new CriterionId("data.labels.agreement"), new CriterionId("data.conformance.dicom"));
    }

    @Test
    void whereNothingIsAskedEveryLevelIsHeld() {
        assertThat(DimensionLevel.level(List.of())).isEqualTo(4);
        assertThat(DimensionLevel.level(List.of(standing(Tier.MINOR, 0, Outcome.ABSENT)))).isEqualTo(4);
    }

    private static Standing named(String id, Tier tier, int level) {
        return new Standing(new CriterionId(id), "all", tier, Outcome.MET, Grade.E4, level, true, "r", Chance.UNKNOWN);
    }
}

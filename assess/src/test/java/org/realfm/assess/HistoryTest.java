package org.realfm.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.ledger.Digest;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Subject;
import org.realfm.ledger.chain.Body;
import org.realfm.ledger.chain.Ledger;
import org.realfm.run.Standing;

class HistoryTest {

    private static final Digest DATA = Digest.of("data");
    private static final Digest STUDY = Digest.of("study");
    private static final Standing INDEPENDENT = new Standing(Grade.E3, List.of());

    @TempDir
    private Path folder;

    private static Subject subject(String weights, double threshold, String name) {
        return new Subject(name, Digest.of(weights), Digest.of(""), Digest.of("p"), threshold, "runtime");
    }

    private static Subject subject(String weights, double threshold) {
        return subject(weights, threshold, weights);
    }

    /// A run that locked its plan and saw its results.
    private static void run(Ledger ledger, Digest study, Digest data, Subject... subjects) throws IOException {
        Digest plan = Digest.of(study.hex(), data.hex(), Arrays.toString(subjects));
        List<Digest> scorers = Arrays.stream(subjects).map(Subject::scorer).toList();
        ledger.append(new Body.Plan(study, plan, scorers, data));
        ledger.append(new Body.Unblinding(
                plan, Arrays.stream(subjects).map(Subject::digest).toList(), data));
    }

    private interface Runs {
        void in(Ledger ledger) throws IOException;
    }

    private History after(Runs runs) throws IOException {
        try (Ledger ledger = Ledger.open(folder.resolve("ledger.jsonl"))) {
            runs.in(ledger);
            return History.of(ledger.entries());
        }
    }

    private static Standing standing(History history, Subject subject) {
        return history.standing(INDEPENDENT, subject, DATA, STUDY);
    }

    @Test
    void withoutAHistoryNothingIsHeldDown() throws IOException {
        History none = after(ledger -> {});
        assertThat(standing(none, subject("a", 0.5))).isEqualTo(INDEPENDENT);
        assertThat(none.thresholdChosenAfter(subject("a", 0.5), DATA)).isFalse();
    }

    @Test
    void theSameRunAgainChangesNothingNorDoesAnotherName() throws IOException {
        History same = after(ledger -> run(ledger, STUDY, DATA, subject("a", 0.5)));
        for (Subject subject : List.of(subject("a", 0.5), subject("a", 0.5, "renamed"))) {
            assertThat(standing(same, subject)).isEqualTo(INDEPENDENT);
            assertThat(same.thresholdChosenAfter(subject, DATA)).isFalse();
        }
    }

    @Test
    void anotherThresholdAfterResultsWereSeenWasNotLockedBefore() throws IOException {
        History seen = after(ledger -> run(ledger, STUDY, DATA, subject("a", 0.5), subject("b", 0.5)));
        assertThat(seen.thresholdChosenAfter(subject("a", 0.4), DATA)).isTrue();
        assertThat(seen.thresholdChosenAfter(subject("a", 0.5), DATA)).isFalse();
        assertThat(seen.thresholdChosenAfter(subject("c", 0.4), DATA)).as("another model").isFalse();
        assertThat(seen.thresholdChosenAfter(subject("a", 0.4), Digest.of("other data"))).isFalse();
    }

    @Test
    void goingBackToTheFirstThresholdDoesNotUnseeTheSecond() throws IOException {
        History both = after(ledger -> {
            run(ledger, STUDY, DATA, subject("a", 0.5));
            run(ledger, STUDY, DATA, subject("a", 0.4));
        });
        assertThat(both.thresholdChosenAfter(subject("a", 0.5), DATA)).isTrue();
    }

    @Test
    void dataSeenWithAnotherVersionAreSpent() throws IOException {
        History seen = after(ledger -> run(ledger, STUDY, DATA, subject("version 1", 0.5)));
        Standing spent = standing(seen, subject("version 2", 0.5));
        assertThat(spent.grade()).isEqualTo(Grade.E2);
        assertThat(spent.caps()).singleElement().asString().contains("another version").contains("spent");
        assertThat(seen.standing(INDEPENDENT, subject("version 2", 0.5), Digest.of("fresh"), STUDY))
                .isEqualTo(INDEPENDENT);
    }

    @Test
    void aPlanMadeAfterResultsWereSeenIsNotLocked() throws IOException {
        History seen = after(ledger -> run(ledger, Digest.of("other floors"), DATA, subject("a", 0.5)));
        Standing late = standing(seen, subject("a", 0.5));
        assertThat(late.grade()).isEqualTo(Grade.E2);
        assertThat(late.caps()).singleElement().asString().contains("another study file");
    }

    @Test
    void aLowerStandingIsLeftAsItIs() throws IOException {
        History seen = after(ledger -> run(ledger, Digest.of("other"), DATA, subject("version 1", 0.5)));
        for (Grade grade : List.of(Grade.E1, Grade.E2)) {
            Standing low = new Standing(grade, List.of("for a reason"));
            assertThat(seen.standing(low, subject("version 2", 0.5), DATA, STUDY)).isEqualTo(low);
        }
    }

    @Test
    void aPlanWithoutResultsIsNoHistory() throws IOException {
        History planned = after(ledger -> ledger.append(new Body.Plan(
                Digest.of("other"), Digest.of("plan"), List.of(subject("version 1", 0.5).scorer()), DATA)));
        assertThat(planned.seen()).isEmpty();
        assertThat(standing(planned, subject("version 2", 0.5))).isEqualTo(INDEPENDENT);
    }
}

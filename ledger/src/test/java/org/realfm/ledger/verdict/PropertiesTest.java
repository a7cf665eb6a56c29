package org.realfm.ledger.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.IntendedUse.Autonomy;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.Outcome;

/// The properties of SCORING 4.5 over random ledgers, a different set for each. `-Drealfm.ledgers=N` sets how many.
class PropertiesTest {

    private static final int LEDGERS = Integer.getInteger("realfm.ledgers", 14_500);

    private interface Property {
        void holds(RandomLedger ledger, SplittableRandom random);
    }

    private static void check(int set, Property property) {
        IntStream.range(0, LEDGERS).parallel().forEach(i -> {
            long seed = 1_000_000_000L * set + i;
            try {
                property.holds(RandomLedger.of(seed), new SplittableRandom(~seed));
            } catch (AssertionError e) {
                throw new AssertionError("RandomLedger.of(" + seed + "L): " + e.getMessage(), e);
            }
        });
    }

    private static Optional<Integer> pick(List<Finding> findings, SplittableRandom random, Outcome... outcomes) {
        List<Integer> candidates = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            if (outcomes.length == 0 || List.of(outcomes).contains(findings.get(i).outcome())) {
                candidates.add(i);
            }
        }
        return candidates.isEmpty()
                ? Optional.empty()
                : Optional.of(candidates.get(random.nextInt(candidates.size())));
    }

    private static RandomLedger replaced(RandomLedger ledger, int index, Grade grade, Outcome outcome) {
        Finding old = ledger.findings().get(index);
        List<Finding> findings = new ArrayList<>(ledger.findings());
        findings.set(index, Cases.finding(old.criterion().value(), old.cell(), grade, outcome));
        return ledger.with(findings);
    }

    @Test
    void removingAnEntryThatIsMetNeverRaises() {
        check(1, (ledger, random) -> pick(ledger.findings(), random, Outcome.MET).ifPresent(index -> {
            List<Finding> fewer = new ArrayList<>(ledger.findings());
            Finding removed = fewer.remove((int) index);
            assertThat(ledger.with(fewer).verdict().level())
                    .as("without " + removed)
                    .isLessThanOrEqualTo(ledger.verdict().level());
        }));
    }

    @Test
    void worseningAnEntryNeverRaises() {
        Map<Outcome, List<Outcome>> worse = new EnumMap<>(Outcome.class);
        worse.put(
                Outcome.MET,
                List.of(Outcome.MET, Outcome.INCONCLUSIVE, Outcome.NOT_MET, Outcome.NOT_ASSESSABLE, Outcome.ABSENT));
        worse.put(
                Outcome.INCONCLUSIVE,
                List.of(Outcome.INCONCLUSIVE, Outcome.NOT_MET, Outcome.NOT_ASSESSABLE, Outcome.ABSENT));
        worse.put(Outcome.NOT_MET, List.of(Outcome.NOT_MET));
        check(2, (ledger, random) -> pick(
                        ledger.findings(), random, Outcome.MET, Outcome.INCONCLUSIVE, Outcome.NOT_MET)
                .ifPresent(index -> {
                    Finding entry = ledger.findings().get(index);
                    List<Outcome> outcomes = worse.getOrDefault(entry.outcome(), List.of());
                    Outcome outcome = outcomes.get(random.nextInt(outcomes.size()));
                    Grade grade = Grade.values()[random.nextInt(entry.grade().level() + 1)];
                    assertThat(replaced(ledger, index, grade, outcome).verdict().level())
                            .as(entry + " to " + outcome + " at " + grade)
                            .isLessThanOrEqualTo(ledger.verdict().level());
                }));
    }

    @Test
    void addingAFailureNeverLiftsAboveV2() {
        check(3, (ledger, random) -> pick(ledger.findings(), random).ifPresent(index -> {
            Finding some = ledger.findings().get(index);
            List<Finding> more = new ArrayList<>(ledger.findings());
            Grade grade = Grade.values()[random.nextInt(5)];
            more.add(Cases.finding(some.criterion().value(), some.cell(), grade, Outcome.NOT_MET));
            Level before = ledger.verdict().level();
            Level after = ledger.with(more).verdict().level();
            Level most = before.compareTo(Level.V2) > 0 ? before : Level.V2;
            assertThat(after).as(some + " fails").isLessThanOrEqualTo(most);
        }));
    }

    @Test
    void hidingAllOfACriterionNeverHelps() {
        check(4, (ledger, random) -> pick(ledger.findings(), random).ifPresent(index -> {
            String criterion = ledger.findings().get(index).criterion().value();
            assertThat(ledger.with(Cases.without(ledger.findings(), criterion))
                            .verdict()
                            .level())
                    .as("without " + criterion)
                    .isLessThanOrEqualTo(ledger.verdict().level());
        }));
    }

    @Test
    void raisingTheRiskClassNeverRaises() {
        check(5, (ledger, random) -> {
            Risk lower = Risk.values()[random.nextInt(3)];
            Risk higher = Risk.values()[random.nextInt(lower.ordinal() + 1, 4)];
            Verdict safer = ledger.at(lower).verdict();
            Verdict graver = ledger.at(higher).verdict();
            assertThat(graver.level()).as(lower + " to " + higher).isLessThanOrEqualTo(safer.level());
            assertThat(graver.cap()).isLessThanOrEqualTo(safer.cap());
        });
    }

    @Test
    void orderDoesNotMatter() {
        check(6, (ledger, random) -> {
            List<Finding> shuffled = new ArrayList<>(ledger.findings());
            Collections.shuffle(shuffled, new Random(random.nextLong()));
            assertThat(ledger.with(shuffled).verdict()).isEqualTo(ledger.verdict());
        });
    }

    @Test
    void theVerdictLiesBelowWhatItCouldBecomeAndThatBelowTheCap() {
        Map<Level, Integer> seen = new ConcurrentHashMap<>();
        check(7, (ledger, random) -> {
            Verdict verdict = ledger.verdict();
            assertThat(verdict.level()).isLessThanOrEqualTo(verdict.upper());
            assertThat(verdict.upper()).isLessThanOrEqualTo(verdict.cap());
            assertThat(verdict.because()).isNotEmpty();
            verdict.dimensions().values().forEach(line -> {
                assertThat(line.lower()).isBetween(0, line.upper());
                assertThat(line.upper()).isLessThanOrEqualTo(4);
                assertThat(line.binding().isEmpty()).isEqualTo(line.lower() == 4);
            });
            if (ledger.use().autonomy() == Autonomy.A4) {
                assertThat(verdict.cap()).isEqualTo(Level.V0);
            }
            assertThat(verdict.shortfalls().keySet())
                    .allMatch(level -> level.compareTo(verdict.level()) > 0)
                    .hasSize(5 - verdict.level().ordinal());
            seen.merge(verdict.level(), 1, Integer::sum);
        });
        assertThat(seen).as("every verdict occurs among the random ledgers").hasSize(6);
        assertThat(seen.values()).allMatch(times -> times >= LEDGERS / 100);
    }
}

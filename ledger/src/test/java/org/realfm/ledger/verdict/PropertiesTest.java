package org.realfm.ledger.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
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

/// The properties of SCORING 4.5 on 100,000 random ledgers. Each ledger is judged, and judged again after two of the six
/// changes that must not help, taken in turn. `-Drealfm.ledgers=N` sets how many ledgers, `-Drealfm.changes=6` makes every
/// change to each.
class PropertiesTest {

    private static final int LEDGERS = Integer.getInteger("realfm.ledgers", 100_000);
    private static final int CHANGES = Integer.getInteger("realfm.changes", 2);

    private interface Property {
        void holds(RandomLedger ledger, Verdict verdict, SplittableRandom random);
    }

    private final List<Property> properties = List.of(
            this::removingAnEntryThatIsMetNeverRaises,
            this::worseningAnEntryNeverRaises,
            this::addingAFailureNeverLiftsAboveV2,
            this::hidingAllOfACriterionNeverHelps,
            this::raisingTheRiskClassNeverRaises,
            this::orderDoesNotMatter);

    private final Map<String, Integer> seen = new ConcurrentHashMap<>();

    @Test
    void everyPropertyHoldsOnEveryLedger() {
        IntStream.range(0, LEDGERS).parallel().forEach(seed -> {
            RandomLedger ledger = RandomLedger.of(seed);
            SplittableRandom random = new SplittableRandom(~(long) seed);
            try {
                Verdict verdict = ledger.verdict();
                itLiesBelowWhatItCouldBecomeAndThatBelowTheCap(ledger, verdict);
                for (int change = 0; change < CHANGES; change++) {
                    properties.get((seed + change) % 6).holds(ledger, verdict, random);
                }
            } catch (AssertionError e) {
                throw new AssertionError("RandomLedger.of(" + seed + "): " + e.getMessage(), e);
            }
        });
        // The ledgers are of all kinds, and the changes bite.
        for (Level level : Level.values()) {
            often("verdict " + level);
        }
        List.of("removal lowers", "worsening lowers", "a failure lowers", "a failure lifts", "hiding lowers", "risk lowers")
                .forEach(this::often);
    }

    private void often(String what) {
        assertThat(seen.getOrDefault(what, 0)).as(what).isGreaterThan(LEDGERS / 2000);
    }

    private void count(String what, boolean happened) {
        if (happened) {
            seen.merge(what, 1, Integer::sum);
        }
    }

    private void itLiesBelowWhatItCouldBecomeAndThatBelowTheCap(RandomLedger ledger, Verdict verdict) {
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
        count("verdict " + verdict.level(), true);
    }

    private void removingAnEntryThatIsMetNeverRaises(RandomLedger ledger, Verdict verdict, SplittableRandom random) {
        pick(ledger, random, Outcome.MET).ifPresent(index -> {
            List<Finding> fewer = new ArrayList<>(ledger.findings());
            Finding removed = fewer.remove((int) index);
            Level after = ledger.with(fewer).verdict().level();
            assertThat(after).as("without " + removed).isLessThanOrEqualTo(verdict.level());
            count("removal lowers", after != verdict.level());
        });
    }

    /// From best to worst; a finding may fall to any later outcome, or keep its own, and to any lower grade.
    private static final Map<Outcome, List<Outcome>> WORSE = Map.of(
            Outcome.MET,
            List.of(Outcome.MET, Outcome.INCONCLUSIVE, Outcome.NOT_MET, Outcome.NOT_ASSESSABLE, Outcome.ABSENT),
            Outcome.INCONCLUSIVE,
            List.of(Outcome.INCONCLUSIVE, Outcome.NOT_MET, Outcome.NOT_ASSESSABLE, Outcome.ABSENT),
            Outcome.NOT_MET,
            List.of(Outcome.NOT_MET));

    private void worseningAnEntryNeverRaises(RandomLedger ledger, Verdict verdict, SplittableRandom random) {
        pick(ledger, random, WORSE.keySet().toArray(Outcome[]::new)).ifPresent(index -> {
            Finding entry = ledger.findings().get(index);
            List<Outcome> outcomes = WORSE.getOrDefault(entry.outcome(), List.of());
            Outcome outcome = outcomes.get(random.nextInt(outcomes.size()));
            Grade grade = Grade.values()[random.nextInt(entry.grade().level() + 1)];
            List<Finding> worse = new ArrayList<>(ledger.findings());
            worse.set(index, Cases.finding(entry.criterion().value(), entry.cell(), grade, outcome));
            Level after = ledger.with(worse).verdict().level();
            assertThat(after).as(entry + " to " + outcome + " at " + grade).isLessThanOrEqualTo(verdict.level());
            count("worsening lowers", after != verdict.level());
        });
    }

    private void addingAFailureNeverLiftsAboveV2(RandomLedger ledger, Verdict verdict, SplittableRandom random) {
        pick(ledger, random).ifPresent(index -> {
            Finding some = ledger.findings().get(index);
            List<Finding> more = new ArrayList<>(ledger.findings());
            Grade grade = Grade.values()[random.nextInt(5)];
            more.add(Cases.finding(some.criterion().value(), some.cell(), grade, Outcome.NOT_MET));
            Level after = ledger.with(more).verdict().level();
            Level most = verdict.level().compareTo(Level.V2) > 0 ? verdict.level() : Level.V2;
            assertThat(after).as(some + " fails").isLessThanOrEqualTo(most);
            count("a failure lowers", after.compareTo(verdict.level()) < 0);
        });
        // Where a criterion was never looked at, a measured failure can lift V1 to V2, and no further.
        ledger.withoutAMeasuredGate(random).ifPresent(gap -> {
            Level before = gap.ledger().verdict().level();
            Level after = gap.failing().verdict().level();
            Level most = before.compareTo(Level.V2) > 0 ? before : Level.V2;
            assertThat(after).as("a failure where nothing was").isLessThanOrEqualTo(most);
            count("a failure lifts", after.compareTo(before) > 0);
        });
    }

    private void hidingAllOfACriterionNeverHelps(RandomLedger ledger, Verdict verdict, SplittableRandom random) {
        Optional<Integer> failed = pick(ledger, random, Outcome.NOT_MET);
        failed.or(() -> pick(ledger, random)).ifPresent(index -> {
            String criterion = ledger.findings().get(index).criterion().value();
            Level after = ledger.with(Cases.without(ledger.findings(), criterion))
                    .verdict()
                    .level();
            assertThat(after).as("without " + criterion).isLessThanOrEqualTo(verdict.level());
            count("hiding lowers", after != verdict.level());
        });
    }

    private void raisingTheRiskClassNeverRaises(RandomLedger ledger, Verdict verdict, SplittableRandom random) {
        Risk own = ledger.use().risk();
        Risk other = Risk.values()[random.nextInt(4)];
        Verdict another = ledger.at(other).verdict();
        Verdict safer = other.compareTo(own) < 0 ? another : verdict;
        Verdict graver = other.compareTo(own) < 0 ? verdict : another;
        assertThat(graver.level()).as(own + " and " + other).isLessThanOrEqualTo(safer.level());
        assertThat(graver.cap()).as(own + " and " + other).isLessThanOrEqualTo(safer.cap());
        count("risk lowers", graver.level() != safer.level());
    }

    private void orderDoesNotMatter(RandomLedger ledger, Verdict verdict, SplittableRandom random) {
        List<Finding> shuffled = new ArrayList<>(ledger.findings());
        Collections.shuffle(shuffled, new Random(random.nextLong()));
        assertThat(ledger.with(shuffled).verdict()).isEqualTo(verdict);
    }

    /// A random finding with one of these outcomes, or with any if none is named.
    private static Optional<Integer> pick(RandomLedger ledger, SplittableRandom random, Outcome... outcomes) {
        List<Finding> findings = ledger.findings();
        List<Outcome> wanted = List.of(outcomes.length == 0 ? Outcome.values() : outcomes);
        int[] candidates = IntStream.range(0, findings.size())
                .filter(i -> wanted.contains(findings.get(i).outcome()))
                .toArray();
        return candidates.length == 0
                ? Optional.empty()
                : Optional.of(candidates[random.nextInt(candidates.length)]);
    }
}

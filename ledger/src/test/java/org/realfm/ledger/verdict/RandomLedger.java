package org.realfm.ledger.verdict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.realfm.ledger.Applicability;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Autonomy;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.IntendedUse.Trait;
import org.realfm.ledger.Outcome;

/// A random use, random circumstances, and a random ledger whose cells are those of the plan. Ledgers range from perfect
/// to hopeless, so that every verdict occurs; cells have up to three findings of different grades.
record RandomLedger(List<Finding> findings, IntendedUse use, Circumstances circumstances) {

    private static final List<Outcome> RESULTS = List.of(
            Outcome.INCONCLUSIVE, Outcome.NOT_MET, Outcome.NOT_ASSESSABLE, Outcome.ABSENT, Outcome.NOT_APPLICABLE);

    static RandomLedger of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        IntendedUse use = use(random);
        double doubt = random.nextInt(3) == 0 ? 0 : Math.pow(10, -random.nextDouble(0.8, 4));
        double weak = random.nextInt(3) == 0 ? 0 : Math.pow(10, -random.nextDouble(0.5, 4));
        int usual = random.nextInt(3) == 0 ? random.nextInt(1, 4) : 4;
        boolean complete = random.nextInt(3) > 0;
        List<Finding> findings = new ArrayList<>();
        Map<CriterionId, Set<String>> planned = new HashMap<>();
        for (Catalogue.Entry entry : Catalogue.all()) {
            if (!(Applicability.of(entry, use) instanceof Applicability.Applies)) {
                continue;
            }
            Set<String> cells = new TreeSet<>(Applicability.parts(entry.id()).keySet());
            cells.add(Finding.ALL);
            if (random.nextInt(6) == 0) {
                cells.add(entry.id().equals(Criteria.DATASHEET) ? "licence" : "sex=F");
            }
            planned.put(entry.id(), cells);
            for (String cell : cells) {
                int n = random.nextInt(5) == 0 ? random.nextInt(complete ? 1 : 0, 4) : 1;
                for (int i = 0; i < n; i++) {
                    Grade grade = Grade.values()[random.nextDouble() < weak ? random.nextInt(5) : usual];
                    Outcome outcome =
                            random.nextDouble() < doubt ? RESULTS.get(random.nextInt(RESULTS.size())) : Outcome.MET;
                    findings.add(Cases.finding(entry.id().value(), cell, grade, outcome));
                }
            }
        }
        return new RandomLedger(List.copyOf(findings), use, circumstances(random).planning(planned));
    }

    private static IntendedUse use(SplittableRandom random) {
        double share = random.nextDouble();
        List<Trait> traits = Arrays.stream(Trait.values())
                .filter(trait -> random.nextDouble() < share && (trait != Trait.FREE_TEXT || random.nextBoolean()))
                .toList();
        Autonomy autonomy = random.nextInt(30) == 0 ? Autonomy.A4 : Autonomy.values()[random.nextInt(4)];
        Risk risk = Risk.values()[random.nextInt(4)];
        return Cases.use(autonomy, risk, random.nextInt(20) == 0 ? Optional.empty() : Optional.of("H"), traits);
    }

    private static Circumstances circumstances(SplittableRandom random) {
        Circumstances circumstances = Circumstances.NONE
                .withExternalSites(random.nextInt(2, 5))
                .afterDaysInRoutineUse(random.nextInt(0, 90));
        for (Circumstances.Fact fact : Circumstances.Fact.values()) {
            if (random.nextInt(24) == 0) {
                circumstances = circumstances.with(fact);
            }
        }
        if (random.nextInt(8) == 0) {
            circumstances = circumstances.attesting(some(random));
        }
        if (random.nextInt(20) == 0) {
            circumstances = circumstances.expiring(some(random));
        }
        if (random.nextInt(8) == 0) {
            for (CriterionId id : some(random)) {
                circumstances = circumstances.excluding(id, "signed");
            }
        }
        return circumstances;
    }

    private static List<CriterionId> some(SplittableRandom random) {
        double share = random.nextDouble(0.4);
        return Catalogue.all().stream()
                .map(Catalogue.Entry::id)
                .filter(id -> random.nextDouble() < share)
                .toList();
    }

    Verdict verdict() {
        return VerdictEngine.judge(findings, use, circumstances);
    }

    RandomLedger with(List<Finding> others) {
        return new RandomLedger(others, use, circumstances);
    }

    /// This ledger without one of the gates that V2 asks to be measured, and the same with that gate failed.
    record Gap(RandomLedger ledger, RandomLedger failing) {}

    /// A gap of this kind, in one ledger of eight.
    Optional<Gap> withoutAMeasuredGate(SplittableRandom random) {
        if (random.nextInt(8) > 0) {
            return Optional.empty();
        }
        List<CriterionId> measured = List.of(
                new CriterionId("tech.ood.detection"), Criteria.EXTERNAL_GAP, Criteria.OPERATING_POINT, Criteria.SHORTCUT);
        CriterionId gate = measured.get(random.nextInt(measured.size()));
        RandomLedger without = with(Cases.without(findings, gate.value()));
        List<Finding> failed = new ArrayList<>(without.findings);
        for (String cell : circumstances.plannedCells().getOrDefault(gate, Set.of(Finding.ALL))) {
            failed.add(Cases.finding(gate.value(), cell, Grade.values()[random.nextInt(5)], Outcome.NOT_MET));
        }
        return Optional.of(new Gap(without, with(failed)));
    }

    RandomLedger at(Risk risk) {
        return new RandomLedger(
                findings, Cases.use(use.autonomy(), risk, use.site(), use.traits()), circumstances);
    }
}

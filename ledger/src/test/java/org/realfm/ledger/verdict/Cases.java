package org.realfm.ledger.verdict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.realfm.ledger.Applicability;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Holding;
import org.realfm.ledger.IntendedUse;
import org.realfm.ledger.IntendedUse.Autonomy;
import org.realfm.ledger.IntendedUse.Risk;
import org.realfm.ledger.IntendedUse.Task;
import org.realfm.ledger.IntendedUse.Trait;
import org.realfm.ledger.OperatingPoint;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;

/// Uses and findings for tests.
final class Cases {

    private Cases() {}

    static IntendedUse use(Autonomy autonomy, Risk risk, Trait... traits) {
        return use(autonomy, risk, Optional.of("H"), List.of(traits));
    }

    static IntendedUse use(Autonomy autonomy, Risk risk, Optional<String> site, List<Trait> traits) {
        return new IntendedUse(
                "u", "?", Task.CLASSIFICATION, autonomy, risk, new OperatingPoint.Threshold(0.5), Map.of(), Map.of(),
                traits, site);
    }

    /// A use to which every criterion applies that can apply below V5 and to a classifier.
    static IntendedUse demanding(Autonomy autonomy, Risk risk) {
        List<Trait> traits = Arrays.stream(Trait.values())
                .filter(t -> t != Trait.FREE_TEXT
                        && t != Trait.PROBABILITY_SHOWN
                        && t != Trait.TRACE_SHOWN
                        && t != Trait.MAP_SHOWN)
                .toList();
        return use(autonomy, risk, Optional.of("H"), traits);
    }

    static Finding finding(String criterion, String cell, Grade grade, Outcome outcome) {
        CriterionId id = new CriterionId(criterion);
        return new Finding(
                id, Optional.empty(), cell, Tier.MINOR, grade, outcome, List.of(), "because of " + cell + ".", "",
                false, List.of());
    }

    /// The same finding with a confidence.
    static Finding holding(Finding f, double confidence) {
        return new Finding(
                f.criterion(), f.subject(), f.cell(), f.tier(), f.grade(), f.outcome(), f.estimates(), f.reason(),
                f.wouldSettle(), f.timed(), f.figures(), Optional.of(Holding.of(confidence)));
    }

    static Finding finding(String criterion, Grade grade, Outcome outcome) {
        return finding(criterion, Finding.ALL, grade, outcome);
    }

    /// Every applicable criterion, and every part of one, with this grade and outcome.
    static List<Finding> all(IntendedUse use, Grade grade, Outcome outcome) {
        List<Finding> findings = new ArrayList<>();
        for (Catalogue.Entry entry : Catalogue.all()) {
            if (Applicability.of(entry, use) instanceof Applicability.Applies) {
                findings.add(finding(entry.id().value(), grade, outcome));
                Applicability.parts(entry.id())
                        .keySet()
                        .forEach(part -> findings.add(finding(entry.id().value(), part, grade, outcome)));
            }
        }
        return findings;
    }

    /// The findings with those of one criterion (and cell) replaced by one.
    static List<Finding> with(List<Finding> findings, Finding other) {
        List<Finding> replaced = new ArrayList<>(findings);
        replaced.removeIf(f -> f.criterion().equals(other.criterion()) && f.cell().equals(other.cell()));
        replaced.add(other);
        return replaced;
    }

    static List<Finding> without(List<Finding> findings, String criterion) {
        return findings.stream()
                .filter(f -> !f.criterion().value().equals(criterion))
                .toList();
    }
}

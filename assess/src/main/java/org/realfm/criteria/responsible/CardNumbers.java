package org.realfm.criteria.responsible;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.realfm.criteria.data.SubgroupPrecision;
import org.realfm.run.Calls;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.DiagnosticTable;
import org.realfm.stats.Estimate;
import org.realfm.stats.RankedScores;
import org.realfm.study.Grouping;

/// The numbers that this run gives, for every number that a card may print.
///
/// @param evidence what was seen
/// @param groups   the evaluated cases of each group, by cell; [CardClaim#ALL] for every case
record CardNumbers(SubjectEvidence evidence, SequencedMap<String, Sample> groups) {

    private static final double CONFIDENCE = 0.95;

    static CardNumbers of(SubjectEvidence evidence) {
        SequencedMap<String, Sample> groups = new LinkedHashMap<>();
        groups.put(CardClaim.ALL, evidence.evaluation());
        for (Grouping grouping : evidence.about().cohort().columns().groups()) {
            for (int label = 0; label < grouping.labels().size(); label++) {
                int wanted = label;
                groups.put(grouping.cell(label), evidence.evaluation().where(row -> grouping.of()[row] == wanted));
            }
        }
        return new CardNumbers(evidence, groups);
    }

    /// What this run gives for a claim; empty if it gives nothing.
    Optional<Double> value(CardClaim claim) {
        Sample cases = groups.get(claim.cell());
        if (cases == null) {
            return Optional.empty();
        }
        Calls calls = Calls.of(evidence, cases);
        return calls.rows().length == 0 ? Optional.empty() : value(claim.metric(), cases, calls);
    }

    /// A case on which the model failed counts as called wrongly, as everywhere; it has no place in AUROC and Brier score.
    private Optional<Double> value(String metric, Sample cases, Calls calls) {
        DiagnosticTable table = calls.table();
        int n = calls.rows().length;
        return switch (metric) {
            case "auroc" -> auroc(cases);
            case "sensitivity" -> table.sensitivity(CONFIDENCE).map(Estimate::value);
            case "specificity" -> table.specificity(CONFIDENCE).map(Estimate::value);
            case "ppv" -> table.ppv(CONFIDENCE).map(Estimate::value);
            case "npv" -> table.npv(CONFIDENCE).map(Estimate::value);
            case "prevalence" -> table.prevalence(CONFIDENCE).map(Estimate::value);
            case "accuracy" -> Optional.of((double) (table.truePositives() + table.trueNegatives()) / n);
            case "brier" -> brier(cases);
            case "cases" -> Optional.of((double) n);
            case "positives" -> Optional.of((double) calls.count(true));
            case "negatives" -> Optional.of((double) calls.count(false));
            case "patients" -> Optional.of((double) Arrays.stream(calls.patient()).distinct().count());
            case "threshold" -> Optional.of(evidence.threshold());
            default -> Optional.empty();
        };
    }

    private static Optional<Double> auroc(Sample cases) {
        if (!cases.hasBothClasses()) {
            return Optional.empty();
        }
        boolean[] truth = new boolean[cases.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = cases.truth()[i] == 1;
        }
        return Optional.of(RankedScores.of(cases.score(), truth).auroc());
    }

    private Optional<Double> brier(Sample cases) {
        if (!evidence.probabilities() || cases.size() == 0) {
            return Optional.empty();
        }
        return Optional.of(IntStream.range(0, cases.size())
                .mapToDouble(i -> Math.pow(cases.score()[i] - cases.truth()[i], 2))
                .average()
                .orElseThrow());
    }

    /// The groups whose sensitivity or specificity is known to no better than a Wilson half-width of 0.10.
    List<String> notEvidenced() {
        List<String> cells = new ArrayList<>();
        groups.forEach((cell, cases) -> {
            if (!cell.equals(CardClaim.ALL) && !SubgroupPrecision.evidenced(evidence, cases)) {
                cells.add(cell);
            }
        });
        return cells;
    }
}

package org.realfm.criteria.technical;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.realfm.stats.Auroc;
import org.realfm.stats.DiagnosticTable;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.RankedScores;
import org.realfm.study.Study;

/// A measure of performance for which an intended use may set a floor.
enum FloorMeasure {
    AUROC,
    SENSITIVITY,
    SPECIFICITY;

    /// The name of its floor in the study file.
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The measures for which the use sets a floor.
    static List<FloorMeasure> of(Study study) {
        return Arrays.stream(values())
                .filter(measure -> study.use().floors().containsKey(measure.label()))
                .toList();
    }

    /// The floor of one of the measures of [#of].
    double floor(Study study) {
        return study.use().floors().getOrDefault(label(), 0.0);
    }

    /// The measure with its interval (DeLong on the logit scale, Wilson; by patient); empty if a class that it needs is
    /// absent.
    Optional<Estimate> estimate(ScoredCases cases, double confidence) {
        boolean sick = false;
        boolean well = false;
        for (boolean present : cases.truth()) {
            sick |= present;
            well |= !present;
        }
        return switch (this) {
            case AUROC -> sick && well
                    ? Optional.of(Auroc.logit(label(), cases.score(), cases.truth(), cases.patient(), confidence))
                    : Optional.empty();
            case SENSITIVITY -> table(cases).sensitivity(confidence);
            case SPECIFICITY -> table(cases).specificity(confidence);
        };
    }

    private static DiagnosticTable table(ScoredCases cases) {
        return DiagnosticTable.at(cases.threshold(), cases.score(), cases.truth()).byCluster(cases.patient());
    }

    /// How much each case moves the measure, where [#estimate] is present.
    Influence influence(ScoredCases cases) {
        if (this == AUROC) {
            return Influence.ofAuroc(cases.score(), cases.truth(), cases.patient());
        }
        boolean[] right = new boolean[cases.size()];
        boolean[] counts = new boolean[cases.size()];
        for (int i = 0; i < cases.size(); i++) {
            right[i] = cases.score()[i] >= cases.threshold() == cases.truth()[i];
            counts[i] = cases.truth()[i] == (this == SENSITIVITY);
        }
        return Influence.ofShare(right, counts, cases.patient());
    }

    /// The measure as a function of the weight of each case, for resampling and re-weighting.
    Weighted weighted(ScoredCases cases) {
        if (this == AUROC) {
            RankedScores ranked = RankedScores.of(cases.score(), cases.truth());
            return ranked::auroc;
        }
        boolean of = this == SENSITIVITY;
        return weight -> {
            double right = 0;
            double all = 0;
            for (int i = 0; i < cases.size(); i++) {
                if (cases.truth()[i] == of) {
                    double w = weight.applyAsDouble(i);
                    all += w;
                    right += cases.score()[i] >= cases.threshold() == of ? w : 0;
                }
            }
            return right / all;
        };
    }

    /// A measure of fixed cases under changing weights; NaN, or an IllegalArgumentException, where a class that it needs
    /// has no weight.
    @FunctionalInterface
    interface Weighted {
        double value(IntToDoubleFunction weight);
    }
}

package org.realfm.criteria.responsible;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.realfm.run.Sample;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Auroc;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Calibration;
import org.realfm.stats.Estimate;
import org.realfm.stats.Mean;
import org.realfm.stats.NetBenefit;
import org.realfm.study.CohortSpec.Sampling;

/// What is shown of a group without being gated: O/E and net benefit, which depend on how common the condition is in it,
/// and the AUROC beyond the comparator's (levelling down).
final class GroupContext {

    static final String AGAINST_COMPARATOR = "auroc beyond the comparator's";

    private static final double CONFIDENCE = 0.95;

    private GroupContext() {}

    /// Whether scores are probabilities and the sampling lets one ask whether they are right.
    static boolean calibrated(SubjectEvidence evidence) {
        return evidence.probabilities()
                && evidence.about()
                        .study()
                        .cohort()
                        .sampling()
                        .filter(how -> how == Sampling.CONSECUTIVE || how == Sampling.RANDOM)
                        .isPresent();
    }

    /// What is shown of these cases.
    static List<Estimate> of(SubjectEvidence evidence, Sample cases) {
        List<Estimate> shown = new ArrayList<>();
        boolean[] truth = truth(cases);
        double threshold = evidence.threshold();
        if (calibrated(evidence) && Arrays.stream(cases.score()).sum() > 0) {
            shown.add(Calibration.of(cases.score(), truth).byCluster(cases.patient()).observedExpected(CONFIDENCE));
            if (threshold > 0 && threshold < 1) {
                boolean[] treated = new boolean[truth.length];
                for (int i = 0; i < treated.length; i++) {
                    treated[i] = cases.score()[i] >= threshold;
                }
                double[] utility = NetBenefit.utilities(treated, truth, threshold);
                shown.add(Mean.clustered("net benefit", utility, cases.patient(), CONFIDENCE));
            }
        }
        evidence.comparator().flatMap(other -> beyond(cases, other)).ifPresent(shown::add);
        return shown;
    }

    private static Optional<Estimate> beyond(Sample cases, Sample comparator) {
        int rows = 1 + IntStream.concat(Arrays.stream(cases.rows()), Arrays.stream(comparator.rows())).max().orElse(0);
        double[] byRow = new double[rows];
        Arrays.fill(byRow, Double.NaN);
        for (int i = 0; i < comparator.size(); i++) {
            byRow[comparator.rows()[i]] = comparator.score()[i];
        }
        Sample both = cases.at(IntStream.range(0, cases.size())
                .filter(i -> !Double.isNaN(byRow[cases.rows()[i]]))
                .toArray());
        if (both.size() == 0 || Bootstrap.smallestClass(both.patient(), truth(both)) < 2) {
            return Optional.empty();
        }
        double[] other = Arrays.stream(both.rows()).mapToDouble(row -> byRow[row]).toArray();
        return Optional.of(Auroc.difference(
                AGAINST_COMPARATOR, both.score(), other, truth(both), both.patient(), CONFIDENCE));
    }

    private static boolean[] truth(Sample cases) {
        boolean[] truth = new boolean[cases.size()];
        for (int i = 0; i < truth.length; i++) {
            truth[i] = cases.truth()[i] == 1;
        }
        return truth;
    }
}

package org.realfm.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.realfm.stats.CoverageSimulation.Scenario;
import org.realfm.stats.CoverageSimulation.Shot;
import org.realfm.stats.JointMeasures.Measure;

/// Rows of the coverage table for measures that share their bootstrap replicates.
///
/// Patients have two rows each. The risk of a row is expit(-1 + 1.2 z) with z standard normal, half of its variance shared
/// by the rows of a patient; outcomes follow the risks. The true ECE is 0, which no percentile interval of a quantity that
/// is never below 0 can hold: it has no row.
final class JointMeasuresCoverage {

    private static final double THRESHOLD = 0.3;
    private static final double STEP = 1e-3;

    private JointMeasuresCoverage() {}

    static List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            if (measure != Measure.ECE) {
                double truth = truth(measure);
                scenarios.add(new Scenario(
                        "joint " + measure.name().toLowerCase(Locale.ROOT) + ", bootstrap percentile",
                        "200 patients of 2 rows, B 1000", 0.92,
                        random -> List.of(new Shot(estimates(random).get(measure.ordinal()), truth))));
            }
        }
        return List.copyOf(scenarios);
    }

    private static double risk(double z) {
        return StandardNormal.expit(-1 + 1.2 * z);
    }

    private static List<Estimate> estimates(SplitMix random) {
        double[] risk = new double[400];
        boolean[] truth = new boolean[risk.length];
        int[] patient = new int[risk.length];
        double shared = 0;
        for (int i = 0; i < risk.length; i++) {
            shared = i % 2 == 0 ? random.nextGaussian() : shared;
            risk[i] = risk(Math.sqrt(0.5) * (shared + random.nextGaussian()));
            truth[i] = random.nextDouble() < risk[i];
            patient[i] = i / 2;
        }
        return JointMeasures.of(risk, truth, THRESHOLD, 10)
                .estimates(Bootstrap.plan(patient, 1_000, random.nextLong()), 0.95);
    }

    private static double truth(Measure measure) {
        double events = mean(JointMeasuresCoverage::risk);
        return switch (measure) {
            case SENSITIVITY -> mean(z -> risk(z) >= THRESHOLD ? risk(z) : 0) / events;
            case SPECIFICITY -> mean(z -> risk(z) < THRESHOLD ? 1 - risk(z) : 0) / (1 - events);
            case BRIER -> mean(z -> risk(z) * (1 - risk(z)));
            case AUROC -> ordered() / (events * (1 - events));
            case ECE -> 0;
        };
    }

    /// P(the first of two rows is positive, the second negative and lower).
    private static double ordered() {
        double below = 0;
        double sum = 0;
        for (double z = -9; z <= 9; z += STEP) {
            double negative = STEP * density(z) * (1 - risk(z));
            sum += STEP * density(z) * risk(z) * (below + negative / 2);
            below += negative;
        }
        return sum;
    }

    /// Over a standard normal.
    private static double mean(DoubleUnaryOperator f) {
        double sum = 0;
        for (double z = -9; z <= 9; z += STEP) {
            sum += STEP * f.applyAsDouble(z) * density(z);
        }
        return sum;
    }

    private static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }
}

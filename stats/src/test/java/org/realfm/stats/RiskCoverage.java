package org.realfm.stats;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.realfm.stats.CoverageSimulation.Scenario;
import org.realfm.stats.CoverageSimulation.Shot;

/// Rows of the coverage table for the Brier score in parts, calibration error, recalibration and decision curves.
///
/// logit(risk) is normal with mean -1 and standard deviation 1; the true logit is `slope` times that.
final class RiskCoverage {

    static final String NOTES = """
            - The debiased calibration error and the reliability of ten groups: where the model is calibrated their intervals
              start at 0 and hold it nearly always; where it is not, they hold.
            - Interventions avoided at a low threshold rest on the few sick patients below it: take the hybrid score interval
              of one threshold, and the simultaneous band from where some ten of them lie below.
            """;

    private static final double CONFIDENCE = 0.95;
    private static final int GROUPS = 10;

    private RiskCoverage() {}

    static List<Scenario> scenarios() {
        return List.of(
                new Scenario("reliability, delta method", "slope 0.5, n 1,000, 10 groups", 0.92,
                        random -> part(random, 1_000, 0.5, 0)),
                new Scenario("reliability, delta method", "calibrated, n 400, 10 groups", 0.92,
                        random -> part(random, 400, 1, 0)),
                new Scenario("resolution, delta method", "calibrated, n 400, 10 groups", 0.92,
                        random -> part(random, 400, 1, 1)),
                new Scenario("uncertainty, delta method", "calibrated, n 400", 0.92, random -> part(random, 400, 1, 2)),
                new Scenario("ECE, debiased, normal", "slope 0.5, n 1,000, 10 groups", 0.92,
                        random -> error(random, 1_000, 0.5)),
                new Scenario("ECE, debiased, normal", "calibrated, n 400, 10 groups", 0.92, random -> error(random, 400, 1)),
                new Scenario("Brier, t", "calibrated, n 100", 0.92, random -> {
                    Draw d = draw(random, 100, 1);
                    return List.of(new Shot(Calibration.of(d.risk, d.truth).brier(CONFIDENCE), brier()));
                }),
                new Scenario("temperature, Wald", "T 2, n 200", 0.93, random -> {
                    Draw d = draw(random, 200, 0.5);
                    return List.of(new Shot(
                            Recalibration.temperature(d.risk, d.truth, own(200), CONFIDENCE).orElseThrow().temperature(),
                            2));
                }),
                new Scenario("Platt slope, Wald", "slope 0.5, n 400", 0.93, random -> {
                    Draw d = draw(random, 400, 0.5);
                    return List.of(new Shot(
                            Recalibration.platt(d.risk, d.truth, own(400), CONFIDENCE).orElseThrow().slope(), 0.5));
                }),
                new Scenario("interventions avoided, hybrid score", "threshold 0.05, calibrated, n 200", 0.93,
                        random -> avoided(random, 0.05)),
                new Scenario("interventions avoided, hybrid score", "threshold 0.2, calibrated, n 200", 0.93,
                        random -> avoided(random, 0.2)),
                new Scenario("interventions avoided, bootstrap max-T", "thresholds 0.1 to 0.5 at once, n 1,000, B 300", 0.90,
                        RiskCoverage::band));
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Draw(double[] risk, double[] actual, boolean[] truth) {}

    private static Draw draw(SplitMix random, int n, double slope) {
        Draw draw = new Draw(new double[n], new double[n], new boolean[n]);
        for (int i = 0; i < n; i++) {
            double logit = random.nextGaussian() - 1;
            draw.risk[i] = StandardNormal.expit(logit);
            draw.actual[i] = StandardNormal.expit(slope * logit);
            draw.truth[i] = random.nextDouble() < draw.actual[i];
        }
        return draw;
    }

    private static int[] own(int n) {
        return IntStream.range(0, n).toArray();
    }

    /// The truth is that of the groups that the sample's risks make.
    private static List<Shot> part(SplitMix random, int n, double slope, int which) {
        Draw d = draw(random, n, slope);
        Estimate found = Calibration.of(d.risk, d.truth).brierDecomposition(GROUPS, CONFIDENCE).estimates().get(which);
        double[] ones = Proportion.ones(n);
        RiskGroups groups = RiskGroups.equalMass(d.risk, ones, GROUPS);
        double[] mass = groups.sums(ones, ones);
        double[] f = groups.sums(ones, d.risk);
        double[] o = groups.sums(ones, d.actual);
        double overall = Arrays.stream(o).sum() / n;
        double truth = 0;
        for (int k = 0; k < GROUPS; k++) {
            double gap = which == 0 ? (f[k] - o[k]) / mass[k] : o[k] / mass[k] - overall;
            truth += mass[k] / n * gap * gap;
        }
        return List.of(new Shot(found, which == 2 ? overall * (1 - overall) : truth));
    }

    private static List<Shot> error(SplitMix random, int n, double slope) {
        Draw d = draw(random, n, slope);
        double[] ones = Proportion.ones(n);
        double[] gap = new double[n];
        Arrays.setAll(gap, i -> d.risk[i] - d.actual[i]);
        double truth = Arrays.stream(RiskGroups.equalMass(d.risk, ones, GROUPS).sums(ones, gap))
                        .map(Math::abs)
                        .sum()
                / n;
        return List.of(new Shot(Calibration.of(d.risk, d.truth).debiasedCalibrationError(GROUPS, CONFIDENCE), truth));
    }

    private static List<Shot> band(SplitMix random) {
        Draw d = draw(random, 1_000, 1);
        double[] thresholds = IntStream.rangeClosed(1, 5).mapToDouble(k -> k / 10.0).toArray();
        Bootstrap.Plan plan = Bootstrap.plan(own(1_000), 300, random.nextLong());
        Band band = NetBenefit.of(d.risk, d.truth).interventionsAvoided(thresholds, plan, CONFIDENCE).simultaneous();
        return IntStream.range(0, 5)
                .mapToObj(k -> new Shot(
                        new Estimate("i", band.y()[k], band.lower()[k], band.upper()[k], CONFIDENCE, "max-T", 1_000),
                        avoided(thresholds[k])))
                .toList();
    }

    private static List<Shot> avoided(SplitMix random, double t) {
        Draw d = draw(random, 200, 1);
        return List.of(new Shot(
                NetBenefit.of(d.risk, d.truth).interventionsAvoided(t, own(200), CONFIDENCE), avoided(t)));
    }

    /// Of the patients below the threshold, those without the condition, less those with it at their price.
    private static double avoided(double t) {
        return expectation(p -> p < t ? (1 - p) - p * (1 - t) / t : 0);
    }

    private static double brier() {
        return expectation(p -> p * (1 - p));
    }

    /// Over the risks, by the midpoint rule on the normal scale.
    private static double expectation(java.util.function.DoubleUnaryOperator f) {
        int cells = 2_000;
        return IntStream.range(0, cells)
                        .mapToDouble(i -> f.applyAsDouble(
                                StandardNormal.expit(StandardNormal.quantile((i + 0.5) / cells) - 1)))
                        .sum()
                / cells;
    }
}

package org.realfm.stats;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.realfm.stats.CoverageSimulation.Scenario;
import org.realfm.stats.CoverageSimulation.Shot;
import org.realfm.stats.selective.Conformal;
import org.realfm.stats.selective.CoverageLaw;
import org.realfm.stats.selective.PredictionPowered;
import org.realfm.stats.selective.RiskControl;
import org.realfm.stats.selective.RiskCoverage;

/// Rows of the coverage table for abstaining, sets and prediction-powered means.
///
/// Abstaining: confidence g is uniform on (0, 1) and a case fails with the probability 0.4 (1 - g), so that the risk at
/// coverage c is 0.2 c, AURC 0.1 and AUGRC 0.2 / 3. Prediction-powered: y is normal with mean 2 and variance 1, f is y
/// plus a bias of 0.3 and noise of variance 0.25.
final class SelectiveCoverage {

    static final String NOTES = """
            - What guarantees a bound (risk control, conformal sets of whole cases, intervals that hold at every look) covers at
              least as often as promised, by design.
            """;

    private static final double CONFIDENCE = 0.95;

    private SelectiveCoverage() {}

    static List<Scenario> scenarios() {
        return List.of(
                abstaining("AUGRC, bootstrap percentile", 200, 0.2 / 3, (curve, plan) ->
                        curve.augrc("augrc", plan, CONFIDENCE)),
                abstaining("AURC, bootstrap percentile", 200, 0.1, (curve, plan) ->
                        curve.aurc("aurc", plan, CONFIDENCE)),
                abstaining("selective risk at coverage 0.7, bootstrap percentile", 200, 0.14, (curve, plan) ->
                        curve.riskAt("risk", 0.7, plan, CONFIDENCE)),
                new Scenario("selective risk at a threshold, Wilson", "n 200, risk 0.14", 0.94, random -> {
                    int[] patient = IntStream.range(0, 200).toArray();
                    return shots(curve(random, 200).at(0.3, patient, CONFIDENCE).risk().orElseThrow(), 0.14);
                }),
                new Scenario("split conformal interval", "a new number, 59 calibration cases", 0.94, random -> {
                    double q = Conformal.calibrate(absolute(random, 59), 0.05).threshold();
                    return shots(new Estimate("y", 0, -q, q, CONFIDENCE, "split conformal", 59), random.nextGaussian());
                }),
                new Scenario("law of conformal coverage", "100 calibration and 80 new cases, alpha 0.1", 0.94, random -> {
                    Conformal sets = Conformal.calibrate(absolute(random, 100), 0.1);
                    Conformal.Range expected = CoverageLaw.of(100, 0.1).expected(80, CONFIDENCE);
                    double covered = Arrays.stream(absolute(random, 80)).filter(sets::holds).count();
                    return shots(
                            new Estimate("coverage", 0.9, expected.lower(), expected.upper(), CONFIDENCE, "law", 80),
                            covered / 80);
                }),
                new Scenario("risk-controlling setting, Clopper-Pearson", "alpha 0.1, delta 0.05, 200 cases", 0.94,
                        random -> riskControl(random, RiskControl.Bound.BINOMIAL)),
                new Scenario("risk-controlling setting, Hoeffding-Bentkus", "alpha 0.1, delta 0.05, 200 cases", 0.94,
                        random -> riskControl(random, RiskControl.Bound.HOEFFDING_BENTKUS)),
                new Scenario("Hoeffding-Bentkus, one-sided upper", "losses uniform on (0, 0.2), 200 cases", 0.94,
                        random -> {
                            double[] loss = random.doubles(200).map(u -> 0.2 * u).toArray();
                            return shots(
                                    RiskControl.upper("r", loss, RiskControl.Bound.HOEFFDING_BENTKUS, CONFIDENCE), 0.1);
                        }),
                new Scenario("prediction-powered mean, tuned", "40 labelled, 400 others", 0.93,
                        random -> shots(powered(random, 40, 400, 2).mean("m", CONFIDENCE), 2)),
                new Scenario("prediction-powered mean, tuned", "20 labelled, 400 others", 0.92,
                        random -> shots(powered(random, 20, 400, 2).mean("m", CONFIDENCE), 2)),
                new Scenario("prediction-powered mean, lambda 1", "40 labelled, 400 others", 0.93,
                        random -> shots(powered(random, 40, 400, 2).mean("m", 1, CONFIDENCE), 2)),
                new Scenario("prediction-powered mean, tuned, clustered", "40 patients of 1 to 3 labelled, 200 others",
                        0.93, random -> shots(clustered(random).mean("m", CONFIDENCE), 2)),
                new Scenario("prediction-powered proportion, tuned", "share 0.2, 80 labelled, 800 others", 0.93,
                        random -> shots(proportion(random, 80, 800).proportion("p", CONFIDENCE), 0.2)),
                new Scenario("prediction-powered difference, tuned", "40 and 60 labelled, 400 others each", 0.93,
                        random -> shots(
                                PredictionPowered.difference(
                                        "d", powered(random, 40, 400, 2.5), powered(random, 60, 400, 2), CONFIDENCE),
                                0.5)));
    }

    private interface Statistic {
        Estimate of(RiskCoverage curve, Bootstrap.Plan plan);
    }

    private static Scenario abstaining(String method, int n, double truth, Statistic statistic) {
        return new Scenario(method, "n " + n + ", B 400", 0.93, random -> {
            Bootstrap.Plan plan = Bootstrap.plan(IntStream.range(0, n).toArray(), 400, random.nextLong());
            return shots(statistic.of(curve(random, n), plan), truth);
        });
    }

    private static List<Shot> shots(Estimate estimate, double truth) {
        return List.of(new Shot(estimate, truth));
    }

    private static RiskCoverage curve(SplitMix random, int n) {
        double[] confidence = new double[n];
        double[] loss = new double[n];
        for (int i = 0; i < n; i++) {
            confidence[i] = random.nextDouble();
            loss[i] = random.nextDouble() < 0.4 * (1 - confidence[i]) ? 1 : 0;
        }
        return RiskCoverage.of(confidence, loss);
    }

    private static double[] absolute(SplitMix random, int n) {
        double[] values = new double[n];
        Arrays.setAll(values, i -> Math.abs(random.nextGaussian()));
        return values;
    }

    /// A case is missed at setting s where its uniform number is below 0.3 - s / 200: the risk.
    private static List<Shot> riskControl(SplitMix random, RiskControl.Bound bound) {
        double[] u = random.doubles(200).toArray();
        double[][] loss = IntStream.range(0, 60)
                .mapToObj(s -> Arrays.stream(u).map(v -> v < 0.3 - s / 200.0 ? 1 : 0).toArray())
                .toArray(double[][]::new);
        OptionalInt setting = RiskControl.certain(loss, 0.1, 1 - CONFIDENCE, bound);
        double risk = setting.isPresent() ? 0.3 - setting.getAsInt() / 200.0 : 0;
        return shots(new Estimate("risk", 0.1, 0, 0.1, CONFIDENCE, "kept", 200), risk);
    }

    private static PredictionPowered powered(SplitMix random, int n, int m, double mean) {
        double[] truth = new double[n];
        Arrays.setAll(truth, i -> mean + random.nextGaussian());
        Function<Double, Double> predict = y -> y + 0.3 + 0.5 * random.nextGaussian();
        double[] predicted = Arrays.stream(truth).map(predict::apply).toArray();
        double[] others = new double[m];
        Arrays.setAll(others, i -> predict.apply(mean + random.nextGaussian()));
        return PredictionPowered.of(truth, predicted, others);
    }

    /// Calls that are right in 9 of 10.
    private static PredictionPowered proportion(SplitMix random, int n, int m) {
        double[] truth = random.doubles(n).map(u -> u < 0.2 ? 1 : 0).toArray();
        double[] predicted = Arrays.stream(truth).map(y -> random.nextDouble() < 0.9 ? y : 1 - y).toArray();
        double[] others = random.doubles(m)
                .map(u -> u < 0.2 ? 1 : 0)
                .map(y -> random.nextDouble() < 0.9 ? y : 1 - y)
                .toArray();
        return PredictionPowered.of(truth, predicted, others);
    }

    private static PredictionPowered clustered(SplitMix random) {
        double[][] labelled = patients(random, 40);
        double[][] others = patients(random, 200);
        return PredictionPowered.of(labelled[0], labelled[1], others[1])
                .byPatient(
                        Arrays.stream(labelled[2]).mapToInt(p -> (int) p).toArray(),
                        Arrays.stream(others[2]).mapToInt(p -> 1_000 + (int) p).toArray());
    }

    /// Truth, prediction and patient of one to three images each, which share half of their variance.
    private static double[][] patients(SplitMix random, int patients) {
        int[] of = IntStream.range(0, patients)
                .flatMap(p -> IntStream.range(0, 1 + random.nextInt(3)).map(i -> p))
                .toArray();
        double[] shared = new double[patients];
        Arrays.setAll(shared, p -> random.nextGaussian());
        double[][] rows = new double[3][of.length];
        for (int i = 0; i < of.length; i++) {
            rows[0][i] = 2 + Math.sqrt(0.5) * (shared[of[i]] + random.nextGaussian());
            rows[1][i] = rows[0][i] + 0.3 + 0.5 * random.nextGaussian();
            rows[2][i] = of[i];
        }
        return rows;
    }
}

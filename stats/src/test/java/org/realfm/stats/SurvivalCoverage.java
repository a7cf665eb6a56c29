package org.realfm.stats;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.realfm.stats.CoverageSimulation.Scenario;
import org.realfm.stats.CoverageSimulation.Shot;
import org.realfm.stats.survival.AalenJohansen;
import org.realfm.stats.survival.Concordance;
import org.realfm.stats.survival.Cox;
import org.realfm.stats.survival.FollowUp;
import org.realfm.stats.survival.HorizonCalibration;
import org.realfm.stats.survival.HorizonNetBenefit;
import org.realfm.stats.survival.KaplanMeier;
import org.realfm.stats.survival.RestrictedMean;
import org.realfm.stats.survival.SurvivalBrier;
import org.realfm.stats.survival.TimeDependentAuc;

/// Rows of the coverage table for survival.
///
/// A subject has a standard normal score x and the hazard exp(x); it is censored at the rate 0.5, which leaves about
/// two events in three.
final class SurvivalCoverage {

    private static final double CONFIDENCE = 0.95;
    private static final double CENSORING = 0.5;
    private static final double T = 1;

    private SurvivalCoverage() {}

    /// Subjects with their scores, and their true risks by [#T].
    private record Sample(FollowUp rows, double[] score, double[] risk) {}

    static List<Scenario> scenarios() {
        return List.of(
                new Scenario("Kaplan-Meier, log-log", "S 0.37, n 60", 0.94, random -> shot(
                        KaplanMeier.of(exponential(random, 60, 1)).estimate("s", 1, CONFIDENCE), Math.exp(-1))),
                new Scenario("Kaplan-Meier, log-log", "S 0.90, n 60", 0.94, random -> shot(
                        KaplanMeier.of(exponential(random, 60, 1)).estimate("s", 0.105, CONFIDENCE),
                        Math.exp(-0.105))),
                new Scenario("Kaplan-Meier, log-log, clustered", "S 0.44, 60 patients with 2 rows, shared frailty",
                        0.93, random -> shot(
                                KaplanMeier.of(frail(random, 60)).estimate("s", 1, CONFIDENCE), Math.pow(1.5, -2))),
                new Scenario("Brookmeyer-Crowley, log-log", "median, n 60", 0.94, random -> shot(
                        KaplanMeier.of(exponential(random, 60, 1)).quantile("m", 0.5, CONFIDENCE).orElseThrow(),
                        Math.log(2))),
                new Scenario("restricted mean, Wald", "tau 1, n 60", 0.92, random -> shot(
                        RestrictedMean.of("m", exponential(random, 60, 1), 1, CONFIDENCE), 1 - Math.exp(-1))),
                new Scenario("restricted mean difference, Wald", "tau 1, hazard ratio 1.5, 60 and 60", 0.93,
                        random -> shot(
                                RestrictedMean.difference(
                                        "d", exponential(random, 60, 1), exponential(random, 60, 1.5), 1, CONFIDENCE),
                                1 - Math.exp(-1) - (1 - Math.exp(-1.5)) / 1.5)),
                new Scenario("Aalen-Johansen, log-log", "F 0.47, two causes, n 80", 0.94,
                        random -> shot(
                                AalenJohansen.of(competing(random, 80, 0.6, 0.4), 1).estimate("f", 1.5, CONFIDENCE),
                                0.6 * (1 - Math.exp(-1.5)))),
                new Scenario("Aalen-Johansen, log-log", "F 0.08, two causes, n 80", 0.94,
                        random -> shot(
                                AalenJohansen.of(competing(random, 80, 0.1, 0.4), 1).estimate("f", 1, CONFIDENCE),
                                0.2 * (1 - Math.exp(-0.5)))),
                new Scenario("Cox, Efron, Wald", "log hazard ratio 1, n 80", 0.94, random -> cox(random, 80)),
                new Scenario("Cox, Efron, robust, t", "log hazard ratio 0, 60 patients with 2 rows, shared frailty",
                        0.92, random -> clusteredCox(random, 60)),
                new Scenario("Harrell, logit scale", "C 0.73, n 80", 0.94, random -> {
                    Sample s = draw(random, 80);
                    return shot(Concordance.harrell("c", s.rows, s.score, CONFIDENCE), HARRELL);
                }),
                new Scenario("Uno, logit scale", "C 0.73, tau 2, n 80", 0.93, random -> {
                    Sample s = draw(random, 80);
                    return shot(Concordance.uno("c", s.rows, s.score, 2, CONFIDENCE), UNO);
                }),
                new Scenario("Uno, logit scale", "C 0.73, tau 2, n 300", 0.94, random -> {
                    Sample s = draw(random, 300);
                    return shot(Concordance.uno("c", s.rows, s.score, 2, CONFIDENCE), UNO);
                }),
                new Scenario("AUC at a horizon, IPCW, logit scale", "AUC 0.82, n 80", 0.94, random -> {
                    Sample s = draw(random, 80);
                    return shot(TimeDependentAuc.at("a", s.rows, s.score, 1, T, CONFIDENCE), AUC);
                }),
                new Scenario("AUC at a horizon, IPCW, logit scale", "AUC 0.82, n 300", 0.94, random -> {
                    Sample s = draw(random, 300);
                    return shot(TimeDependentAuc.at("a", s.rows, s.score, 1, T, CONFIDENCE), AUC);
                }),
                new Scenario("AUC at a horizon, IPCW, logit scale, clustered",
                        "AUC 0.82, 80 patients with 2 rows of one score", 0.92, random -> {
                            Sample s = pairs(random, 80);
                            return shot(TimeDependentAuc.at("a", s.rows, s.score, 1, T, CONFIDENCE), AUC);
                        }),
                new Scenario("Brier score at a horizon, IPCW, Wald", "0.17, n 100", 0.93, random -> {
                    Sample s = draw(random, 100);
                    return shot(SurvivalBrier.at("b", s.rows, s.risk, 1, T, CONFIDENCE), BRIER);
                }),
                new Scenario("IPA at a horizon, IPCW, Wald", "0.30, n 200", 0.93, random -> {
                    Sample s = draw(random, 200);
                    return shot(SurvivalBrier.ipa("i", s.rows, s.risk, 1, T, CONFIDENCE), IPA);
                }),
                new Scenario("net benefit at a horizon, IPCW, Wald", "threshold 0.5, n 100", 0.93, random -> {
                    Sample s = draw(random, 100);
                    return shot(HorizonNetBenefit.at("n", s.rows, s.risk, 1, T, 0.5, CONFIDENCE), NET);
                }),
                new Scenario("O/E at a horizon, log", "calibrated, n 100", 0.94, random -> {
                    Sample s = draw(random, 100);
                    return shot(HorizonCalibration.observedToExpected("o", s.rows, s.risk, 1, T, CONFIDENCE), 1);
                }));
    }

    private static List<Shot> shot(Estimate estimate, double truth) {
        return List.of(new Shot(estimate, truth));
    }

    private static FollowUp exponential(SplitMix random, int n, double rate) {
        return competing(random, n, rate, 0);
    }

    /// Two causes at constant rates, and censoring from time 0.5 on.
    private static FollowUp competing(SplitMix random, int n, double first, double second) {
        double[] time = new double[n];
        int[] cause = new int[n];
        for (int i = 0; i < n; i++) {
            double event = random.nextExponential() / (first + second);
            double censored = 0.5 + random.nextExponential() / CENSORING;
            time[i] = Math.min(event, censored);
            cause[i] = event > censored ? 0 : random.nextDouble() < first / (first + second) ? 1 : 2;
        }
        return FollowUp.of(time, cause);
    }

    private static Sample draw(SplitMix random, int n) {
        return draw(random, n, 1);
    }

    /// Two rows a patient, with one score.
    private static Sample pairs(SplitMix random, int patients) {
        Sample sample = draw(random, 2 * patients, 2);
        int[] patient = IntStream.range(0, 2 * patients).map(i -> i / 2).toArray();
        return new Sample(sample.rows.clustered(patient), sample.score, sample.risk);
    }

    private static Sample draw(SplitMix random, int n, int each) {
        double[] time = new double[n];
        boolean[] event = new boolean[n];
        double[] score = new double[n];
        for (int i = 0; i < n; i++) {
            score[i] = i % each == 0 ? random.nextGaussian() : score[i - 1];
            double t = random.nextExponential() / Math.exp(score[i]);
            double censored = random.nextExponential() / CENSORING;
            time[i] = Math.min(t, censored);
            event[i] = t <= censored;
        }
        double[] risk = Arrays.stream(score).map(SurvivalCoverage::risk).toArray();
        return new Sample(FollowUp.of(time, event), score, risk);
    }

    /// Two rows a patient whose hazard is gamma with mean 1 and variance 1/2: S(t) = (1 + t/2)^-2.
    private static FollowUp frail(SplitMix random, int patients) {
        int n = 2 * patients;
        double[] time = new double[n];
        boolean[] event = new boolean[n];
        int[] patient = new int[n];
        for (int i = 0; i < n; i += 2) {
            double hazard = 0.5 * (random.nextExponential() + random.nextExponential());
            for (int j = i; j < i + 2; j++) {
                patient[j] = i;
                double t = random.nextExponential() / hazard;
                double censored = 1 + random.nextExponential() / CENSORING;
                time[j] = Math.min(t, censored);
                event[j] = t <= censored;
            }
        }
        return FollowUp.of(time, event).clustered(patient);
    }

    private static List<Shot> cox(SplitMix random, int n) {
        Sample s = draw(random, n);
        double[][] x = Arrays.stream(s.score).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
        return Cox.fit(s.rows, x) instanceof Cox.Fit fit ? shot(fit.coefficient("b", 0, CONFIDENCE), 1) : List.of();
    }

    /// A covariate of the patient that does nothing.
    private static List<Shot> clusteredCox(SplitMix random, int patients) {
        FollowUp rows = frail(random, patients);
        double[][] x = new double[rows.rows()][1];
        for (int i = 0; i < x.length; i += 2) {
            x[i][0] = random.nextGaussian();
            x[i + 1][0] = x[i][0];
        }
        return Cox.fit(rows, x) instanceof Cox.Fit fit ? shot(fit.coefficient("b", 0, CONFIDENCE), 0) : List.of();
    }

    private static double risk(double x) {
        return 1 - Math.exp(-Math.exp(x) * T);
    }

    private static final double RISK = mean(SurvivalCoverage::risk);
    private static final double BRIER = mean(x -> risk(x) * (1 - risk(x)));
    private static final double IPA = 1 - BRIER / (RISK * (1 - RISK));
    private static final double NET = mean(x -> risk(x) >= 0.5 ? 2 * risk(x) - 1 : 0);
    private static final double AUC =
            pairs((x, y) -> inOrder(x, y) * risk(x) * (1 - risk(y))) / (RISK * (1 - RISK));
    private static final double HARRELL = concordance(false, Double.POSITIVE_INFINITY);
    private static final double UNO = concordance(true, 2);

    /// Of pairs of hazards a and b, a is first by tau without censoring with probability a/(a+b) (1 - exp(-(a+b) tau)),
    /// and with the censoring of both with a/(a+b+2c).
    private static double concordance(boolean uncensored, double tau) {
        DoubleBinaryOperator first = (x, y) -> {
            double a = Math.exp(x);
            double b = Math.exp(y);
            return uncensored ? a / (a + b) * -Math.expm1(-(a + b) * tau) : a / (a + b + 2 * CENSORING);
        };
        double right = pairs((x, y) -> inOrder(x, y) * first.applyAsDouble(x, y));
        return right / pairs(first);
    }

    private static double inOrder(double x, double y) {
        return x > y ? 1 : x == y ? 0.5 : 0;
    }

    private static double mean(DoubleUnaryOperator f) {
        return pairs((x, y) -> f.applyAsDouble(x));
    }

    /// The mean over two standard normals, by the trapezoidal rule.
    private static double pairs(DoubleBinaryOperator f) {
        double step = 0.02;
        double sum = 0;
        double total = 0;
        for (int i = -300; i <= 300; i++) {
            for (int j = -300; j <= 300; j++) {
                double weight = Math.exp(-0.5 * step * step * (i * i + j * j));
                total += weight;
                sum += weight * f.applyAsDouble(i * step, j * step);
            }
        }
        return sum / total;
    }
}

package org.realfm.stats.survival;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.stats.Estimate;
import org.realfm.stats.ReferenceValues;
import org.realfm.stats.StandardNormal;
import org.realfm.stats.Table;

/// Against R: survival, cmprsk and riskRegression, by `reference/survival_golden.R`.
class SurvivalGoldenTest {

    private static final ReferenceValues R = new ReferenceValues("survival.csv");
    private static final Offset<Double> CLOSE = ReferenceValues.CLOSE;
    private static final Table VETERAN = Table.golden("survival_veteran.csv");
    private static final Table PBC = Table.golden("survival_pbc.csv");
    private static final Table RETINOPATHY = Table.golden("survival_retinopathy.csv");
    private static final FollowUp veteran = FollowUp.of(VETERAN.numbers("time"), VETERAN.flags("status"));
    private static final FollowUp pbc = FollowUp.of(PBC.numbers("time"), PBC.integers("status"));
    private static final FollowUp death = pbc.causeSpecific(2);
    private static final FollowUp retinopathy = FollowUp.of(
                    RETINOPATHY.numbers("time"), RETINOPATHY.flags("status"))
            .clustered(RETINOPATHY.integers("id"));
    private static final double[] WEIGHTS = column(i -> 1 + i % 3);
    private static final double[] BILI = PBC.numbers("bili");
    private static final double[] ALBUMIN = PBC.numbers("albumin");
    private static final double[] RISK = column(i -> StandardNormal.expit(-2 + 0.8 * Math.log(BILI[i])));
    private static final double[] OTHER = column(i -> StandardNormal.expit(3 - 1.2 * ALBUMIN[i]));

    private static double[] column(IntToDoubleFunction f) {
        return IntStream.range(0, PBC.size()).mapToDouble(f).toArray();
    }

    private static double[] negative(double[] x) {
        return Arrays.stream(x).map(v -> -v).toArray();
    }

    private static double[][] rows(double[]... columns) {
        double[][] rows = new double[columns[0].length][columns.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                rows[i][j] = columns[j][i];
            }
        }
        return rows;
    }

    private static void close(double found, String name) {
        assertThat(found).as(name).isCloseTo(R.get(name), CLOSE);
    }

    private static void close(double[] found, String name) {
        if (found.length == 1) {
            close(found[0], name);
            return;
        }
        for (int i = 0; i < found.length; i++) {
            close(found[i], name + "." + i);
        }
    }

    private static double[] valueAndError(Linearised statistic, FollowUp rows) {
        return new double[] {statistic.value(), statistic.standardError(rows)};
    }

    @Test
    void kaplanMeier() {
        KaplanMeier km = KaplanMeier.of(veteran);
        for (int t : new int[] {10, 100, 400}) {
            R.assertEstimate(km.estimate("s", t, 0.95), "km.veteran." + t);
        }
        R.assertEstimate(KaplanMeier.of(death).estimate("s", 2000, 0.95), "km.pbc.2000");
        R.assertEstimate(
                KaplanMeier.of(death.weighted(WEIGHTS)).estimate("s", 2000, 0.95), "km.weighted.2000");
        R.assertEstimate(KaplanMeier.of(retinopathy).estimate("s", 30, 0.95), "km.clustered.30");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.5, 0.9})
    void quantiles(double p) {
        R.assertEstimate(KaplanMeier.of(veteran).quantile("q", p, 0.95).orElseThrow(), "quantile.veteran." + p);
    }

    @Test
    void median() {
        R.assertEstimate(KaplanMeier.of(death).quantile("q", 0.5, 0.95).orElseThrow(), "quantile.pbc.0.5");
    }

    @Test
    void restrictedMean() {
        double z = StandardNormal.critical(0.95);
        double[] trt = VETERAN.numbers("trt");
        FollowUp[] arm = new FollowUp[2];
        for (int a = 0; a < 2; a++) {
            boolean[] in = new boolean[trt.length];
            for (int i = 0; i < in.length; i++) {
                in[i] = trt[i] == a + 1;
            }
            arm[a] = veteran.where(in);
            Estimate mean = RestrictedMean.of("m", arm[a], 365, 0.95);
            close(mean.value(), "rmst.veteran." + a);
            assertThat(mean.halfWidth() / z).isCloseTo(R.get("rmst.veteran." + (2 + a)), CLOSE);
        }
        Estimate difference = RestrictedMean.difference("d", arm[0], arm[1], 365, 0.95);
        assertThat(difference.value())
                .isCloseTo(R.get("rmst.veteran.0") - R.get("rmst.veteran.1"), CLOSE);
        assertThat(difference.halfWidth() / z)
                .isCloseTo(Math.hypot(R.get("rmst.veteran.2"), R.get("rmst.veteran.3")), CLOSE);
        Estimate mean = RestrictedMean.of("m", death, 3000, 0.95);
        close(new double[] {mean.value(), mean.halfWidth() / z}, "rmst.pbc");
    }

    @Test
    void logRank() {
        int[] trt = VETERAN.integers("trt");
        int[] celltype = VETERAN.integers("celltype");
        check(LogRank.test(veteran, trt), "logrank.trt", 1);
        check(LogRank.test(veteran, celltype), "logrank.celltype", 3);
        check(LogRank.test(veteran, trt, celltype), "logrank.strata", 1);
    }

    private static void check(LogRank test, String name, int df) {
        close(test.chiSquared(), name + ".chisq");
        close(test.pValue(), name + ".p");
        close(test.observed(), name + ".observed");
        close(test.expected(), name + ".expected");
        assertThat(test.degreesOfFreedom()).isEqualTo(df);
    }

    @Test
    void cox() {
        double[] trt = VETERAN.numbers("trt");
        double[] karno = VETERAN.numbers("karno");
        Cox.Fit fit = (Cox.Fit) Cox.fit(veteran, rows(trt, karno, VETERAN.numbers("age")));
        check(fit, "cox.veteran", new double[] {2, 50, 65}, 0, 100);
        Cox.Fit strata = (Cox.Fit) Cox.fit(veteran, rows(trt, karno), VETERAN.integers("celltype"));
        check(strata, "cox.strata", new double[] {2, 50}, 2, 100);
        int[] each = IntStream.range(0, PBC.size()).toArray();
        double[] lbili = Arrays.stream(BILI).map(Math::log).toArray();
        Cox.Fit weighted = (Cox.Fit)
                Cox.fit(death.weighted(WEIGHTS).clustered(each), rows(PBC.numbers("age"), lbili, ALBUMIN));
        check(weighted, "cox.weighted", new double[] {50, 1, 3.5}, 0, 2000);
        Cox.Fit clustered =
                (Cox.Fit) Cox.fit(retinopathy, rows(RETINOPATHY.numbers("trt"), RETINOPATHY.numbers("risk")));
        check(clustered, "cox.clustered", new double[] {1, 9}, 0, 30);
    }

    private static void check(Cox.Fit fit, String name, double[] row, int stratum, double t) {
        int p = row.length;
        close(fit.coefficients(), name + ".coef");
        close(Arrays.stream(fit.covariance()).flatMapToDouble(Arrays::stream).toArray(), name + ".var");
        close(fit.logLikelihood(), name + ".loglik.1");
        assertThat(fit.likelihoodRatio().statistic())
                .isCloseTo(2 * (R.get(name + ".loglik.1") - R.get(name + ".loglik.0")), CLOSE);
        close(fit.score().statistic(), name + ".score");
        close(fit.wald().statistic(), name + ".wald");
        for (int j = 0; j < p; j++) {
            close(fit.proportionalHazards(j).statistic(), name + ".zph." + j);
            close(fit.proportionalHazards(j).pValue(), name + ".zph.p." + j);
        }
        close(fit.proportionalHazards().statistic(), name + ".zph." + p);
        close(fit.proportionalHazards().pValue(), name + ".zph.p." + p);
        close(fit.survival(new double[][] {row}, stratum, t), name + ".survival");
        if (name.matches("cox.(clustered|weighted|strata)")) {
            close(Arrays.stream(fit.robustCovariance()).flatMapToDouble(Arrays::stream).toArray(), name + ".robust");
        }
    }

    @Test
    void harrell() {
        double[] karno = VETERAN.numbers("karno");
        close(valueAndError(Concordance.harrell(veteran, negative(karno)), veteran), "harrell.veteran");
        close(valueAndError(Concordance.harrell(death, BILI), death), "harrell.pbc");
        close(valueAndError(Concordance.harrell(death, PBC.numbers("stage")), death), "harrell.stage");
        close(
                valueAndError(Concordance.harrell(retinopathy, RETINOPATHY.numbers("risk")), retinopathy),
                "harrell.clustered");
        Estimate difference = Concordance.harrellDifference("d", death, BILI, negative(ALBUMIN), 0.95);
        close(
                new double[] {difference.value(), difference.halfWidth() / StandardNormal.critical(0.95)},
                "harrell.difference");
    }

    @Test
    void uno() {
        double[] score = negative(VETERAN.numbers("karno"));
        close(Concordance.uno(veteran, score, 1e9).value(), "uno.veteran");
        close(Concordance.uno(death, BILI, 1000).value(), "uno.pbc.1000");
        close(Concordance.uno(death, BILI, 3000).value(), "uno.pbc.3000");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 2000, 4000})
    void aalenJohansen(int t) {
        AalenJohansen transplant = AalenJohansen.of(pbc, 1);
        AalenJohansen died = AalenJohansen.of(pbc, 2);
        close(new double[] {transplant.incidence(t), transplant.standardError(t)}, "aj.transplant." + t);
        close(new double[] {died.incidence(t), died.standardError(t)}, "aj.death." + t);
        int k = t == 500 ? 0 : t == 2000 ? 1 : 2;
        close(transplant.incidence(t), "cuminc." + k);
        close(died.incidence(t), "cuminc." + (3 + k));
        // cmprsk has Aalen's variance, with other terms of the order 1/n^2.
        assertThat(died.standardError(t)).isCloseTo(R.get("cuminc.se." + (3 + k)), Offset.offset(5e-4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"censored", "competing"})
    void aucAndBrierAtAHorizon(String name) {
        FollowUp rows = name.equals("censored") ? death : pbc;
        int cause = name.equals("censored") ? 1 : 2;
        int k = 0;
        for (int t : new int[] {1000, 2500}) {
            Linearised brier = SurvivalBrier.at(rows, RISK, cause, t);
            close(brier.value(), name + ".brier.a." + t + ".0");
            close(SurvivalBrier.at(rows, OTHER, cause, t).value(), name + ".brier.b." + t + ".0");
            double ipa = 1 - brier.value() / R.get(name + ".null." + k);
            assertThat(SurvivalBrier.ipa("ipa", rows, RISK, cause, t, 0.95).value()).isCloseTo(ipa, CLOSE);
            close(HorizonNetBenefit.at(rows, RISK, cause, t, 0.3).value(), "net." + name + "." + t);
            Linearised auc = TimeDependentAuc.at(rows, RISK, cause, t);
            close(auc.value(), name + ".auc.a." + t + ".0");
            close(TimeDependentAuc.at(rows, OTHER, cause, t).value(), name + ".auc.b." + t + ".0");
            // riskRegression divides by n - 1, and has 1/Y where the exact derivative has 1/(Y - d).
            double n = Math.sqrt(rows.rows() / (rows.rows() - 1.0));
            assertThat(n * brier.standardError(rows))
                    .isCloseTo(R.get(name + ".brier.a." + t + ".1"), Offset.offset(2e-6));
            if (name.equals("censored")) {
                // With competing events its standard error of the AUC is more than twice that of the jackknife,
                // to which SurvivalInvariancesTest holds ours.
                assertThat(n * auc.standardError(rows))
                        .isCloseTo(R.get(name + ".auc.a." + t + ".1"), Offset.offset(2e-6));
                Estimate difference = TimeDependentAuc.difference("d", rows, OTHER, RISK, cause, t, 0.95);
                close(difference.value(), name + ".auc.difference." + k);
                assertThat(n * difference.halfWidth() / StandardNormal.critical(0.95))
                        .isCloseTo(R.get(name + ".auc.difference." + (2 + k)), Offset.offset(2e-6));
            }
            Estimate difference = SurvivalBrier.difference("d", rows, OTHER, RISK, cause, t, 0.95);
            close(difference.value(), name + ".brier.difference." + k);
            assertThat(n * difference.halfWidth() / StandardNormal.critical(0.95))
                    .isCloseTo(R.get(name + ".brier.difference." + (2 + k)), Offset.offset(2e-6));
            k++;
        }
    }
}

package org.realfm.stats.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.realfm.stats.ReferenceValues.CLOSE;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TDistribution;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.ReferenceValues;
import org.realfm.stats.Table;

/// Coefficients for categories.
class AgreementTest {

    private static final ReferenceValues PYTHON = new ReferenceValues("agreement.csv");
    private static final ReferenceValues R = new ReferenceValues("agreement_r.csv");
    private static final int[][] RATINGS = ratings("ratings.csv", 4);

    /// Krippendorff's example of four observers and twelve units; the data set cac.raw4raters of irrCAC.
    private static final int[][] FOUR_OBSERVERS = {
        {1, 1, -1, 1}, {2, 2, 3, 2}, {3, 3, 3, 3}, {3, 3, 3, 3}, {2, 2, 2, 2}, {1, 2, 3, 4},
        {4, 4, 4, 4}, {1, 1, 2, 1}, {2, 2, 2, 2}, {-1, 5, 5, 5}, {-1, -1, 1, 1}, {-1, -1, 3, -1},
    };

    /// Fifteen patients whom six psychiatrists each put into one of five classes; the data set distrib.6raters of irrCAC.
    private static final int[][] SIX_PSYCHIATRISTS = {
        {0, 0, 0, 6, 0}, {0, 3, 0, 0, 3}, {0, 1, 4, 0, 1}, {0, 0, 0, 0, 6}, {0, 3, 0, 3, 0},
        {2, 0, 4, 0, 0}, {0, 0, 4, 0, 2}, {2, 0, 3, 1, 0}, {2, 0, 0, 4, 0}, {0, 0, 0, 0, 6},
        {1, 0, 0, 5, 0}, {1, 1, 0, 4, 0}, {0, 3, 3, 0, 0}, {1, 0, 0, 5, 0}, {0, 2, 0, 3, 1},
    };

    static int[][] ratings(String file, int raters) {
        Table table = Table.golden(file);
        int[][] ratings = new int[table.size()][raters];
        for (int i = 0; i < ratings.length; i++) {
            for (int r = 0; r < raters; r++) {
                ratings[i][r] = (int) table.number("r" + r, i);
            }
        }
        return ratings;
    }

    private static int[] rater(int rater) {
        return Arrays.stream(RATINGS).mapToInt(row -> row[rater]).toArray();
    }

    @ParameterizedTest
    @EnumSource(Weights.class)
    void cohenAgreesWithScikitLearnStatsmodelsAndVcd(Weights weights) {
        Estimate kappa =
                CohenKappa.estimate("k", rater(0), rater(1), 5, weights, 0.95).orElseThrow();
        PYTHON.assertEstimate(kappa, "cohen." + weights.name().toLowerCase(Locale.ROOT));
        R.assertEstimate(kappa, "vcd." + switch (weights) {
            case IDENTITY -> "unweighted";
            case LINEAR -> "Equal-Spacing";
            case QUADRATIC -> "Fleiss-Cohen";
        });
    }

    /// The data set cont3x3abstractors of irrCAC.
    @Test
    void cohenAgreesWithAPublishedTable() {
        int[][] table = {{13, 0, 0}, {0, 20, 7}, {0, 4, 56}};
        int[] first = new int[100];
        int[] second = new int[100];
        int n = 0;
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                for (int k = 0; k < table[a][b]; k++) {
                    first[n] = a;
                    second[n++] = b;
                }
            }
        }
        Estimate kappa = CohenKappa.estimate("k", first, second, 3, Weights.IDENTITY, 0.95).orElseThrow();
        assertThat(kappa.value()).isCloseTo(0.7964094, Offset.offset(5e-8));
        double error = kappa.halfWidth() / 1.959963984540054;
        assertThat(error).isCloseTo(0.05891072, Offset.offset(5e-9));
        int[] patient = new int[100];
        Arrays.setAll(patient, i -> i);
        Estimate clustered = CohenKappa.clustered("k", first, second, 3, Weights.IDENTITY, patient, 0.95).orElseThrow();
        assertThat(clustered.halfWidth()).isCloseTo(kappa.halfWidth() * Math.sqrt(100.0 / 99), CLOSE);
        int[][] both = new int[100][];
        Arrays.setAll(both, i -> new int[] {first[i], second[i]});
        Estimate ac1 = GwetAc.estimate("ac1", both, 3, Weights.IDENTITY, 0.95).orElseThrow();
        double largeSample = Math.sqrt(100.0 / 99); // irrCAC divides by n^2 for tables, by n (n - 1) for raw ratings
        published(ac1, 0.8493305, 0.04321747 * largeSample, 100);
        Estimate fleiss = FleissKappa.estimate("pi", both, 3, Weights.IDENTITY, 0.95).orElseThrow();
        published(fleiss, 0.7962397, 0.05905473 * largeSample, 100);
    }

    /// Value (seven decimals) and standard error (eight).
    private static void published(Estimate estimate, double value, double error, int n) {
        assertThat(estimate.value()).isCloseTo(value, Offset.offset(5.1e-8));
        double t = TDistribution.of(n - 1).inverseSurvivalProbability(0.025);
        assertThat((estimate.value() - estimate.lower()) / t).isCloseTo(error, Offset.offset(5.1e-9));
    }

    @ParameterizedTest
    @EnumSource(Weights.class)
    void manyRatersAgreeWithTheDefinition(Weights weights) {
        String kind = weights.name().toLowerCase(Locale.ROOT);
        PYTHON.assertEstimate(
                FleissKappa.estimate("k", RATINGS, 5, weights, 0.95).orElseThrow(), "fleiss." + kind);
        PYTHON.assertEstimate(GwetAc.estimate("ac", RATINGS, 5, weights, 0.95).orElseThrow(), "gwet." + kind);
    }

    @Test
    void fleissAgreesWithStatsmodels() {
        int[][] complete = Arrays.stream(RATINGS)
                .filter(row -> Arrays.stream(row).allMatch(c -> c >= 0))
                .toArray(int[][]::new);
        assertThat(FleissKappa.estimate("k", complete, 5, Weights.IDENTITY, 0.95).orElseThrow().value())
                .isCloseTo(PYTHON.get("fleiss.complete"), CLOSE);
    }

    @Test
    void manyRatersAgreeWithPublishedTables() {
        int[][] six = new int[15][];
        for (int i = 0; i < six.length; i++) {
            int[] row = SIX_PSYCHIATRISTS[i];
            six[i] = IntStream.range(0, 5)
                    .flatMap(c -> IntStream.generate(() -> c).limit(row[c]))
                    .toArray();
        }
        published(FleissKappa.estimate("k", six, 5, Weights.IDENTITY, 0.95).orElseThrow(), 0.4139265, 0.08119291, 15);
        published(GwetAc.estimate("k", six, 5, Weights.IDENTITY, 0.95).orElseThrow(), 0.4448007, 0.08418757, 15);
        int[][] four = new int[12][4];
        for (int i = 0; i < four.length; i++) {
            Arrays.setAll(four[i], new CategoriesFromZero(FOUR_OBSERVERS[i]));
        }
        Estimate fleiss = FleissKappa.estimate("k", four, 5, Weights.IDENTITY, 0.95).orElseThrow();
        assertThat(fleiss.value()).isCloseTo(0.76117, Offset.offset(5e-6));
        assertThat((fleiss.value() - fleiss.lower()) / 2.200985160082949).isCloseTo(0.15302, Offset.offset(5e-6));
        Estimate ac1 = GwetAc.estimate("k", four, 5, Weights.IDENTITY, 0.95).orElseThrow();
        assertThat(ac1.value()).isCloseTo(0.77544, Offset.offset(5e-6));
        assertThat((ac1.value() - ac1.lower()) / 2.200985160082949).isCloseTo(0.14295, Offset.offset(5e-6));
        assertThat(ac1.upper()).isEqualTo(1);
    }

    private record CategoriesFromZero(int[] row) implements IntUnaryOperator {
        @Override
        public int applyAsInt(int rater) {
            return row[rater] < 0 ? -1 : row[rater] - 1;
        }
    }

    @ParameterizedTest
    @EnumSource(KrippendorffAlpha.Scale.class)
    void alphaAgreesWithNltkAndTheDefinition(KrippendorffAlpha.Scale scale) {
        KrippendorffAlpha alpha = KrippendorffAlpha.of(real(RATINGS), scale);
        assertThat(alpha.value().getAsDouble())
                .isCloseTo(PYTHON.get("alpha." + scale.name().toLowerCase(Locale.ROOT)), CLOSE);
    }

    /// Krippendorff's own results for his example.
    @Test
    void alphaAgreesWithKrippendorff() {
        double[] printed = {0.743, 0.815, 0.849, 0.797};
        for (KrippendorffAlpha.Scale scale : KrippendorffAlpha.Scale.values()) {
            assertThat(KrippendorffAlpha.of(real(FOUR_OBSERVERS), scale).value().getAsDouble())
                    .isCloseTo(printed[scale.ordinal()], Offset.offset(5e-4));
        }
    }

    static double[][] real(int[][] ratings) {
        return Arrays.stream(ratings)
                .map(row -> Arrays.stream(row)
                        .mapToDouble(c -> c < 0 ? Double.NaN : c)
                        .toArray())
                .toArray(double[][]::new);
    }

    @Test
    void alphaHasABootstrapInterval() {
        KrippendorffAlpha alpha = KrippendorffAlpha.of(real(RATINGS), KrippendorffAlpha.Scale.ORDINAL);
        Bootstrap.Plan plan = Bootstrap.plan(numbers(30), 500, 7);
        Estimate estimate = alpha.estimate("alpha", plan, 0.95).orElseThrow();
        assertThat(estimate.value()).isCloseTo(PYTHON.get("alpha.ordinal"), CLOSE);
        assertThat(estimate.lower()).isBetween(0.5, 0.79);
        assertThat(estimate.upper()).isBetween(0.8, 0.95);
        assertThat(estimate.n()).isEqualTo(30);
    }

    private static int[] numbers(int n) {
        int[] numbers = new int[n];
        Arrays.setAll(numbers, i -> i);
        return numbers;
    }

    @Test
    void constantRatingsHaveNoCoefficient() {
        int[] same = {2, 2, 2};
        int[][] both = {{2, 2}, {2, 2}, {2, 2}};
        assertThat(CohenKappa.estimate("k", same, same, 5, Weights.LINEAR, 0.95)).isEmpty();
        assertThat(FleissKappa.estimate("k", both, 5, Weights.IDENTITY, 0.95)).isEmpty();
        assertThat(KrippendorffAlpha.of(real(both), KrippendorffAlpha.Scale.INTERVAL).value()).isEmpty();
        assertThat(KrippendorffAlpha.of(real(both), KrippendorffAlpha.Scale.NOMINAL)
                        .estimate("a", Bootstrap.plan(numbers(3), 10, 1), 0.95))
                .isEmpty();
        Estimate ac1 = GwetAc.estimate("ac1", both, 5, Weights.IDENTITY, 0.95).orElseThrow();
        assertThat(ac1.value()).as("AC1 is defined there").isEqualTo(1);
        assertThat(ac1.lower()).isCloseTo(Math.pow(0.025, 1.0 / 3), CLOSE);
    }

    @Test
    void perfectAgreementHasAnExactLowerEnd() {
        int[] half = {0, 1, 0, 1, 0, 1, 0, 1, 0, 1};
        Estimate kappa = CohenKappa.estimate("k", half, half, 2, Weights.IDENTITY, 0.95).orElseThrow();
        assertThat(kappa.value()).isEqualTo(1);
        assertThat(kappa.upper()).isEqualTo(1);
        assertThat(kappa.lower()).isCloseTo(2 * Math.pow(0.025, 0.1) - 1, CLOSE);
        assertThat(kappa.method()).contains("perfect");
        int[][] both = new int[10][];
        Arrays.setAll(both, i -> new int[] {half[i], half[i]});
        assertThat(FleissKappa.estimate("k", both, 2, Weights.IDENTITY, 0.95).orElseThrow().lower())
                .isCloseTo(kappa.lower(), CLOSE);
    }

    @Test
    void nobodyAndOne() {
        assertThat(CohenKappa.estimate("k", new int[0], new int[0], 2, Weights.IDENTITY, 0.95)).isEmpty();
        assertThat(FleissKappa.estimate("k", new int[0][0], 2, Weights.IDENTITY, 0.95)).isEmpty();
        assertThat(GwetAc.estimate("k", new int[][] {{0, -1}}, 2, Weights.IDENTITY, 0.95)).isEmpty();
        assertThat(KrippendorffAlpha.of(new double[0][0], KrippendorffAlpha.Scale.NOMINAL).value()).isEmpty();
        Optional<Estimate> one = GwetAc.estimate("k", new int[][] {{0, 1}}, 2, Weights.IDENTITY, 0.95);
        assertThat(one.orElseThrow().lower()).isEqualTo(-1);
        assertThat(one.orElseThrow().upper()).isEqualTo(1);
        assertThat(one.orElseThrow().method()).contains("one subject");
        int[] patient = {4, 4, 4};
        Estimate onePatient = CohenKappa.clustered(
                        "k", new int[] {0, 1, 1}, new int[] {0, 0, 1}, 2, Weights.IDENTITY, patient, 0.95)
                .orElseThrow();
        assertThat(onePatient.upper()).isEqualTo(1);
        assertThat(onePatient.method()).contains("one patient");
    }

    @Test
    void badRatingsAreRefused() {
        assertThatThrownBy(() -> CohenKappa.estimate("k", new int[] {3}, new int[] {0}, 3, Weights.IDENTITY, 0.95))
                .hasMessageContaining("category");
        assertThatThrownBy(() -> GwetAc.estimate("k", new int[][] {{0, 0}}, 1, Weights.IDENTITY, 0.95))
                .hasMessageContaining("two categories");
        assertThatThrownBy(() -> KrippendorffAlpha.of(
                        new double[][] {{-1, 2}}, KrippendorffAlpha.Scale.RATIO))
                .hasMessageContaining("negative");
        assertThatThrownBy(() -> KrippendorffAlpha.of(
                        new double[][] {{Double.POSITIVE_INFINITY, 2}}, KrippendorffAlpha.Scale.INTERVAL))
                .hasMessageContaining("finite");
    }

    @Test
    void specificAgreementOfTwoRaters() {
        boolean[] first = new boolean[100];
        boolean[] second = new boolean[100];
        Arrays.fill(first, 0, 30, true);
        Arrays.fill(second, 10, 35, true); // 20 both, 10 first only, 5 second only, 65 neither
        Estimate positive = SpecificAgreement.twoRaters("PA", first, second, 0.95).orElseThrow();
        assertThat(positive.value()).isCloseTo(40.0 / 55, CLOSE);
        assertThat(positive.n()).isEqualTo(35);
        double centre = (20 / 35.0 + 1.920729410347062 / 35) / (1 + 3.841458820694124 / 35);
        assertThat(positive.lower()).isBetween(0.5, 2 * centre / (1 + centre));
        int[][] both = new int[100][];
        Arrays.setAll(both, i -> new int[] {first[i] ? 1 : 0, second[i] ? 1 : 0});
        Estimate general = SpecificAgreement.raters("PA", both, 2, 1, 0.95).orElseThrow();
        assertThat(general.value()).isCloseTo(positive.value(), CLOSE);
        assertThat(general.lower()).isCloseTo(positive.lower(), Offset.offset(0.03));
        assertThat(general.upper()).isCloseTo(positive.upper(), Offset.offset(0.03));
        assertThat(SpecificAgreement.raters("NA", both, 2, 0, 0.95).orElseThrow().value())
                .isCloseTo(130.0 / 145, CLOSE);
    }

    @Test
    void specificAgreementAtTheEdges() {
        assertThat(SpecificAgreement.twoRaters("PA", new boolean[5], new boolean[5], 0.95)).isEmpty();
        boolean[] yes = {true, true, false};
        Estimate all = SpecificAgreement.twoRaters("PA", yes, yes, 0.95).orElseThrow();
        assertThat(all.value()).isEqualTo(1);
        assertThat(all.lower()).isBetween(0.2, 0.6);
        Estimate none = SpecificAgreement.raters("PA", new int[][] {{1, 0}, {0, 1}}, 2, 1, 0.95).orElseThrow();
        assertThat(none.value()).isZero();
        assertThat(none.upper()).isCloseTo(1 - Math.sqrt(0.025), CLOSE);
        assertThat(SpecificAgreement.raters("PA", new int[][] {{1, -1}}, 2, 1, 0.95)).isEmpty();
        assertThat(SpecificAgreement.raters("PA", new int[][] {{1, 1, 0}}, 2, 1, 0.95).orElseThrow().method())
                .contains("one subject");
    }

    @Test
    void dawidSkeneAgreesWithAnotherImplementation() {
        DawidSkene fit = DawidSkene.fit(ratings("noisy.csv", 5), 3);
        assertThat(fit.converged()).isTrue();
        assertThat(fit.logLikelihood()).isCloseTo(PYTHON.get("dawid.likelihood"), CLOSE);
        assertThat(fit.prevalence()).containsExactly(PYTHON.all("dawid.prevalence", 3), CLOSE);
        for (int r = 0; r < 5; r++) {
            for (int t = 0; t < 3; t++) {
                for (int c = 0; c < 3; c++) {
                    assertThat(fit.called()[r][t][c])
                            .isCloseTo(PYTHON.get("dawid.called." + (9 * r + 3 * t + c)), CLOSE);
                }
            }
        }
        for (int i = 0; i < 10; i++) {
            for (int t = 0; t < 3; t++) {
                assertThat(fit.posterior()[i][t]).isCloseTo(PYTHON.get("dawid.posterior." + (3 * i + t)), CLOSE);
            }
        }
    }

    @Test
    void dawidSkeneHasBootstrapIntervals() {
        int[][] noisy = ratings("noisy.csv", 5);
        Bootstrap.Plan plan = Bootstrap.plan(numbers(150), 200, 3);
        Estimate prevalence = DawidSkene.prevalence("p", noisy, 3, 0, plan, 0.95);
        assertThat(prevalence.lower()).isBetween(0.3, 0.48);
        assertThat(prevalence.upper()).isBetween(0.52, 0.7);
        Estimate sensitivity = DawidSkene.called("s", noisy, 3, 0, 1, 1, plan, 0.95);
        assertThat(sensitivity.value()).isGreaterThan(0.7);
    }

    @Test
    void dawidSkeneAtTheEdges() {
        DawidSkene one = DawidSkene.fit(new int[][] {{1, 1, 1}}, 2);
        assertThat(one.prevalence()[1]).isEqualTo(1);
        DawidSkene unrated = DawidSkene.fit(new int[][] {{1, 1, 1}, {0, 0, 0}, {-1, -1, -1}}, 2);
        assertThat(unrated.prevalence()).containsExactly(new double[] {0.5, 0.5}, CLOSE);
        assertThat(unrated.posterior()[2]).containsExactly(new double[] {0.5, 0.5}, CLOSE);
        assertThatThrownBy(() -> DawidSkene.fit(new int[][] {{-1, -1}}, 2)).hasMessageContaining("nobody");
        assertThatThrownBy(() -> DawidSkene.fit(new int[0][0], 2)).isInstanceOf(IllegalArgumentException.class);
    }
}

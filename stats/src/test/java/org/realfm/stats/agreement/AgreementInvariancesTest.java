package org.realfm.stats.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.realfm.stats.Estimate;
import org.realfm.stats.SplitMix;

/// What may not matter to agreement.
class AgreementInvariancesTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-10);

    private static int[][] draw(long seed, int subjects, int raters, int categories, int missing) {
        SplitMix random = new SplitMix(seed);
        int[][] rating = new int[subjects][raters];
        for (int[] row : rating) {
            int truth = random.nextInt(categories);
            Arrays.setAll(row, r -> random.nextInt(10) < missing
                    ? -1
                    : random.nextInt(3) > 0 ? truth : random.nextInt(categories));
        }
        return rating;
    }

    private static int[] column(int[][] rating, int rater) {
        return Arrays.stream(rating).mapToInt(row -> row[rater]).toArray();
    }

    private static int[][] shuffled(int[][] rating, long seed, boolean raters) {
        SplitMix random = new SplitMix(seed);
        int[] subject = IntStream.range(0, rating.length).toArray();
        int[] rater = IntStream.range(0, rating[0].length).toArray();
        random.shuffle(subject);
        if (raters) {
            random.shuffle(rater);
        }
        return Arrays.stream(subject)
                .mapToObj(i -> Arrays.stream(rater).map(r -> rating[i][r]).toArray())
                .toArray(int[][]::new);
    }

    private static void assertSame(Optional<Estimate> one, Optional<Estimate> two) {
        assertThat(one.isPresent()).isEqualTo(two.isPresent());
        if (one.isPresent() && two.isPresent()) {
            assertThat(one.get().value()).isCloseTo(two.get().value(), EXACT);
            assertThat(one.get().lower()).isCloseTo(two.get().lower(), EXACT);
            assertThat(one.get().upper()).isCloseTo(two.get().upper(), EXACT);
        }
    }

    private static void assertSame(OptionalDouble one, OptionalDouble two) {
        assertThat(one.isPresent()).isEqualTo(two.isPresent());
        assertThat(one.orElse(0)).isCloseTo(two.orElse(0), EXACT);
    }

    @Property(tries = 100)
    void orderOfSubjectsAndRatersDoesNotMatter(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 20) int subjects,
            @ForAll @IntRange(max = 4) int missing) {
        int[][] rating = draw(seed, subjects, 4, 3, missing);
        int[][] moved = shuffled(rating, seed, true);
        for (Weights weights : Weights.values()) {
            assertSame(
                    FleissKappa.estimate("k", rating, 3, weights, 0.95),
                    FleissKappa.estimate("k", moved, 3, weights, 0.95));
            assertSame(GwetAc.estimate("k", rating, 3, weights, 0.95), GwetAc.estimate("k", moved, 3, weights, 0.95));
            assertSame(
                    CohenKappa.estimate("k", column(rating, 0), column(rating, 1), 3, weights, 0.95),
                    CohenKappa.estimate("k", column(rating, 1), column(rating, 0), 3, weights, 0.95));
        }
        for (int c = 0; c < 3; c++) {
            assertSame(
                    SpecificAgreement.raters("s", rating, 3, c, 0.95),
                    SpecificAgreement.raters("s", moved, 3, c, 0.95));
        }
        for (KrippendorffAlpha.Scale scale : KrippendorffAlpha.Scale.values()) {
            assertSame(
                    KrippendorffAlpha.of(AgreementTest.real(rating), scale).value(),
                    KrippendorffAlpha.of(AgreementTest.real(moved), scale).value());
        }
    }

    @Property(tries = 100)
    void namesOfCategoriesDoNotMatter(@ForAll long seed, @ForAll @IntRange(max = 3) int missing) {
        int[][] rating = draw(seed, 15, 3, 3, missing);
        int[] name = {2, 0, 1};
        int[] reversed = {2, 1, 0};
        int[][] renamed = rename(rating, name);
        int[][] mirrored = rename(rating, reversed);
        assertSame(
                FleissKappa.estimate("k", rating, 3, Weights.IDENTITY, 0.95),
                FleissKappa.estimate("k", renamed, 3, Weights.IDENTITY, 0.95));
        assertSame(
                GwetAc.estimate("k", rating, 3, Weights.IDENTITY, 0.95),
                GwetAc.estimate("k", renamed, 3, Weights.IDENTITY, 0.95));
        assertSame(
                KrippendorffAlpha.of(AgreementTest.real(rating), KrippendorffAlpha.Scale.NOMINAL).value(),
                KrippendorffAlpha.of(AgreementTest.real(renamed), KrippendorffAlpha.Scale.NOMINAL).value());
        assertSame(
                CohenKappa.estimate("k", column(rating, 0), column(rating, 1), 3, Weights.QUADRATIC, 0.95),
                CohenKappa.estimate("k", column(mirrored, 0), column(mirrored, 1), 3, Weights.QUADRATIC, 0.95));
        assertSame(
                KrippendorffAlpha.of(AgreementTest.real(rating), KrippendorffAlpha.Scale.ORDINAL).value(),
                KrippendorffAlpha.of(AgreementTest.real(mirrored), KrippendorffAlpha.Scale.ORDINAL).value());
    }

    private static int[][] rename(int[][] rating, int[] name) {
        return Arrays.stream(rating)
                .map(row -> Arrays.stream(row).map(c -> c < 0 ? -1 : name[c]).toArray())
                .toArray(int[][]::new);
    }

    @Property(tries = 100)
    void alphaKnowsItsScale(@ForAll long seed, @ForAll @IntRange(max = 3) int missing) {
        double[][] value = AgreementTest.real(draw(seed, 12, 3, 4, missing));
        assertSame(
                KrippendorffAlpha.of(value, KrippendorffAlpha.Scale.ORDINAL).value(),
                KrippendorffAlpha.of(map(value, Math::exp), KrippendorffAlpha.Scale.ORDINAL).value());
        assertSame(
                KrippendorffAlpha.of(value, KrippendorffAlpha.Scale.INTERVAL).value(),
                KrippendorffAlpha.of(map(value, v -> 30 - 7 * v), KrippendorffAlpha.Scale.INTERVAL).value());
        assertSame(
                KrippendorffAlpha.of(value, KrippendorffAlpha.Scale.RATIO).value(),
                KrippendorffAlpha.of(map(value, v -> 7 * v), KrippendorffAlpha.Scale.RATIO).value());
    }

    private static double[][] map(double[][] value, DoubleUnaryOperator f) {
        return Arrays.stream(value)
                .map(row -> Arrays.stream(row).map(f).toArray())
                .toArray(double[][]::new);
    }

    /// With two raters and nothing missing, alpha is Fleiss' kappa (Scott's pi) corrected for the 2n values.
    @Property(tries = 100)
    void alphaIsFleissKappaForSmallSamples(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int n) {
        int[][] rating = draw(seed, n, 2, 3, 0);
        Optional<Estimate> fleiss = FleissKappa.estimate("k", rating, 3, Weights.IDENTITY, 0.95);
        OptionalDouble alpha =
                KrippendorffAlpha.of(AgreementTest.real(rating), KrippendorffAlpha.Scale.NOMINAL).value();
        Assume.that(fleiss.isPresent());
        assertThat(alpha.getAsDouble())
                .isCloseTo(1 - (1 - fleiss.orElseThrow().value()) * (2 * n - 1) / (2.0 * n), EXACT);
    }

    @Property(tries = 100)
    void correlationsIgnoreOriginAndUnit(@ForAll long seed) {
        SplitMix random = new SplitMix(seed);
        double[][] score = new double[8][3];
        for (double[] row : score) {
            double subject = 2 * random.nextGaussian();
            Arrays.setAll(row, r -> subject + random.nextGaussian() + 0.5 * r);
        }
        IntraclassCorrelation icc = IntraclassCorrelation.of(score);
        IntraclassCorrelation other = IntraclassCorrelation.of(map(score, v -> 5 - 3 * v));
        for (IntraclassCorrelation.Model model : IntraclassCorrelation.Model.values()) {
            Estimate single = icc.single("icc", model, 0.95).orElseThrow();
            assertThat(single.value()).isBetween(single.lower(), single.upper());
            assertSame(icc.single("icc", model, 0.95), other.single("icc", model, 0.95));
            assertThat(icc.average("icc", model, 0.95).orElseThrow().value())
                    .isCloseTo(other.average("icc", model, 0.95).orElseThrow().value(), Offset.offset(1e-8));
        }
    }

    @Property(tries = 50)
    void theOtherMethodFirstNegatesTheLimits(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int n) {
        SplitMix random = new SplitMix(seed);
        double[] first = random.doubles(n).toArray();
        double[] second = random.doubles(n).toArray();
        Estimate upper = BlandAltman.of(first, second).upperLimit("u", 0.9, 0.95);
        Estimate lower = BlandAltman.of(second, first).lowerLimit("l", 0.9, 0.95);
        assertThat(upper.value()).isCloseTo(-lower.value(), EXACT);
        assertThat(upper.lower()).isCloseTo(-lower.upper(), EXACT);
        assertThat(upper.upper()).isCloseTo(-lower.lower(), EXACT);
    }
}

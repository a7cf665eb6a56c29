package org.realfm.stats.dependence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.realfm.stats.Estimate;
import org.realfm.stats.SplitMix;
import org.realfm.stats.dependence.InverseProbability.Target;

/// What may not matter to balance, partial correlation and weighting.
class DependenceInvariancesTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-8);

    private static double[] draw(long seed, int n) {
        SplitMix random = new SplitMix(seed);
        double[] values = new double[n];
        Arrays.setAll(values, i -> random.nextGaussian());
        return values;
    }

    private static double[] changed(double[] values, double scale) {
        return Arrays.stream(values).map(v -> scale * v + 40).toArray();
    }

    @Property(tries = 100)
    void unitsDoNotMatterAndTheOrderOfGroupsTurnsTheSign(
            @ForAll long seed, @ForAll @IntRange(min = 2, max = 15) int n, @ForAll @IntRange(min = 2, max = 15) int m) {
        double[] x = draw(seed, n);
        double[] y = draw(~seed, m);
        Estimate plain = StandardisedDifference.continuous("d", x, y, 0.95);
        Estimate scaled = StandardisedDifference.continuous("d", changed(x, 3), changed(y, 3), 0.95);
        Estimate turned = StandardisedDifference.continuous("d", y, x, 0.95);
        assertThat(scaled.lower()).isCloseTo(plain.lower(), EXACT);
        assertThat(turned.lower()).isCloseTo(-plain.upper(), EXACT);
        assertThat(StandardisedDifference.cohen("d", y, x, 0.9).upper())
                .isCloseTo(-StandardisedDifference.cohen("d", x, y, 0.9).lower(), EXACT);
    }

    @Property(tries = 100)
    void categoriesMayBeNamedAnyhow(@ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int categories) {
        SplitMix random = new SplitMix(seed);
        int[] first = IntStream.range(0, categories).map(c -> 1 + random.nextInt(20)).toArray();
        int[] second = IntStream.range(0, categories).map(c -> 1 + random.nextInt(20)).toArray();
        int[] order = IntStream.range(0, categories).toArray();
        random.shuffle(order);
        Estimate plain = StandardisedDifference.categorical("d", first, second, 0.95);
        Estimate named = StandardisedDifference.categorical(
                "d", Arrays.stream(order).map(c -> second[c]).toArray(),
                Arrays.stream(order).map(c -> first[c]).toArray(), 0.95);
        assertThat(named.value()).isCloseTo(plain.value(), EXACT);
        assertThat(named.upper()).isCloseTo(plain.upper(), EXACT);
        if (categories == 2) {
            int n = first[0] + first[1];
            int m = second[0] + second[1];
            assertThat(plain.value())
                    .isCloseTo(
                            Math.abs(StandardisedDifference.binary("d", first[0], n, second[0], m, 0.95).value()), EXACT);
        }
    }

    @Property(tries = 100)
    void whatIsHeldFixedMayBeAddedToAVariable(@ForAll long seed, @ForAll @IntRange(min = 6, max = 20) int n) {
        double[] x = draw(seed, n);
        double[] y = draw(~seed, n);
        double[][] z = rows(draw(seed ^ 77, n));
        double[] moved = IntStream.range(0, n).mapToDouble(i -> 5 * x[i] + 2 * z[i][0] - 1).toArray();
        double plain = PartialCorrelation.of(x, y, z).orElseThrow().r();
        assertThat(PartialCorrelation.of(moved, y, z).orElseThrow().r()).isCloseTo(plain, EXACT);
        assertThat(PartialCorrelation.of(y, x, z).orElseThrow().r()).isCloseTo(plain, EXACT);
    }

    @Property(tries = 100)
    void unitsOfCovariatesAndNamesOfGroupsDoNotMatter(@ForAll long seed, @ForAll @IntRange(min = 20, max = 40) int n) {
        double[] covariate = draw(seed, n);
        double[] outcome = draw(~seed, n);
        SplitMix random = new SplitMix(seed);
        boolean[] treated = new boolean[n];
        boolean[] others = new boolean[n];
        for (int i = 0; i < n; i++) {
            treated[i] = i % 2 == 0 ^ random.nextInt(5) == 0;
            others[i] = !treated[i];
        }
        int[] patient = IntStream.range(0, n).toArray();
        Optional<InverseProbability> plain = InverseProbability.fit(rows(covariate), treated, patient, Target.ALL);
        Optional<InverseProbability> turned =
                InverseProbability.fit(rows(changed(covariate, -2)), others, patient, Target.ALL);
        assertThat(turned.isPresent()).isEqualTo(plain.isPresent());
        if (plain.isPresent() && turned.isPresent()) {
            Estimate one = plain.get().difference("d", outcome, 0.95);
            Estimate two = turned.get().difference("d", outcome, 0.95);
            assertThat(two.value()).isCloseTo(-one.value(), Offset.offset(1e-6));
            assertThat(two.lower()).isCloseTo(-one.upper(), Offset.offset(1e-6));
        }
    }

    private static double[][] rows(double[] column) {
        return Arrays.stream(column).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
    }
}

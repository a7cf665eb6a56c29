package org.realfm.stats.readers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Offset;
import org.realfm.stats.SplitMix;

/// What may not matter to a reader study, and what must be mirrored.
class ReaderInvariancesTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-11);

    /// A study with ties, of whose readings a share is missing.
    private record Draw(double[][][] score, boolean[] truth) {

        static Draw of(long seed, int readers, int negatives, int positives, int missing) {
            SplitMix random = new SplitMix(seed);
            double[][][] score =
                    Studies.draw(random, readers, negatives, positives, new double[] {1, 1.4}, 2);
            for (double[][] modality : score) {
                for (double[] reader : modality) {
                    for (int c = 0; c < reader.length; c++) {
                        reader[c] = random.nextInt(10) < missing ? Double.NaN : reader[c];
                    }
                }
            }
            return new Draw(score, Studies.truth(negatives, positives));
        }

        ReaderStudy study() {
            return ReaderStudy.of(score, truth);
        }

        boolean bothClasses() {
            UStatistic analysis = UStatistic.of(study());
            return IntStream.range(0, 2).allMatch(m -> IntStream.range(0, score[0].length)
                    .anyMatch(r -> analysis.auroc(m, r).isPresent()));
        }

        Draw map(DoubleUnaryOperator f, boolean swap) {
            double[][][] mapped = Arrays.stream(score)
                    .map(modality -> Arrays.stream(modality)
                            .map(reader -> Arrays.stream(reader).map(f).toArray())
                            .toArray(double[][]::new))
                    .toArray(double[][][]::new);
            boolean[] labels = truth.clone();
            for (int c = 0; c < labels.length; c++) {
                labels[c] ^= swap;
            }
            return new Draw(mapped, labels);
        }

        Draw shuffled(long seed) {
            SplitMix random = new SplitMix(seed);
            int[] readers = IntStream.range(0, score[0].length).toArray();
            int[] cases = IntStream.range(0, truth.length).toArray();
            random.shuffle(readers);
            random.shuffle(cases);
            double[][][] moved = new double[2][readers.length][cases.length];
            boolean[] labels = new boolean[cases.length];
            for (int c = 0; c < cases.length; c++) {
                labels[c] = truth[cases[c]];
                for (int m = 0; m < 2; m++) {
                    for (int r = 0; r < readers.length; r++) {
                        moved[m][r][c] = score[m][readers[r]][cases[c]];
                    }
                }
            }
            return new Draw(moved, labels);
        }
    }

    private static void assertSame(UStatistic one, UStatistic two) {
        for (Form form : Form.values()) {
            Contrast a = one.difference(0, 1, form, Degrees.BDG);
            Contrast b = two.difference(0, 1, form, Degrees.BDG);
            assertThat(a.value()).isCloseTo(b.value(), EXACT);
            assertThat(a.variance().isPresent()).isEqualTo(b.variance().isPresent());
            if (a.variance().isPresent()) {
                assertThat(a.variance().getAsDouble()).isCloseTo(b.variance().getAsDouble(), EXACT);
            }
            assertThat(1 / a.degrees()).isCloseTo(1 / b.degrees(), Offset.offset(1e-6));
        }
    }

    @Property(tries = 60)
    void theSweepIsTheDoubleLoop(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int readers,
            @ForAll @IntRange(min = 1, max = 90) int negatives,
            @ForAll @IntRange(min = 1, max = 12) int positives,
            @ForAll @IntRange(max = 4) int missing) {
        Draw draw = Draw.of(seed, readers, negatives, positives, missing);
        Assume.that(draw.bothClasses());
        UStatistic analysis = UStatistic.of(draw.study());
        for (int a = 0; a < 2; a++) {
            for (int b = 0; b < 2; b++) {
                Moments fast = analysis.moments(a, b);
                Moments slow = DoubleLoop.moments(draw.study(), a, b);
                assertThat(fast.unbiased()).containsExactly(slow.unbiased(), EXACT);
                assertThat(fast.biased()).containsExactly(slow.biased(), EXACT);
                assertThat(fast.coefficient()).containsExactly(slow.coefficient(), EXACT);
            }
        }
    }

    @Property(tries = 60)
    void monotoneTransformsDoNotMatter(@ForAll long seed, @ForAll @IntRange(max = 3) int missing) {
        Draw draw = Draw.of(seed, 3, 9, 8, missing);
        Assume.that(draw.bothClasses());
        UStatistic analysis = UStatistic.of(draw.study());
        assertSame(analysis, UStatistic.of(draw.map(s -> Math.exp(2 * s) - 1, false).study()));
    }

    @Property(tries = 60)
    void swappingTruthAndSignDoesNotMatter(@ForAll long seed, @ForAll @IntRange(max = 3) int missing) {
        Draw draw = Draw.of(seed, 3, 9, 8, missing);
        Assume.that(draw.bothClasses());
        UStatistic analysis = UStatistic.of(draw.study());
        UStatistic mirror = UStatistic.of(draw.map(s -> -s, true).study());
        assertSame(analysis, mirror);
        double[] component = analysis.moments(0, 1).components(Form.UNBIASED);
        double[] swapped = mirror.moments(0, 1).components(Form.UNBIASED);
        assertThat(component[0]).as("negatives become positives").isCloseTo(swapped[1], EXACT);
        assertThat(component[4]).isCloseTo(swapped[5], EXACT);
        UStatistic negated = UStatistic.of(draw.map(s -> -s, false).study());
        assertThat(negated.auroc(0)).isCloseTo(1 - analysis.auroc(0), EXACT);
    }

    @Property(tries = 60)
    void orderOfReadersAndCasesDoesNotMatter(@ForAll long seed, @ForAll @IntRange(max = 3) int missing) {
        Draw draw = Draw.of(seed, 4, 9, 8, missing);
        Assume.that(draw.bothClasses());
        Draw moved = draw.shuffled(seed + 1);
        assertSame(UStatistic.of(draw.study()), UStatistic.of(moved.study()));
        ReaderMean mean = ReaderMean.sensitivity(draw.study(), 0.5);
        ReaderMean other = ReaderMean.sensitivity(moved.study(), 0.5);
        assertThat(mean.single(0, Form.MLE, Degrees.BDG).variance().orElse(0))
                .isCloseTo(other.single(0, Form.MLE, Degrees.BDG).variance().orElse(0), EXACT);
    }

    @Property(tries = 60)
    void theOtherWayRoundTheDifferenceIsNegated(@ForAll long seed, @ForAll @IntRange(max = 3) int missing) {
        Draw draw = Draw.of(seed, 4, 9, 8, missing);
        Assume.that(draw.bothClasses());
        UStatistic analysis = UStatistic.of(draw.study());
        for (Form form : Form.values()) {
            Contrast there = analysis.difference(0, 1, form, Degrees.BDG);
            Contrast back = analysis.difference(1, 0, form, Degrees.BDG);
            assertThat(there.value()).isCloseTo(-back.value(), EXACT);
            assertThat(there.variance().orElse(0)).isCloseTo(back.variance().orElse(0), EXACT);
            assertThat(there.estimate("d", 0.95).lower()).isCloseTo(-back.estimate("d", 0.95).upper(), EXACT);
        }
        Contrast same = analysis.difference(0, 0, Form.UNBIASED, Degrees.BDG);
        assertThat(same.value()).isZero();
        assertThat(same.variance().orElse(0)).isCloseTo(0, EXACT);
    }
}

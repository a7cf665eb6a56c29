package org.realfm.stats.localisation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.SplitMix;

/// What may not matter to marks.
class LocalisationInvariancesTest {

    private static final Offset<Double> EXACT = Offset.offset(1e-12);
    private static final int IMAGES = 14;

    private record Draw(int[] lesions, List<double[]> marks) {

        static Draw of(long seed) {
            SplitMix random = new SplitMix(seed);
            int[] lesions = new int[IMAGES];
            List<double[]> marks = new ArrayList<>();
            for (int i = 0; i < IMAGES; i++) {
                lesions[i] = i < 2 ? i : random.nextInt(3);
                for (int m = random.nextInt(4); m > 0; m--) {
                    marks.add(new double[] {i, random.nextInt(6), random.nextInt(lesions[i] + 1) - 1});
                }
            }
            return new Draw(lesions, marks);
        }

        Marks marks(DoubleUnaryOperator f) {
            return Marks.of(
                    lesions, marks.stream().mapToInt(m -> (int) m[0]).toArray(),
                    marks.stream().mapToDouble(m -> f.applyAsDouble(m[1])).toArray(),
                    marks.stream().mapToInt(m -> (int) m[2]).toArray());
        }
    }

    private static void assertSame(Marks one, Marks two) {
        for (Afroc.Form form : Afroc.Form.values()) {
            assertThat(Afroc.of(one, form).value()).isCloseTo(Afroc.of(two, form).value(), EXACT);
        }
        for (Froc.Images images : Froc.Images.values()) {
            for (Froc.Between between : Froc.Between.values()) {
                assertThat(Froc.of(one, images).cpm(between))
                        .isCloseTo(Froc.of(two, images).cpm(between), EXACT);
            }
        }
    }

    @Property(tries = 100)
    void monotoneTransformsDoNotMatter(@ForAll long seed) {
        Draw draw = Draw.of(seed);
        assertSame(draw.marks(r -> r), draw.marks(Math::exp));
        assertSame(draw.marks(r -> r), draw.marks(r -> r == 5 ? Double.POSITIVE_INFINITY : -1 / (r + 1)));
    }

    @Property(tries = 100)
    void orderOfMarksAndImagesDoesNotMatter(@ForAll long seed) {
        Draw draw = Draw.of(seed);
        List<double[]> reversed = new ArrayList<>();
        int[] lesions = new int[IMAGES];
        for (int i = 0; i < IMAGES; i++) {
            lesions[i] = draw.lesions[IMAGES - 1 - i];
        }
        draw.marks.forEach(m -> reversed.addFirst(new double[] {IMAGES - 1 - m[0], m[1], m[2]}));
        assertSame(draw.marks(r -> r), new Draw(lesions, reversed).marks(r -> r));
    }

    @Property(tries = 100)
    void aSecondMarkOnALesionDoesNotMatter(@ForAll long seed) {
        Draw draw = Draw.of(seed);
        List<double[]> doubled = new ArrayList<>(draw.marks);
        draw.marks.stream()
                .filter(m -> m[2] >= 0)
                .forEach(m -> doubled.add(new double[] {m[0], m[1] - 0.5, m[2]}));
        assertSame(draw.marks(r -> r), new Draw(draw.lesions, doubled).marks(r -> r));
    }

    /// An image drawn k times counts as k such images.
    @Property(tries = 100)
    void countsAreRepetitions(@ForAll long seed) {
        Draw draw = Draw.of(seed);
        int[] counts = Bootstrap.plan(IntStream.range(0, IMAGES).toArray(), 1, seed).counts(0);
        List<double[]> marks = new ArrayList<>();
        List<Integer> lesions = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            for (int k = 0; k < counts[i]; k++) {
                for (double[] m : draw.marks) {
                    if (m[0] == i) {
                        marks.add(new double[] {lesions.size(), m[1], m[2]});
                    }
                }
                lesions.add(draw.lesions[i]);
            }
        }
        int[] of = lesions.stream().mapToInt(Integer::intValue).toArray();
        boolean possible = IntStream.of(of).anyMatch(l -> l == 0) && IntStream.of(of).anyMatch(l -> l > 0);
        double value = Afroc.of(draw.marks(r -> r), Afroc.Form.WEIGHTED_AFROC).value(counts);
        assertThat(Double.isNaN(value)).isEqualTo(!possible);
        if (possible) {
            Marks repeated = new Draw(of, marks).marks(r -> r);
            assertThat(value).isCloseTo(Afroc.of(repeated, Afroc.Form.WEIGHTED_AFROC).value(), EXACT);
        }
    }
}

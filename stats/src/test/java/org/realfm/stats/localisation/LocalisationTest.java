package org.realfm.stats.localisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.realfm.stats.ReferenceValues.CLOSE;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.ReferenceValues;
import org.realfm.stats.Roc;
import org.realfm.stats.Table;
import org.realfm.stats.readers.ErrorCovariance;

class LocalisationTest {

    private static final ReferenceValues PYTHON = new ReferenceValues("agreement.csv");
    private static final double NONE = Double.NEGATIVE_INFINITY;

    private static Marks golden() {
        Table marks = Table.golden("marks.csv");
        return Marks.of(
                Table.golden("images.csv").integers("lesions"), marks.integers("image"), marks.numbers("rating"),
                marks.integers("lesion"));
    }

    @ParameterizedTest
    @EnumSource(Afroc.Form.class)
    void figureOfMeritAgreesWithTheDefinition(Afroc.Form form) {
        Afroc afroc = Afroc.of(golden(), form);
        double expected = PYTHON.get(form.name().toLowerCase(Locale.ROOT));
        assertThat(afroc.value()).isCloseTo(expected, CLOSE);
        Bootstrap.Plan plan = Bootstrap.plan(numbers(40), diseased(), 300, 11);
        Estimate estimate = afroc.estimate("jafroc", plan, 0.95);
        assertThat(estimate.value()).isCloseTo(expected, CLOSE);
        assertThat(estimate.lower()).isBetween(0.4, expected - 0.03);
        assertThat(estimate.upper()).isBetween(expected + 0.03, 1.0);
        Roc curve = afroc.curve();
        double area = 0;
        for (int i = 1; i < curve.fpr().length; i++) {
            area += (curve.fpr()[i] - curve.fpr()[i - 1]) * (curve.tpr()[i] + curve.tpr()[i - 1]) / 2;
        }
        assertThat(area).isCloseTo(expected, CLOSE);
    }

    private static boolean[] diseased() {
        int[] lesions = Table.golden("images.csv").integers("lesions");
        boolean[] diseased = new boolean[lesions.length];
        for (int i = 0; i < diseased.length; i++) {
            diseased[i] = lesions[i] > 0;
        }
        return diseased;
    }

    private static int[] numbers(int n) {
        int[] numbers = new int[n];
        Arrays.setAll(numbers, i -> i);
        return numbers;
    }

    @ParameterizedTest
    @EnumSource(Froc.Images.class)
    void frocAgreesWithTheDefinition(Froc.Images images) {
        Froc froc = Froc.of(golden(), images);
        String name = "froc." + images.name().toLowerCase(Locale.ROOT);
        for (Froc.Between between : Froc.Between.values()) {
            for (String rate : new String[] {"0.1", "0.5", "1"}) {
                assertThat(froc.sensitivity(Double.parseDouble(rate), between))
                        .as(rate)
                        .isCloseTo(PYTHON.get(name + "." + rate + "." + between.ordinal()), CLOSE);
            }
            assertThat(froc.cpm(between)).isCloseTo(PYTHON.get(name + ".cpm." + between.ordinal()), CLOSE);
        }
        Bootstrap.Plan plan = Bootstrap.plan(numbers(40), diseased(), 300, 12);
        Estimate sensitivity = froc.sensitivity("s", 0.5, Froc.Between.STEP, plan, 0.95);
        assertThat(sensitivity.value()).isEqualTo(froc.sensitivity(0.5, Froc.Between.STEP));
        assertThat(sensitivity.lower()).isLessThan(sensitivity.value());
        Estimate cpm = froc.cpm("cpm", Froc.Between.LINEAR, plan, 0.95);
        assertThat(cpm.lower()).isBetween(0.5, cpm.value());
        assertThat(cpm.n()).isEqualTo(40);
    }

    @Test
    void theHighestMarkOnALesionCounts() {
        Marks marks = Marks.of(new int[] {2, 0}, new int[] {0, 0, 0, 1, 1}, new double[] {1, 3, 2, 0, 5},
                new int[] {0, 0, -1, -1, -1});
        assertThat(marks.lesionRating(0, 0)).isEqualTo(3);
        assertThat(marks.lesionRating(0, 1)).isEqualTo(NONE);
        assertThat(marks.highestFalsePositive()).containsExactly(2, 5);
        Froc.Curve curve = Froc.of(marks, Froc.Images.ALL).curve();
        assertThat(curve.thresholds()).containsExactly(Double.POSITIVE_INFINITY, 5, 3, 2, 0);
        assertThat(curve.sensitivity()).containsExactly(0, 0, 0.5, 0.5, 0.5);
        assertThat(curve.falsePositives()).containsExactly(0, 0.5, 0.5, 1, 1.5);
        assertThat(Afroc.of(marks, Afroc.Form.AFROC).value()).isZero();
        assertThat(Afroc.of(marks, Afroc.Form.AFROC1).value()).isEqualTo(0.25);
    }

    @Test
    void unmarkedLesionsTieWithUnmarkedImages() {
        Marks nothing = Marks.of(new int[] {1, 0}, new int[0], new double[0], new int[0]);
        assertThat(Afroc.of(nothing, Afroc.Form.AFROC).value()).isEqualTo(0.5);
        assertThat(Froc.of(nothing, Froc.Images.ALL).sensitivity(1, Froc.Between.LINEAR)).isZero();
        assertThat(Froc.of(nothing, Froc.Images.ALL).cpm(Froc.Between.STEP)).isZero();
    }

    @Test
    void weightsMakeDiseasedImagesEqual() {
        Marks marks = Marks.of(
                new int[] {3, 1, 0}, new int[] {0, 0, 0, 2}, new double[] {2, 2, 2, 1}, new int[] {0, 1, 2, -1});
        assertThat(Afroc.of(marks, Afroc.Form.AFROC).value()).isEqualTo(0.75);
        assertThat(Afroc.of(marks, Afroc.Form.WEIGHTED_AFROC).value()).isEqualTo(0.5);
    }

    @Test
    void leaveOneOutServesReaderStudies() {
        double[] without = Afroc.of(golden(), Afroc.Form.WEIGHTED_AFROC).leaveOneOut();
        int[] counts = new int[40];
        Arrays.fill(counts, 1);
        counts[7] = 0;
        assertThat(without[7]).isEqualTo(Afroc.of(golden(), Afroc.Form.WEIGHTED_AFROC).value(counts));
        double[][] column = new double[40][1];
        for (int i = 0; i < 40; i++) {
            column[i][0] = without[i];
        }
        double error = Math.sqrt(ErrorCovariance.jackknife(column)[0][0]);
        assertThat(error).isBetween(0.02, 0.15);
    }

    @Test
    void badMarksAreRefused() {
        int[] one = {1};
        assertThatThrownBy(() -> Marks.of(one, new int[] {1}, new double[1], new int[1]))
                .hasMessageContaining("not there");
        assertThatThrownBy(() -> Marks.of(one, new int[1], new double[1], new int[] {1}))
                .hasMessageContaining("hits lesion");
        assertThatThrownBy(() -> Marks.of(one, new int[1], new double[] {Double.NaN}, new int[1]))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> Marks.of(new int[0], new int[0], new double[0], new int[0]))
                .hasMessageContaining("images");
        Marks diseased = Marks.of(one, new int[1], new double[] {Double.POSITIVE_INFINITY}, new int[1]);
        assertThatThrownBy(() -> Afroc.of(diseased, Afroc.Form.AFROC)).hasMessageContaining("normal images");
        assertThat(Afroc.of(diseased, Afroc.Form.AFROC1).value()).isEqualTo(1);
        assertThatThrownBy(() -> Froc.of(diseased, Froc.Images.NORMAL)).hasMessageContaining("normal image");
        Marks normal = Marks.of(new int[1], new int[0], new double[0], new int[0]);
        assertThatThrownBy(() -> Afroc.of(normal, Afroc.Form.AFROC)).hasMessageContaining("lesions");
        assertThatThrownBy(() -> Froc.of(normal, Froc.Images.ALL)).hasMessageContaining("lesions");
        assertThatThrownBy(() -> Froc.of(diseased, Froc.Images.ALL).sensitivity(-1, Froc.Between.STEP))
                .hasMessageContaining("negative");
    }
}

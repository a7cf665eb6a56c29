package org.realfm.stats.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.realfm.stats.ReferenceValues.CLOSE;

import java.util.Arrays;
import java.util.OptionalInt;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.realfm.stats.NoncentralT;
import org.realfm.stats.ReferenceValues;
import org.realfm.stats.SplitMix;

class ReaderPlanningTest {

    private static final ReferenceValues R = new ReferenceValues("readers.csv");
    private static final Offset<Double> EXACT = Offset.offset(1e-12);
    private static final OrComponents VAN_DYKE =
            new OrComponents(0.00153500, 0.00020040, 0.00034661, 0.00034407, 0.00023903, 0.00080229);

    @ParameterizedTest
    @CsvSource({"0.05,6,150", "0.05,12,240", "0.03,20,300"})
    void agreesWithHillis(double effect, int readers, int cases) {
        ReaderPlanning.Power power = ReaderPlanning.power(VAN_DYKE, 114, effect, readers, cases, 0.05);
        assertThat(new double[] {power.power(), power.variance(), power.degrees()})
                .containsExactly(R.all("power." + effect + "_" + readers + "_" + cases, 3), CLOSE);
    }

    @Test
    void findsTheFewest() {
        OptionalInt readers = ReaderPlanning.readers(VAN_DYKE, 114, 0.05, 240, 0.05, 0.8, 100);
        assertThat(readers).isPresent();
        int r = readers.getAsInt();
        assertThat(ReaderPlanning.power(VAN_DYKE, 114, 0.05, r, 240, 0.05).power()).isGreaterThanOrEqualTo(0.8);
        assertThat(ReaderPlanning.power(VAN_DYKE, 114, 0.05, r - 1, 240, 0.05).power()).isLessThan(0.8);
        OptionalInt cases = ReaderPlanning.cases(VAN_DYKE, 114, 0.05, 8, 0.05, 0.8, 5_000);
        int n = cases.getAsInt();
        assertThat(ReaderPlanning.power(VAN_DYKE, 114, 0.05, 8, n, 0.05).power()).isGreaterThanOrEqualTo(0.8);
        assertThat(ReaderPlanning.power(VAN_DYKE, 114, 0.05, 8, n - 1, 0.05).power()).isLessThan(0.8);
        assertThat(ReaderPlanning.cases(VAN_DYKE, 114, 0.001, 8, 0.05, 0.8, 5_000)).isEmpty();
    }

    @Test
    void theDesignOfThePilotHasItsVarianceAndDegrees() {
        UStatistic pilot = UStatistic.of(Studies.golden("reader_crossed.csv"));
        Contrast difference = pilot.difference(0, 1, Form.UNBIASED, Degrees.BDG);
        ReaderPlanning.Power power =
                ReaderPlanning.power(pilot, 0, 1, PlannedDesign.crossed(4, 23, 17), 0.1, 0.05);
        assertThat(power.variance()).isCloseTo(difference.variance().getAsDouble(), EXACT);
        assertThat(power.degrees()).isCloseTo(difference.degrees(), Offset.offset(1e-9));
        OptionalInt readers = ReaderPlanning.readers(pilot, 0, 1, 60, 60, 0.1, 0.05, 0.8, 200);
        assertThat(readers).isPresent();
    }

    /// The coefficients of a planned design are those that a study of that design has.
    @ParameterizedTest
    @CsvSource({"1,true,true,true", "2,true,true,true", "2,false,true,true", "1,true,false,true", "3,false,false,true",
        "1,false,true,false"})
    void splitAndUnpairedDesigns(int groups, boolean readers, boolean negatives, boolean positives) {
        PlannedDesign design = new PlannedDesign(6, 12, 18, groups, readers, negatives, positives);
        int r = readers ? 6 : 12;
        int i = negatives ? 12 : 24;
        int j = positives ? 18 : 36;
        double[][][] score =
                Studies.draw(new SplitMix(3), r, i, j, new double[] {1, 1}, 0);
        for (int m = 0; m < 2; m++) {
            int firstReader = readers ? 0 : 6 * m;
            int firstNegative = negatives ? 0 : 12 * m;
            int firstPositive = i + (positives ? 0 : 18 * m);
            for (int reader = 0; reader < r; reader++) {
                double[] row = score[m][reader];
                boolean reads = reader >= firstReader && reader < firstReader + 6;
                int group = (reader - firstReader) / (6 / groups);
                for (int c = 0; c < row.length; c++) {
                    int from = c < i ? firstNegative + group * 12 / groups : firstPositive + group * 18 / groups;
                    int n = (c < i ? 12 : 18) / groups;
                    row[c] = reads && c >= from && c < from + n ? row[c] : Double.NaN;
                }
            }
        }
        UStatistic analysis = UStatistic.of(ReaderStudy.of(score, Studies.truth(i, j)));
        assertThat(design.within()).containsExactly(analysis.moments(0, 0).coefficient(), EXACT);
        assertThat(design.between()).containsExactly(analysis.moments(0, 1).coefficient(), EXACT);
        ReaderPlanning.Power power = ReaderPlanning.power(analysis, 0, 1, design, 0.1, 0.05);
        assertThat(power.variance())
                .isCloseTo(analysis.difference(0, 1, Form.UNBIASED, Degrees.BDG).variance().getAsDouble(), EXACT);
        assertThat(power.power()).isBetween(0.05, 1.0);
    }

    @Test
    void noncentralT() {
        for (double[] row : new double[][] {
            {1.5, 4, 1}, {-0.3, 4, 1}, {3, 12.7, 2.5}, {0, 30, -1.2}, {14, 49, 10}, {2, 1, 0.5}
        }) {
            assertThat(NoncentralT.cumulative(row[0], row[1], row[2]))
                    .isCloseTo(R.get("nct." + name(row)), Offset.offset(1e-11));
        }
        for (double[] row : new double[][] {{0.025, 9, 6.2}, {0.975, 29, 10.7}, {0.5, 3, 2}}) {
            assertThat(NoncentralT.quantile(row[0], row[1], row[2])).isCloseTo(R.get("nctq." + name(row)), CLOSE);
        }
        assertThat(NoncentralT.cumulative(1.3, Double.POSITIVE_INFINITY, 0.3))
                .isCloseTo(NoncentralT.cumulative(1.3, 1e9, 0.3), Offset.offset(1e-8));
        assertThat(NoncentralT.power(0, 12, 0.05)).isCloseTo(0.05, Offset.offset(1e-11));
        assertThat(NoncentralT.cumulative(Double.NEGATIVE_INFINITY, 3, 0)).isZero();
        assertThatThrownBy(() -> NoncentralT.cumulative(0, 0, 0)).hasMessageContaining("positive");
    }

    private static String name(double[] row) {
        return String.join(
                "_",
                Arrays.stream(row)
                        .mapToObj(v -> v == Math.rint(v) ? Integer.toString((int) v) : Double.toString(v))
                        .toList());
    }

    @Test
    void badPlansAreRefused() {
        assertThatThrownBy(() -> new PlannedDesign(5, 10, 10, 2, true, true, true)).hasMessageContaining("multiples");
        assertThatThrownBy(() -> PlannedDesign.crossed(1, 10, 10)).hasMessageContaining("two readers");
        assertThatThrownBy(() -> ReaderPlanning.power(VAN_DYKE, 114, 0, 5, 100, 0.05)).hasMessageContaining("not 0");
    }
}

package org.realfm.stats.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.realfm.stats.ReferenceValues.CLOSE;
import static org.realfm.stats.agreement.IntraclassCorrelation.Model;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.realfm.stats.Estimate;
import org.realfm.stats.ReferenceValues;
import org.realfm.stats.Table;

/// Agreement of measurements.
class MeasurementTest {

    private static final ReferenceValues R = new ReferenceValues("agreement_r.csv");
    private static final ReferenceValues PYTHON = new ReferenceValues("agreement.csv");

    private static double[][] measurements() {
        Table table = Table.golden("measurements.csv");
        double[][] measurements = new double[table.size()][4];
        for (int i = 0; i < measurements.length; i++) {
            for (int r = 0; r < 4; r++) {
                measurements[i][r] = table.number("r" + r, i);
            }
        }
        return measurements;
    }

    @ParameterizedTest
    @EnumSource(Model.class)
    void intraclassCorrelationsAgreeWithPsych(Model model) {
        IntraclassCorrelation icc = IntraclassCorrelation.of(measurements());
        String name = "icc.ICC" + (model.ordinal() + 1);
        R.assertEstimate(icc.single("icc", model, 0.95).orElseThrow(), name);
        R.assertEstimate(icc.average("icc", model, 0.95).orElseThrow(), name + "k");
    }

    /// Table 4 of Shrout and Fleiss: six subjects, four judges.
    @Test
    void intraclassCorrelationsAgreeWithShroutAndFleiss() {
        IntraclassCorrelation icc = IntraclassCorrelation.of(new double[][] {
            {9, 2, 5, 8}, {6, 1, 3, 2}, {8, 4, 6, 8}, {7, 1, 2, 6}, {10, 5, 6, 9}, {6, 2, 4, 7}
        });
        double[] single = {0.17, 0.29, 0.71};
        double[] average = {0.44, 0.62, 0.91};
        for (Model model : Model.values()) {
            assertThat(icc.single("icc", model, 0.95).orElseThrow().value())
                    .isCloseTo(single[model.ordinal()], Offset.offset(0.005));
            assertThat(icc.average("icc", model, 0.95).orElseThrow().value())
                    .isCloseTo(average[model.ordinal()], Offset.offset(0.005));
        }
    }

    @Test
    void intraclassCorrelationsAtTheEdges() {
        IntraclassCorrelation same = IntraclassCorrelation.of(new double[][] {{3, 3}, {3, 3}});
        IntraclassCorrelation perfect = IntraclassCorrelation.of(new double[][] {{1, 1}, {2, 2}, {3, 3}});
        IntraclassCorrelation opposed = IntraclassCorrelation.of(new double[][] {{1, 3}, {3, 1}, {2, 2}});
        for (Model model : Model.values()) {
            assertThat(same.single("icc", model, 0.95)).isEmpty();
            assertThat(same.average("icc", model, 0.95)).isEmpty();
            Estimate one = perfect.single("icc", model, 0.95).orElseThrow();
            assertThat(one.value()).isEqualTo(1);
            assertThat(one.lower()).isEqualTo(-1);
            assertThat(one.method()).contains("no error seen");
            Estimate negative = opposed.single("icc", model, 0.95).orElseThrow();
            assertThat(negative.value()).isNegative();
            assertThat(negative.upper()).isGreaterThan(0);
            assertThat(opposed.average("icc", model, 0.95)).isEmpty();
        }
        assertThatThrownBy(() -> IntraclassCorrelation.of(new double[][] {{1, 2}})).hasMessageContaining("subjects");
        assertThatThrownBy(() -> IntraclassCorrelation.of(new double[][] {{1}, {2}})).hasMessageContaining("raters");
        assertThatThrownBy(() -> IntraclassCorrelation.of(new double[][] {{1, Double.NaN}, {2, 2}}))
                .hasMessageContaining("finite");
    }

    @Test
    void aRaterWhoScoresHigherDisagreesOnlyInAbsoluteTerms() {
        double[][] shifted = measurements();
        for (double[] row : shifted) {
            row[2] += 100;
        }
        IntraclassCorrelation before = IntraclassCorrelation.of(measurements());
        IntraclassCorrelation after = IntraclassCorrelation.of(shifted);
        assertThat(after.single("icc", Model.TWO_WAY_MIXED, 0.95).orElseThrow().value())
                .isCloseTo(before.single("icc", Model.TWO_WAY_MIXED, 0.95).orElseThrow().value(), CLOSE);
        assertThat(after.single("icc", Model.TWO_WAY_RANDOM, 0.95).orElseThrow().value()).isLessThan(0.01);
    }

    @Test
    void limitsOfAgreementAgreeWithR() {
        double[][] measured = measurements();
        double[] first = new double[measured.length];
        double[] second = new double[measured.length];
        for (int i = 0; i < measured.length; i++) {
            first[i] = measured[i][0];
            second[i] = measured[i][1];
        }
        BlandAltman agreement = BlandAltman.of(first, second);
        R.assertEstimate(agreement.bias("bias", 0.95), "bias");
        R.assertEstimate(agreement.lowerLimit("lower", 0.95, 0.95), "limit.lower");
        R.assertEstimate(agreement.upperLimit("upper", 0.95, 0.95), "limit.upper");
        assertThat(PYTHON.get("alpha.measurements"))
                .isCloseTo(
                        KrippendorffAlpha.of(measured, KrippendorffAlpha.Scale.INTERVAL)
                                .value()
                                .getAsDouble(),
                        CLOSE);
    }

    /// Bland and Altman's peak flow meters: 17 subjects, bias -2.1 l/min, SD 38.8, limits of agreement with 2 SD -79.7 and
    /// 75.5; with 1.96 SD a little narrower.
    @Test
    void limitsOfAgreementAgreeWithBlandAndAltman() {
        double[] wright = {494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427};
        double[] mini = {512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451};
        BlandAltman agreement = BlandAltman.of(wright, mini);
        assertThat(agreement.bias("bias", 0.95).value()).isCloseTo(-2.1, Offset.offset(0.05));
        assertThat(agreement.standardDeviation()).isCloseTo(38.8, Offset.offset(0.05));
        double twoDeviations = 0.9544997361036416;
        assertThat(agreement.lowerLimit("lower", twoDeviations, 0.95).value()).isCloseTo(-79.7, Offset.offset(0.1));
        assertThat(agreement.upperLimit("upper", twoDeviations, 0.95).value()).isCloseTo(75.5, Offset.offset(0.1));
    }

    @Test
    void limitsOfAgreementAtTheEdges() {
        BlandAltman one = BlandAltman.of(new double[] {3}, new double[] {1});
        Estimate limit = one.upperLimit("upper", 0.95, 0.95);
        assertThat(limit.value()).isEqualTo(2);
        assertThat(limit.upper()).isInfinite();
        BlandAltman identical = BlandAltman.of(new double[] {3, 4}, new double[] {3, 4});
        assertThat(identical.upperLimit("upper", 0.95, 0.95).upper()).isZero();
        assertThatThrownBy(() -> BlandAltman.of(new double[0], new double[0])).hasMessageContaining("patients");
        assertThatThrownBy(() -> BlandAltman.of(new double[] {Double.NaN}, new double[] {0}))
                .hasMessageContaining("finite");
    }
}

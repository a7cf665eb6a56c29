package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against metafor's rma.mv (reference/bivariate_golden.R); two optimisers agree to fewer digits than two formulas.
class BivariateMetaAnalysisTest {

    private static final Golden METAFOR = new Golden("bivariate.csv");
    private static final Offset<Double> NEAR = Offset.offset(2e-6);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spread | 45,88,30,120,51,70,62,40 | 5,22,3,10,19,8,15,12"
                        + " | 150,300,80,260,190,95,140,210 | 20,15,12,60,8,22,30,25",
                "zero | 20,41,15,33,28 | 0,4,2,5,1 | 60,75,44,90,52 | 6,3,9,4,12",
                "alike | 90,91,89,90,92 | 10,9,11,10,8 | 180,182,181,179,183 | 20,18,19,21,17"
            })
    void poolsAsMetafor(String name, String tp, String fn, String tn, String fp) {
        BivariateMetaAnalysis pooled =
                BivariateMetaAnalysis.pool(numbers(tp), numbers(fn), numbers(tn), numbers(fp), 0.95);
        assertClose(pooled.sensitivity(), name + ".sensitivity");
        assertClose(pooled.specificity(), name + ".specificity");
        assertClose(pooled.newSensitivity(), name + ".new.sensitivity");
        assertClose(pooled.newSpecificity(), name + ".new.specificity");
        assertThat(pooled.tau2()[0]).isCloseTo(METAFOR.get(name + ".tau2", 0), NEAR);
        assertThat(pooled.tau2()[1]).isCloseTo(METAFOR.get(name + ".tau2", 1), NEAR);
        if (pooled.tau2()[0] > 1e-6) {
            assertThat(pooled.correlation()).isCloseTo(METAFOR.get(name + ".rho", 0), Offset.offset(1e-5));
        }
    }

    private static void assertClose(Estimate estimate, String name) {
        assertThat(estimate.value()).as(name).isCloseTo(METAFOR.get(name, 0), NEAR);
        assertThat(estimate.lower()).as(name).isCloseTo(METAFOR.get(name, 1), NEAR);
        assertThat(estimate.upper()).as(name).isCloseTo(METAFOR.get(name, 2), NEAR);
    }

    @Test
    void theOrderOfSitesDoesNotMatter() {
        double[] tp = {45, 88, 30, 120, 51};
        double[] fn = {5, 22, 3, 10, 19};
        double[] tn = {150, 300, 80, 260, 190};
        double[] fp = {20, 15, 12, 60, 8};
        BivariateMetaAnalysis forwards = BivariateMetaAnalysis.pool(tp, fn, tn, fp, 0.95);
        BivariateMetaAnalysis backwards =
                BivariateMetaAnalysis.pool(reversed(tp), reversed(fn), reversed(tn), reversed(fp), 0.95);
        assertThat(backwards.sensitivity().lower()).isCloseTo(forwards.sensitivity().lower(), NEAR);
        assertThat(backwards.newSpecificity().lower()).isCloseTo(forwards.newSpecificity().lower(), NEAR);
    }

    @Test
    void fewSitesAndLackingClassesAreRefused() {
        double[] four = {1, 2, 3, 4};
        assertThatThrownBy(() -> BivariateMetaAnalysis.pool(four, four, four, four, 0.95))
                .hasMessageContaining("at least 5 sites");
        double[] five = {1, 2, 3, 4, 5};
        double[] none = {0, 2, 3, 4, 5};
        assertThatThrownBy(() -> BivariateMetaAnalysis.pool(none, none, five, five, 0.95))
                .hasMessageContaining("lacks a class");
    }

    private static double[] reversed(double[] values) {
        double[] reversed = new double[values.length];
        Arrays.setAll(reversed, i -> values[values.length - 1 - i]);
        return reversed;
    }

    private static double[] numbers(String list) {
        return Arrays.stream(list.strip().split(",")).mapToDouble(Double::parseDouble).toArray();
    }
}

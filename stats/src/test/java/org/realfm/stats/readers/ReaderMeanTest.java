package org.realfm.stats.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.realfm.stats.ReferenceValues.CLOSE;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.stats.Estimate;
import org.realfm.stats.ReferenceValues;

class ReaderMeanTest {

    private static final ReferenceValues R = new ReferenceValues("readers.csv");
    private static final Offset<Double> EXACT = Offset.offset(1e-12);

    @ParameterizedTest
    @ValueSource(strings = {"crossed", "unbalanced"})
    void sensitivityAgreesWithTheDefinition(String design) {
        ReaderMean mean = ReaderMean.sensitivity(Studies.golden("reader_" + design + ".csv"), 2);
        for (int m = 0; m < 2; m++) {
            assertThat(mean.mean(m)).isCloseTo(R.get(design + ".sensitivity." + m), CLOSE);
            assertThat(mean.single(m, Form.UNBIASED, Degrees.BDG).variance().getAsDouble())
                    .isCloseTo(R.get(design + ".sensitivity.variance." + m), CLOSE);
        }
        assertThat(mean.difference(0, 1, Form.UNBIASED, Degrees.BDG).variance().getAsDouble())
                .isCloseTo(R.get(design + ".sensitivity.variance.3"), CLOSE);
    }

    /// A sensitivity is the AUROC against negatives that all score the same, just below the threshold: the way in which
    /// iMRMC has binary endpoints analysed.
    @Test
    void isTheAurocAgainstConstantNegatives() {
        ReaderStudy study = Studies.golden("reader_crossed.csv");
        double[][][] score = new double[2][4][study.positives() + 30];
        for (int m = 0; m < 2; m++) {
            for (int r = 0; r < 4; r++) {
                for (int c = 0; c < study.positives(); c++) {
                    score[m][r][30 + c] = study.scores(m, r, true)[c] >= 2 ? 1 : -1;
                }
            }
        }
        UStatistic asAuroc = UStatistic.of(ReaderStudy.of(score, Studies.truth(30, study.positives())));
        ReaderMean mean = ReaderMean.sensitivity(study, 2);
        for (Form form : Form.values()) {
            Contrast direct = mean.difference(0, 1, form, Degrees.BDG);
            Contrast indirect = asAuroc.difference(0, 1, form, Degrees.BDG);
            assertThat(direct.value()).isCloseTo(indirect.value(), EXACT);
            assertThat(direct.degrees()).isCloseTo(indirect.degrees(), Offset.offset(1e-9));
            if (form == Form.UNBIASED) {
                assertThat(direct.variance().getAsDouble()).isCloseTo(indirect.variance().getAsDouble(), EXACT);
            }
        }
        for (int m = 0; m < 2; m++) {
            assertThat(mean.single(m, Form.MLE, Degrees.BDG).variance().getAsDouble())
                    .isCloseTo(asAuroc.single(m, Form.MLE, Degrees.BDG).variance().getAsDouble(), EXACT);
        }
    }

    @Test
    void specificityIsTheSensitivityOfTheOtherSide() {
        ReaderStudy study = Studies.golden("reader_crossed.csv");
        ReaderMean specificity = ReaderMean.specificity(study, 1);
        double below = 0;
        for (int r = 0; r < 4; r++) {
            for (double s : study.scores(0, r, false)) {
                below += s < 1 ? 1 : 0;
            }
        }
        assertThat(specificity.mean(0)).isCloseTo(below / (4 * study.negatives()), EXACT);
        assertThat(specificity.single(0, Form.UNBIASED, Degrees.BDG).n()).isEqualTo(study.negatives());
    }

    @Test
    void readingTimesAreUnbounded() {
        double[][][] minutes = {{{3, 5, 4}, {6, 9, 8}}, {{2, 4, 3}, {5, 7, 8}}};
        Estimate saved = ReaderMean.of(minutes)
                .difference(1, 0, Form.UNBIASED, Degrees.BDG)
                .estimate("minutes", 0.95);
        assertThat(saved.value()).isCloseTo(-1, EXACT);
        assertThat(saved.lower()).isLessThan(-1).isFinite();
    }

    @Test
    void oneReaderAndOneCase() {
        double[][][] oneReader = {{{1, 0, 1, 1}}};
        Contrast single = ReaderMean.of(oneReader).single(0, Form.UNBIASED, Degrees.BDG);
        assertThat(single.variance().getAsDouble()).isCloseTo(0.75 * 0.25 / 3, EXACT);
        assertThat(single.method()).contains("one reader");
        Contrast oneCase = ReaderMean.of(new double[][][] {{{1}, {0}}}).single(0, Form.UNBIASED, Degrees.BDG);
        assertThat(oneCase.variance()).isEmpty();
        assertThat(oneCase.estimate("a", 0.95).upper()).isInfinite();
    }

    @Test
    void badInputIsRefused() {
        assertThatThrownBy(() -> ReaderMean.of(new double[][][] {{{Double.POSITIVE_INFINITY}}}))
                .hasMessageContaining("finite");
        ReaderMean nothing = ReaderMean.of(new double[][][] {{{Double.NaN}}});
        assertThatThrownBy(() -> nothing.mean(0)).hasMessageContaining("no reading");
        assertThatThrownBy(() -> ReaderMean.of(new double[][][] {{{1, 0}, {1, 1}}})
                        .single(0, Form.MLE, Degrees.HILLIS))
                .hasMessageContaining("ObuchowskiRockette");
        assertThatThrownBy(() -> ReaderMean.sensitivity(
                        ReaderStudy.of(new double[1][1][2], new boolean[2]), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}

package org.realfm.stats.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.realfm.stats.ReferenceValues.CLOSE;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.stats.Estimate;
import org.realfm.stats.ReferenceValues;
import org.realfm.stats.SplitMix;
import org.realfm.stats.Table;

class UStatisticTest {

    private static final ReferenceValues R = new ReferenceValues("readers.csv");
    private static final Offset<Double> EXACT = Offset.offset(1e-12);

    @ParameterizedTest
    @ValueSource(strings = {"crossed", "unbalanced"})
    void agreesWithTheDefinition(String design) {
        UStatistic analysis = UStatistic.of(Studies.golden("reader_" + design + ".csv"));
        for (int a = 0; a < 2; a++) {
            assertThat(analysis.auroc(a)).isCloseTo(R.get(design + ".auroc." + a), CLOSE);
            for (int b = a; b < 2; b++) {
                Moments moments = analysis.moments(a, b);
                String name = design + "." + a + b;
                double[] share = moments.coefficient().clone();
                share[7]++;
                for (int k = 0; k < Moments.COUNT; k++) {
                    assertThat(moments.unbiased()[k]).as(name + k).isCloseTo(R.get(name + ".moment." + k), CLOSE);
                    assertThat(share[k]).as(name + k).isCloseTo(R.get(name + ".share." + k), CLOSE);
                }
                assertThat(moments.covariance(Form.UNBIASED)).isCloseTo(R.get(name + ".covariance"), CLOSE);
            }
        }
        Contrast difference = analysis.difference(0, 1, Form.UNBIASED, Degrees.BDG);
        assertThat(difference.variance().getAsDouble()).isCloseTo(R.get(design + ".difference.variance"), CLOSE);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void agreesWithImrmcOnVanDyke(Form form) {
        agreesWithImrmc(Studies.vanDyke(), "readers/vandyke_imrmc_", form, 1e-8);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void agreesWithImrmcOnItsExample(Form form) {
        ReaderStudy study = Studies.imrmc(Table.shared("readers/imrmc_example.csv"));
        agreesWithImrmc(study, "readers/imrmc_example_imrmc_", form, 1e-8);
    }

    /// Ten readers of whom five read the one modality and five the other; the output has nine digits.
    @ParameterizedTest
    @EnumSource(Form.class)
    void agreesWithImrmcOnUnpairedReaders(Form form) {
        agreesWithImrmc(Studies.golden("reader_unpaired.csv"), "readers/oracle/iMRMC_input_", form, 1e-8);
    }

    /// In that output iMRMC counts the five readers who did not read a modality among its ten, with an AUC of -1, so that
    /// its Hillis degrees of freedom are about 9 whatever the data. Here they are those of the five who read.
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void hillisDegreesAreOfThoseWhoRead(int modality) {
        Table table = Table.shared("readers/oracle/iMRMC_input_Ustat.csv");
        UStatistic analysis = UStatistic.of(Studies.golden("reader_unpaired.csv"));
        double mean = analysis.auroc(modality);
        double squares = 0;
        double ofReaders = 0;
        for (int r = 0; r < 10; r++) {
            double auroc = analysis.auroc(modality, r).orElse(-1);
            squares += (auroc - mean) * (auroc - mean);
            ofReaders += auroc == -1 ? 0 : (auroc - mean) * (auroc - mean);
        }
        double cov2 = analysis.obuchowskiRockette(modality, modality).errors().cov2();
        assertThat(9 * Math.pow(1 + 10 * cov2 / (squares / 9), 2))
                .as("what iMRMC does")
                .isCloseTo(table.number("dfHillis", modality), Offset.offset(1e-7));
        assertThat(analysis.single(modality, Form.UNBIASED, Degrees.HILLIS).degrees())
                .isCloseTo(4 * Math.pow(1 + 5 * cov2 / (ofReaders / 4), 2), EXACT);
    }

    private static void agreesWithImrmc(ReaderStudy study, String prefix, Form form, double within) {
        Table table =
                Table.shared(prefix + (form == Form.UNBIASED ? "Ustat" : "MLEstat") + ".csv");
        UStatistic analysis = UStatistic.of(study);
        double worst = 0;
        for (int row = 0; row < 3; row++) {
            int a = row == 1 ? 1 : 0;
            int b = row == 0 ? 0 : 1;
            Contrast bdg = row < 2
                    ? analysis.single(row, form, Degrees.BDG)
                    : analysis.difference(0, 1, form, Degrees.BDG);
            double expected = row < 2 ? 0.5 : 0;
            String suffix = row < 2 ? "A" : "AminusAUCB";
            worst = compare(worst, table, "NR", row, study.readers(a, b));
            worst = compare(worst, table, "N0", row, study.cases(a, b, false));
            worst = compare(worst, table, "N1", row, study.cases(a, b, true));
            worst = compare(worst, table, "AUC" + suffix, row, bdg.value());
            worst = compare(worst, table, "varAUC" + suffix, row, bdg.variance().getAsDouble());
            worst = compare(worst, table, "dfBDG", row, bdg.degrees());
            worst = interval(worst, table, "BDG", row, bdg.wholeDegrees(), expected);
            Contrast normal = row < 2
                    ? analysis.single(row, form, Degrees.NORMAL)
                    : analysis.difference(0, 1, form, Degrees.NORMAL);
            worst = interval(worst, table, "normal", row, normal, expected);
        }
        assertThat(worst).as("largest difference to iMRMC").isLessThan(within);
    }

    private static double interval(
            double worst, Table table, String kind, int row, Contrast contrast, double expected) {
        double half = contrast.variance().getAsDouble();
        Estimate estimate = new Contrast(
                        contrast.method(), contrast.value(), contrast.variance(), contrast.degrees(), -9, 9, 0)
                .estimate("auroc", 0.95);
        assertThat(half).isPositive();
        String p = kind.equals("normal") ? "pValueNormal" : "pValue" + kind;
        double first = compare(worst, table, "botCI" + kind, row, estimate.lower());
        double second = compare(first, table, "topCI" + kind, row, estimate.upper());
        return compare(second, table, p, row, contrast.pValue(expected).getAsDouble());
    }

    /// The larger of `worst` and the difference, relative for numbers above 1, of which some files have nine digits.
    private static double compare(double worst, Table table, String column, int row, double value) {
        double oracle = table.number(column, row);
        double difference = Math.abs(value - oracle) / Math.max(1, Math.abs(oracle));
        assertThat(difference).as(column + ", row " + row).isLessThan(1e-8);
        return Math.max(worst, difference);
    }

    @ParameterizedTest
    @CsvSource({"vandyke_imrmc,false", "imrmc_example_imrmc,true"})
    void agreesWithImrmcForEachReader(String file, boolean example) {
        ReaderStudy study = example
                ? Studies.imrmc(Table.shared("readers/imrmc_example.csv"))
                : Studies.vanDyke();
        Table table = Table.shared("readers/" + file + "_perReader.csv");
        UStatistic analysis = UStatistic.of(study);
        for (int row = 0; row < 15; row++) {
            int r = row % 5;
            int m = row / 5;
            if (m < 2) {
                compare(0, table, "AUCA", row, analysis.auroc(m, r).getAsDouble());
                compare(0, table, "varAUCA", row, analysis.covariance(m, r, m, r).getAsDouble());
            } else {
                double variance = analysis.covariance(0, r, 0, r).getAsDouble()
                        + analysis.covariance(1, r, 1, r).getAsDouble()
                        - 2 * analysis.covariance(0, r, 1, r).getAsDouble();
                compare(0, table, "varAUCAminusAUCB", row, variance);
            }
        }
    }

    /// 43 readers in five sub-studies, each with its own part of the cases; scores 0 to 200 of whole numbers.
    @ParameterizedTest
    @ValueSource(strings = {"screeningLowP", "challengeMedP", "all"})
    void agreesWithTheDoubleLoopOnViper(String label) {
        ReaderStudy study = Viper.study(label);
        UStatistic analysis = UStatistic.of(study);
        for (int a = 0; a < 2; a++) {
            for (int b = a; b < 2; b++) {
                Moments fast = analysis.moments(a, b);
                Moments slow = DoubleLoop.moments(study, a, b);
                for (Form form : Form.values()) {
                    assertThat(fast.moments(form)).containsExactly(slow.moments(form), EXACT);
                    assertThat(fast.covariance(form)).isCloseTo(slow.covariance(form), EXACT);
                }
            }
        }
        Estimate gain = analysis.difference(0, 1, Form.UNBIASED, Degrees.BDG).estimate("FFDM - SFM", 0.95);
        assertThat(gain.lower()).isBetween(-0.2, gain.value());
        assertThat(gain.upper()).isBetween(gain.value(), 0.2);
        assertThat(gain.n()).isEqualTo(study.negatives() + study.positives());
    }

    @Test
    void negativeVariancesAreReportedAsSuch() {
        UStatistic analysis = UStatistic.of(Studies.golden("reader_unbalanced.csv"));
        Contrast difference = analysis.difference(0, 1, Form.UNBIASED, Degrees.BDG);
        assertThat(difference.variance().getAsDouble()).isNegative();
        Estimate estimate = difference.estimate("difference", 0.95);
        assertThat(estimate.lower()).isEqualTo(-1);
        assertThat(estimate.upper()).isEqualTo(1);
        assertThat(estimate.method()).contains("negative variance estimate -0.026");
        assertThat(difference.pValue(0)).isEmpty();
        UStatistic crossed = UStatistic.of(Studies.golden("reader_crossed.csv"));
        assertThat(crossed.single(1, Form.MLE, Degrees.BDG).variance().getAsDouble()).isPositive();
    }

    @Test
    void oneReaderHasTheVarianceOfThatReader() {
        SplitMix random = new SplitMix(5);
        double[][][] score = Studies.draw(random, 1, 30, 20, new double[] {1, 1.5}, 0);
        UStatistic analysis = UStatistic.of(ReaderStudy.of(score, Studies.truth(30, 20)));
        Contrast single = analysis.single(0, Form.UNBIASED, Degrees.BDG);
        assertThat(single.variance()).isEqualTo(analysis.covariance(0, 0, 0, 0));
        assertThat(single.method()).contains("one reader");
        assertThat(single.estimate("auroc", 0.95).lower()).isGreaterThan(0.5);
        Contrast difference = analysis.difference(0, 1, Form.UNBIASED, Degrees.HILLIS);
        assertThat(difference.variance().getAsDouble())
                .isCloseTo(
                        analysis.covariance(0, 0, 0, 0).getAsDouble()
                                + analysis.covariance(1, 0, 1, 0).getAsDouble()
                                - 2 * analysis.covariance(0, 0, 1, 0).getAsDouble(),
                        EXACT);
    }

    @Test
    void oneCaseOfAClassHasNoVariance() {
        double[][][] score = {{{1, 2, 3}, {2, 1, 3}}};
        UStatistic analysis = UStatistic.of(ReaderStudy.of(score, new boolean[] {false, false, true}));
        Contrast single = analysis.single(0, Form.UNBIASED, Degrees.BDG);
        assertThat(single.variance()).isEmpty();
        Estimate estimate = single.estimate("auroc", 0.95);
        assertThat(estimate.value()).isEqualTo(1);
        assertThat(estimate.lower()).isZero();
        assertThat(estimate.method()).contains("no variance");
    }

    @Test
    void constantScoresAreHalf() {
        UStatistic analysis =
                UStatistic.of(ReaderStudy.of(new double[2][3][10], Studies.truth(6, 4)));
        Contrast difference = analysis.difference(0, 1, Form.UNBIASED, Degrees.BDG);
        assertThat(analysis.auroc(0)).isEqualTo(0.5);
        assertThat(difference.variance().getAsDouble()).isZero();
        assertThat(difference.estimate("d", 0.95).upper()).isEqualTo(1);
    }

    @Test
    void infinitiesRankAndNanIsRefused() {
        double[][][] score = {{
            {Double.NEGATIVE_INFINITY, 0, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY},
            {1, 2, 3, 4}
        }};
        UStatistic analysis = UStatistic.of(ReaderStudy.of(score, new boolean[] {false, false, true, true}));
        assertThat(analysis.auroc(0)).isEqualTo(1);
        double[][][] tied = {{{Double.POSITIVE_INFINITY, 0, Double.POSITIVE_INFINITY, 0}}};
        assertThat(UStatistic.of(ReaderStudy.of(tied, new boolean[] {false, false, true, true})).auroc(0))
                .isEqualTo(0.5);
        int[] one = {1};
        assertThatThrownBy(() -> ReaderStudy.of(one, one, one, new boolean[1], new double[] {Double.NaN}))
                .hasMessageContaining("NaN");
    }

    @Test
    void badStudiesAreRefused() {
        assertThatThrownBy(() -> ReaderStudy.of(new int[0], new int[0], new int[0], new boolean[0], new double[0]))
                .isInstanceOf(IllegalArgumentException.class);
        int[] two = {1, 1};
        assertThatThrownBy(() -> ReaderStudy.of(two, two, two, new boolean[2], new double[2]))
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> ReaderStudy.of(
                        new int[] {1, 2}, two, two, new boolean[] {true, false}, new double[2]))
                .hasMessageContaining("two truths");
        UStatistic oneClass = UStatistic.of(ReaderStudy.of(new double[][][] {{{1, 2}}}, new boolean[2]));
        assertThatThrownBy(() -> oneClass.single(0, Form.MLE, Degrees.BDG)).hasMessageContaining("both classes");
        assertThat(oneClass.auroc(0, 0)).isEmpty();
        UStatistic unbalanced = UStatistic.of(Studies.golden("reader_unbalanced.csv"));
        assertThatThrownBy(() -> unbalanced.difference(0, 1, Form.UNBIASED, Degrees.HILLIS))
                .hasMessageContaining("fully crossed");
    }

    @Test
    void tablesSayTheSameInOtherWords() {
        UStatistic analysis = UStatistic.of(Studies.golden("reader_crossed.csv"));
        VarianceTables tables = VarianceTables.of(analysis, 0, 1, Form.UNBIASED);
        Contrast difference = analysis.difference(0, 1, Form.UNBIASED, Degrees.NORMAL);
        double variance = difference.variance().getAsDouble();
        assertThat(tables.variance()).isCloseTo(variance, EXACT);
        int r = 4;
        int n = 40;
        DbmComponents dbm = tables.dbm();
        assertThat(2 * (dbm.modalityReader() / r + dbm.modalityCase() / n + dbm.modalityReaderCase() / (r * n)))
                .isCloseTo(variance, EXACT);
        OrComponents or = tables.or();
        assertThat(2.0 / r * (or.modalityReader() - or.cov1() + (r - 1) * (or.cov2() - or.cov3()) + or.error()))
                .isCloseTo(variance, EXACT);
        MeanSquares ms = tables.meanSquares();
        assertThat(2.0 / (r * n) * (ms.tr() + ms.tc() - ms.trc())).isCloseTo(variance, EXACT);
        double[] component = Arrays.copyOf(tables.first().components(Form.UNBIASED), 7);
        double[] share = tables.first().componentCoefficients();
        double single = 0;
        for (int k = 0; k < 7; k++) {
            single += component[k] * share[k];
        }
        assertThat(single).isCloseTo(tables.first().covariance(Form.UNBIASED), EXACT);
        assertThat(share[0]).isCloseTo(1 / 23.0, EXACT);
        assertThat(share[3]).isCloseTo(1 / 4.0, EXACT);
        OrComponents direct = analysis.obuchowskiRockette(0, 1).components();
        assertThat(or.reader()).isCloseTo(direct.reader(), EXACT);
        assertThat(or.modalityReader()).isCloseTo(direct.modalityReader(), EXACT);
        assertThat(or.cov1()).isCloseTo(direct.cov1(), EXACT);
        assertThat(or.cov2()).isCloseTo(direct.cov2(), EXACT);
        assertThat(or.cov3()).isCloseTo(direct.cov3(), EXACT);
        assertThat(or.error()).isCloseTo(direct.error(), EXACT);
        DbmComponents back = or.dbm(n);
        assertThat(back.subject()).isCloseTo(dbm.subject(), EXACT);
        assertThat(back.modalityReaderCase()).isCloseTo(dbm.modalityReaderCase(), EXACT);
    }
}

package org.realfm.stats.readers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.realfm.stats.ReferenceValues.CLOSE;

import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.realfm.stats.Auroc;
import org.realfm.stats.Estimate;
import org.realfm.stats.ReferenceValues;

class ObuchowskiRocketteTest {

    private static final ReferenceValues R = new ReferenceValues("readers.csv");
    private static final Offset<Double> EXACT = Offset.offset(1e-12);
    /// Eight printed decimals.
    private static final Offset<Double> PRINTED = Offset.offset(5.0001e-9);

    @Test
    void agreesWithTheDefinition() {
        ObuchowskiRockette or = ObuchowskiRockette.jackknife(Studies.golden("reader_crossed.csv"));
        ObuchowskiRockette.Errors errors = or.errors();
        assertThat(new double[] {errors.error(), errors.cov1(), errors.cov2(), errors.cov3()})
                .containsExactly(R.all("or.errors", 4), CLOSE);
        ObuchowskiRockette.Anova ms = or.anova();
        assertThat(new double[] {ms.modality(), ms.reader(), ms.modalityReader()})
                .containsExactly(R.all("or.ms", 3), CLOSE);
        ObuchowskiRockette.FTest test = or.test(Sampled.READERS_AND_CASES);
        assertThat(new double[] {test.f(), test.denominatorDegrees(), test.pValue()})
                .containsExactly(R.all("or.test", 3), CLOSE);
        R.assertEstimate(or.difference(0, 1, Sampled.READERS_AND_CASES).estimate("d", 0.95), "or.difference");
        R.assertEstimate(or.difference(0, 1, Sampled.CASES).estimate("d", 0.95), "or.difference.fixed");
        R.assertEstimate(or.difference(0, 1, Sampled.READERS).estimate("d", 0.95), "or.difference.cases");
        R.assertEstimate(or.single(0, Sampled.READERS_AND_CASES).estimate("a", 0.95), "or.single.0");
        R.assertEstimate(or.single(1, Sampled.READERS_AND_CASES).estimate("a", 0.95), "or.single.1");
        assertThat(or.difference(0, 1, Sampled.READERS_AND_CASES).pValue(0).getAsDouble())
                .as("t and F with one numerator degree of freedom are the same test")
                .isCloseTo(test.pValue(), EXACT);
    }

    /// OR-DBM MRMC 2.51 (Iowa) on the study of Van Dyke: trapezoidal area, jackknife.
    @Test
    void agreesWithOrDbmMrmcOnVanDyke() {
        ObuchowskiRockette or = ObuchowskiRockette.jackknife(Studies.vanDyke());
        ObuchowskiRockette.Anova ms = or.anova();
        assertThat(new double[] {ms.modality(), ms.reader(), ms.modalityReader()})
                .containsExactly(new double[] {0.00479617, 0.00383620, 0.00055103}, PRINTED);
        assertThat(ms.ofModality()).containsExactly(new double[] {0.00308263, 0.00130460}, PRINTED);
        OrComponents c = or.components();
        assertThat(new double[] {c.reader(), c.modalityReader(), c.cov1(), c.cov2(), c.cov3(), c.error()})
                .containsExactly(
                        new double[] {0.00153500, 0.00020040, 0.00034661, 0.00034407, 0.00023903, 0.00080229}, PRINTED);
        DbmComponents d = c.dbm(114);
        assertThat(new double[] {d.reader(), d.subject(), d.modalityReader(), d.modalityCase(), d.readerCase()})
                .containsExactly(
                        new double[] {0.00153500, 0.02724923, 0.00020040, 0.01197530, 0.01226473}, PRINTED);
        assertThat(d.modalityReaderCase()).isCloseTo(0.03997160, PRINTED);
        Contrast first = or.single(0, Sampled.READERS_AND_CASES);
        printed(first.estimate("a", 0.95), 0.89703704, 0.82522360, 0.96885048);
        assertThat(first.degrees()).isCloseTo(12.74, Offset.offset(0.005));
        printed(or.single(1, Sampled.READERS_AND_CASES).estimate("a", 0.95), 0.94083736, 0.89413783, 0.98753689);
        printed(or.single(0, Sampled.CASES).estimate("a", 0.95), 0.89703704, 0.84943008, 0.94464399);
        printed(or.single(1, Sampled.CASES).estimate("a", 0.95), 0.94083736, 0.90795637, 0.97371835);
        printed(or.single(0, Sampled.READERS).estimate("a", 0.95), 0.89703704, 0.82809808, 0.96597599);
        printed(or.single(1, Sampled.READERS).estimate("a", 0.95), 0.94083736, 0.89598936, 0.98568536);
        assertThat(or.errors().ofModality()).containsExactly(new double[] {0.00101410, 0.00059047}, PRINTED);
        assertThat(or.errors().cov2Of()).containsExactly(new double[] {0.00048396, 0.00020419}, PRINTED);
        ObuchowskiRockette.FTest fixed = or.test(Sampled.CASES);
        assertThat(fixed.f()).as("chi-squared with 1 degree of freedom").isCloseTo(5.47595, Offset.offset(5e-6));
        assertThat(fixed.pValue()).isCloseTo(0.0193, Offset.offset(5e-5));
        assertThat(or.test(Sampled.READERS).f()).isCloseTo(8.70, Offset.offset(0.005));
        Estimate difference = or.difference(0, 1, Sampled.READERS_AND_CASES).estimate("d", 0.95);
        assertThat(difference.lower()).isCloseTo(-0.08796, Offset.offset(5e-6));
        assertThat(difference.upper()).isCloseTo(0.00036, Offset.offset(5e-6));
    }

    private static void printed(Estimate estimate, double value, double lower, double upper) {
        assertThat(new double[] {estimate.value(), estimate.lower(), estimate.upper()})
                .containsExactly(new double[] {value, lower, upper}, PRINTED);
    }

    /// RJafroc on its dataset01: from its figures and error covariances to all that follows (weighted AFROC, 12 digits).
    @Test
    void agreesWithRjafrocOnTwoModalities() {
        double[][] figure = {
            {0.760270365169, 0.840619147940, 0.817152387640, 0.815308988764, 0.827832397004},
            {0.642585440075, 0.704997659176, 0.751843398876, 0.772442649813, 0.683696161049},
        };
        ObuchowskiRockette.Errors errors = new ObuchowskiRockette.Errors(
                0.001108043378323, 0.000299235061545, 0.000571821103106, 0.000275134195135,
                new double[] {0.000961144886113, 0.001254941870533}, new double[] {0.000539009826196, 0.000604632380016});
        ObuchowskiRockette or = ObuchowskiRockette.of(figure, errors, 185);
        ObuchowskiRockette.Anova ms = or.anova();
        assertThat(ms.modality()).isCloseTo(0.025564953919960, EXACT);
        assertThat(ms.reader()).isCloseTo(0.002673189629577, EXACT);
        assertThat(ms.modalityReader()).isCloseTo(0.000998882939089, EXACT);
        assertThat(ms.ofModality()).containsExactly(new double[] {0.000945723003785, 0.002726349564882}, EXACT);
        OrComponents c = or.components();
        assertThat(c.reader()).isCloseTo(0.000813052478834, EXACT);
        assertThat(c.modalityReader()).isCloseTo(0.000486761530283, EXACT);
        ObuchowskiRockette.FTest test = or.test(Sampled.READERS_AND_CASES);
        assertThat(test.f()).isCloseTo(10.2988252457, CLOSE);
        assertThat(test.denominatorDegrees()).isCloseTo(24.702758412, Offset.offset(1e-7));
        assertThat(test.pValue()).isCloseTo(0.00366857839087, CLOSE);
        Estimate difference = or.difference(0, 1, Sampled.READERS_AND_CASES).estimate("d", 0.95);
        assertThat(difference.lower()).isCloseTo(0.0361863845167, CLOSE);
        assertThat(difference.upper()).isCloseTo(0.166060806495, CLOSE);
        Contrast first = or.single(0, Sampled.READERS_AND_CASES);
        assertThat(first.degrees()).isCloseTo(59.2814861445, Offset.offset(1e-7));
        assertThat(first.estimate("a", 0.95).lower()).isCloseTo(0.758246488246, CLOSE);
        assertThat(or.single(1, Sampled.READERS_AND_CASES).estimate("a", 0.95).upper())
                .isCloseTo(0.782416300782, CLOSE);
        DbmComponents d = c.dbm(185);
        assertThat(d.subject()).isCloseTo(0.050899826099942, CLOSE);
        assertThat(d.modalityCase()).isCloseTo(0.054887077974635, CLOSE);
        assertThat(d.readerCase()).isCloseTo(0.004458660285936, CLOSE);
        assertThat(d.modalityReaderCase()).isCloseTo(0.094742460629216, CLOSE);
        MeanSquares squares = d.meanSquares(2, 5, 185);
        assertThat(squares.r()).isCloseTo(0.4945400814718, CLOSE);
        assertThat(squares.c()).isCloseTo(0.8870934320737, CLOSE);
        assertThat(squares.tr()).isCloseTo(0.1847933437315, CLOSE);
        assertThat(squares.tc()).isCloseTo(0.3691778505024, CLOSE);
        assertThat(squares.rc()).isCloseTo(0.1036597812011, CLOSE);
        assertThat(squares.trc()).isCloseTo(0.0947424606292, CLOSE);
    }

    /// RJafroc on its crossed-modality data: four modalities (the average over two others), eleven readers.
    @Test
    void agreesWithRjafrocOnFourModalities() {
        double[][] figure = {
            {0.790008650519, 0.789215686275, 0.886101499423, 0.891327854671, 0.947123702422, 0.868872549020,
                0.820754036909, 0.732014129181, 0.826881487889, 0.817582179931, 0.819600634371},
            {0.876333621684, 0.810914071511, 0.927227508651, 0.902141003460, 0.962153979239, 0.872549019608,
                0.856617647059, 0.755298442907, 0.876549884660, 0.794117647059, 0.905889561707},
            {0.910719434833, 0.848039215686, 0.922649942330, 0.901203863899, 0.948565455594, 0.884083044983,
                0.864331026528, 0.786944925029, 0.851247116494, 0.823925893887, 0.917135236448},
            {0.876117358708, 0.860222029988, 0.950151384083, 0.933499134948, 0.958369377163, 0.920343137255,
                0.851787773933, 0.793000288351, 0.900735294118, 0.847822952710, 0.913927335640},
        };
        ObuchowskiRockette.Errors errors = new ObuchowskiRockette.Errors(
                9.96252907398e-04, 5.83872640607e-04, 4.68640584483e-04, 3.88031376330e-04,
                new double[] {0.001208492785381, 0.001064220462365, 0.000921044383936, 0.000791253997909},
                new double[] {0.000583867328181, 0.000507721504553, 0.000423527243341, 0.000359446261859});
        ObuchowskiRockette or = ObuchowskiRockette.of(figure, errors, 0);
        ObuchowskiRockette.Anova ms = or.anova();
        assertThat(ms.modality()).isCloseTo(0.006286043276171, EXACT);
        assertThat(ms.reader()).isCloseTo(0.010856370162964, EXACT);
        assertThat(ms.modalityReader()).isCloseTo(0.000393891914925, EXACT);
        assertThat(or.components().reader()).isCloseTo(2.41977829773e-03, EXACT);
        assertThat(or.components().modalityReader()).isCloseTo(6.21208562874e-05, EXACT);
        ObuchowskiRockette.FTest test = or.test(Sampled.READERS_AND_CASES);
        assertThat(test.f()).isCloseTo(4.90869641782, CLOSE);
        assertThat(test.numeratorDegrees()).isEqualTo(3);
        assertThat(test.denominatorDegrees()).isCloseTo(317.095082871, Offset.offset(1e-6));
        assertThat(test.pValue()).isCloseTo(0.00238919328197, CLOSE);
        Estimate difference = or.difference(0, 3, Sampled.READERS_AND_CASES).estimate("d", 0.95);
        assertThat(difference.value()).isCloseTo(-0.0560448778442, CLOSE);
        assertThat(difference.lower()).isCloseTo(-0.0860664285096, CLOSE);
        assertThat(difference.upper()).isCloseTo(-0.02602332717880, CLOSE);
        Contrast last = or.single(3, Sampled.READERS_AND_CASES);
        assertThat(last.degrees()).isCloseTo(65.0610010581, Offset.offset(1e-7));
        assertThat(last.estimate("a", 0.95).lower()).isCloseTo(0.842891908765, CLOSE);
    }

    @Test
    void deLongIsThatOfAuroc() {
        ReaderStudy study = Studies.golden("reader_crossed.csv");
        boolean[] truth = Studies.truth(study.negatives(), study.positives());
        double[][] scores = new double[8][];
        for (int k = 0; k < 8; k++) {
            scores[k] = Arrays.copyOf(study.scores(k / 4, k % 4, false), truth.length);
            System.arraycopy(study.scores(k / 4, k % 4, true), 0, scores[k], study.negatives(), study.positives());
        }
        int[] patients = new int[truth.length];
        Arrays.setAll(patients, i -> i);
        Auroc.Joint joint = Auroc.joint(scores, truth, patients);
        double[][] figure = {Arrays.copyOf(joint.auroc(), 4), Arrays.copyOfRange(joint.auroc(), 4, 8)};
        Estimate expected = ObuchowskiRockette.of(figure, joint.covariance(), truth.length)
                .difference(0, 1, Sampled.READERS_AND_CASES)
                .estimate("d", 0.95);
        Estimate deLong = ObuchowskiRockette.deLong(study)
                .difference(0, 1, Sampled.READERS_AND_CASES)
                .estimate("d", 0.95);
        assertThat(deLong.value()).isCloseTo(expected.value(), EXACT);
        assertThat(deLong.lower()).isCloseTo(expected.lower(), EXACT);
        assertThat(deLong.upper()).isCloseTo(expected.upper(), EXACT);
    }

    @Test
    void oneReaderCanOnlyBeFixed() {
        ObuchowskiRockette or = ObuchowskiRockette.of(
                new double[][] {{0.8}, {0.7}}, new double[][] {{0.004, 0.002}, {0.002, 0.004}}, 50);
        Contrast fixed = or.difference(0, 1, Sampled.CASES);
        assertThat(fixed.variance().getAsDouble()).isCloseTo(0.004, EXACT);
        assertThatThrownBy(() -> or.difference(0, 1, Sampled.READERS_AND_CASES)).hasMessageContaining("two readers");
    }

    @Test
    void readersWhoAgreeHaveNoSpread() {
        double[][] figure = {{0.8, 0.9}, {0.7, 0.8}};
        ObuchowskiRockette or = ObuchowskiRockette.of(figure, new double[4][4], 50);
        ObuchowskiRockette.FTest test = or.test(Sampled.READERS_AND_CASES);
        assertThat(test.f()).isGreaterThan(1e9);
        assertThat(test.pValue()).isLessThan(1e-6);
        assertThat(ObuchowskiRockette.of(new double[2][3], new double[6][6], 9)
                        .test(Sampled.READERS)
                        .pValue())
                .isEqualTo(1);
    }

    @Test
    void badInputIsRefused() {
        assertThatThrownBy(() -> ObuchowskiRockette.jackknife(Studies.golden("reader_unbalanced.csv")))
                .hasMessageContaining("fully crossed");
        assertThatThrownBy(() -> ObuchowskiRockette.of(new double[][] {{0.5, Double.NaN}}, new double[2][2], 9))
                .hasMessageContaining("[0, 1]");
        assertThatThrownBy(() -> ErrorCovariance.jackknife(new double[][] {{0.5}}))
                .hasMessageContaining("two cases");
    }
}

package org.realfm.stats.shift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.realfm.stats.ReferenceValues.CLOSE;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Logistic;
import org.realfm.stats.ReferenceValues;
import org.realfm.stats.StandardNormal;
import org.realfm.stats.Table;
import org.realfm.stats.selective.ClassScore;
import org.realfm.stats.selective.Conformal;
import org.realfm.stats.selective.PredictionSets;

/// Embeddings and logits of real chest films: three thousand CheXpert test films of some 1,900 patients.
class FilmsTest {

    private static final String FOLDER = "cxr-foundation/samples/";

    private static int[] films(Table table, IntPredicate which) {
        return IntStream.range(0, table.size()).filter(which).toArray();
    }

    private static double[][] embeddings(Table table, int[] films) {
        return Arrays.stream(films)
                .mapToObj(i -> IntStream.rangeClosed(1, 4)
                        .mapToDouble(k -> table.number("PCA Mode " + k, i))
                        .toArray())
                .toArray(double[][]::new);
    }

    @Test
    void theViewOfAFilmShiftsItsEmbedding() {
        Table table = Table.shared(FOLDER + "cxr-foundation.embeddings.csv");
        ReferenceValues python = new ReferenceValues("shift_real.csv");
        int[] bedside = films(table, i -> table.text("AP/PA", i).equals("AP"));
        int[] standing = films(table, i -> table.text("AP/PA", i).equals("PA"));
        double[][] x = embeddings(table, bedside);
        double[][] y = embeddings(table, standing);
        double[] first = Arrays.stream(x).mapToDouble(r -> r[0]).toArray();
        double[] second = Arrays.stream(y).mapToDouble(r -> r[0]).toArray();
        KolmogorovSmirnov test = KolmogorovSmirnov.test(first, second);
        assertThat(test.statistic()).isCloseTo(python.get("ks.0"), CLOSE);
        assertThat(test.p()).isCloseTo(python.get("ks.1"), Percentage.withPercentage(1e-4));
        assertThat(Wasserstein.distance(first, second).value()).isCloseTo(python.get("wasserstein"), CLOSE);
        assertThat(EnergyDistance.distance(first, second).value()).isCloseTo(python.get("energy"), CLOSE);
        assertThat(EnergyDistance.distance(x, y).value()).isCloseTo(python.get("energy.all"), CLOSE);
        int[] patient = table.codes("patient_id");
        int[] both = Arrays.stream(bedside).map(i -> patient[i]).toArray();
        Set<Integer> seen = new HashSet<>(Arrays.stream(both).boxed().toList());
        int[] alone = Arrays.stream(standing).filter(i -> !seen.contains(patient[i])).toArray();
        ClassifierTwoSample classifier = ClassifierTwoSample.of(
                x, embeddings(table, alone), both, Arrays.stream(alone).map(i -> patient[i]).toArray(), 5, 1,
                ClassifierTwoSample::logistic);
        assertThat(classifier.auroc("AP or PA", 0.95).lower()).isGreaterThan(0.8);
    }

    private static final String LOGIT = "Logit - Pleural Effusion";

    /// Films whose report speaks of effusion, one of each patient; the logits recalibrated on the even ones.
    private record Effusion(int[] source, int[] target, boolean[] truth, double[] risk) {

        static Effusion read() {
            Table table = Table.shared(FOLDER + "chexpert-model.embeddings.csv");
            int[] patient = table.codes("patient_id");
            Set<Integer> seen = new HashSet<>();
            int[] films = films(table, i -> table.text("Pleural Effusion", i).matches("[01]\\.0") && seen.add(patient[i]));
            boolean[] truth = new boolean[films.length];
            for (int k = 0; k < truth.length; k++) {
                truth[k] = table.number("Pleural Effusion", films[k]) == 1;
            }
            int[] source = IntStream.range(0, films.length).filter(k -> k % 2 == 0).toArray();
            boolean[] label = new boolean[source.length];
            for (int k = 0; k < label.length; k++) {
                label[k] = truth[source[k]];
            }
            double[][] design = Arrays.stream(films)
                    .mapToObj(i -> new double[] {1, table.number(LOGIT, i)})
                    .toArray(double[][]::new);
            Logistic model = Logistic.fit(
                    Arrays.stream(source).mapToObj(k -> design[k]).toArray(double[][]::new), label);
            double[] risk = Arrays.stream(design)
                    .mapToDouble(d -> StandardNormal.expit(
                            model.coefficients()[0] + d[1] * model.coefficients()[1]))
                    .toArray();
            // Among the odd ones four sick films in five are left out: label shift.
            int[] sick = {0};
            int[] target = IntStream.range(0, films.length)
                    .filter(k -> k % 2 == 1 && (!truth[k] || sick[0]++ % 5 == 0))
                    .toArray();
            return new Effusion(source, target, truth, risk);
        }
    }

    @Test
    void labelShiftIsFoundWithoutLabels() {
        Effusion data = Effusion.read();
        double share = Arrays.stream(data.target).filter(k -> data.truth[k]).count() / (double) data.target.length;
        double before = Arrays.stream(data.source).filter(k -> data.truth[k]).count() / (double) data.source.length;
        assertThat(before).isGreaterThan(0.65);
        assertThat(share).isLessThan(0.45);
        int[] truth = Arrays.stream(data.source).map(k -> data.truth[k] ? 1 : 0).toArray();
        int[] called = Arrays.stream(data.source).map(k -> data.risk[k] >= before ? 1 : 0).toArray();
        int[] target = Arrays.stream(data.target).map(k -> data.risk[k] >= before ? 1 : 0).toArray();
        Bootstrap.Plan both = LabelShift.plan(data.source, data.target, 500, 1);
        Estimate confusion =
                LabelShift.byConfusion("effusion", truth, called, target, 2, 1, both, 0.95).orElseThrow();
        assertThat(share).isBetween(confusion.lower(), confusion.upper());
        assertThat(confusion.upper()).isLessThan(before);
        double[][] probability = Arrays.stream(data.target)
                .mapToObj(k -> new double[] {1 - data.risk[k], data.risk[k]})
                .toArray(double[][]::new);
        Estimate expectation = LabelShift.byExpectation(
                "effusion", new double[] {1 - before, before}, probability, 1, Bootstrap.plan(data.target, 500, 1), 0.95);
        assertThat(share).isBetween(expectation.lower(), expectation.upper());
        assertThat(expectation.halfWidth()).isLessThan(confusion.halfWidth());
    }

    @Test
    void conformalSetsCoverFilmsOfOtherPatients() {
        Effusion data = Effusion.read();
        ClassScore score = ClassScore.leastAmbiguous();
        double[][] probability = Arrays.stream(data.risk)
                .mapToObj(p -> new double[] {1 - p, p})
                .toArray(double[][]::new);
        int[] truth = IntStream.range(0, data.truth.length).map(k -> data.truth[k] ? 1 : 0).toArray();
        // Every other one: a patient of many films is met early, so the halves of the table are not exchangeable.
        int[] calibration = IntStream.range(0, truth.length).filter(k -> k % 4 == 1).toArray();
        int[] fresh = IntStream.range(0, truth.length).filter(k -> k % 4 == 3).toArray();
        Conformal sets = Conformal.calibrate(
                Arrays.stream(calibration).mapToDouble(k -> score.of(probability[k], truth[k])).toArray(), 0.1);
        boolean[][] given = Arrays.stream(fresh).mapToObj(k -> sets.set(score, probability[k])).toArray(boolean[][]::new);
        PredictionSets seen = PredictionSets.of(given, Arrays.stream(fresh).map(k -> truth[k]).toArray(), fresh);
        Conformal.Range expected = sets.law().expected(fresh.length, 0.99);
        assertThat(seen.coverage(0.95).value()).isBetween(expected.lower(), expected.upper());
        assertThat(seen.meanSize(0.95).value()).isBetween(0.85, 1.2);
        // Calibrated on both classes together, the sets miss the rarer one more often.
        assertThat(seen.coverageOf(0, 0.95).orElseThrow().value())
                .isLessThan(seen.coverageOf(1, 0.95).orElseThrow().value());
    }
}

package org.realfm.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.realfm.stats.Golden.CLOSE;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.realfm.stats.ThresholdChoice.Held;

/// A network's logits on 3,000 chest films against R and Python; skipped where the films' table is not there.
class RealDataTest {

    private static final Golden R = new Golden("real_r.csv");
    private static final Golden PYTHON = new Golden("real_python.csv");

    private double[] effusion = {};
    private double[] none = {};
    private double[] risk = {};
    private boolean[] truth = {};
    private boolean[] clear = {};
    private int[] patient = {};

    @BeforeEach
    void read() {
        Table films = Table.shared("cxr-foundation/samples/chexpert-model.embeddings.csv");
        effusion = films.numbers("Logit - Pleural Effusion");
        none = films.numbers("Logit - No Finding");
        risk = Arrays.stream(effusion).map(StandardNormal::expit).toArray();
        patient = films.codes("patient_id");
        String[] disease = films.text("disease");
        truth = new boolean[disease.length];
        clear = new boolean[disease.length];
        for (int i = 0; i < disease.length; i++) {
            truth[i] = disease[i].equals("Pleural Effusion");
            clear[i] = disease[i].equals("No Finding");
        }
    }

    @Test
    void rankingAgrees() {
        R.assertEstimate(Auroc.estimate("a", effusion, truth, 0.95), "auroc");
        double[] sick = Arrays.stream(none).map(v -> -v).toArray();
        R.assertEstimate(Auroc.difference("d", effusion, sick, truth, 0.95), "difference");
        RankedScores ranked = RankedScores.of(effusion, truth);
        assertThat(ranked.partialArea(0, 0.1, i -> 1)).isCloseTo(R.get("partial", 0), CLOSE);
        assertThat(ranked.partialAuroc(0, 0.1, i -> 1)).isCloseTo(R.get("partial", 1), CLOSE);
        assertThat(ranked.averagePrecision()).isCloseTo(PYTHON.get("average-precision"), CLOSE);
        ThresholdChoice choice =
                ThresholdChoice.exact(Held.SENSITIVITY, 0.9, effusion, truth, 0.95).orElseThrow();
        assertThat(choice.other().value()).isCloseTo(R.get("specificity-at-90"), CLOSE);
    }

    @Test
    void averagesAgree() {
        List<Estimate> labels = ManyAurocs.labels(
                        List.of("effusion", "none"), new double[][] {effusion, none}, new boolean[][] {truth, clear},
                        patient, 0.95)
                .estimates();
        for (Estimate average : labels.subList(2, 5)) {
            assertThat(average.value()).isCloseTo(PYTHON.get("multilabel." + average.name()), CLOSE);
        }
        int[] label = new int[truth.length];
        double[][] probability = new double[3][truth.length];
        for (int i = 0; i < label.length; i++) {
            label[i] = truth[i] ? 0 : clear[i] ? 1 : 2;
            double[] weight = {Math.exp(effusion[i]), Math.exp(none[i]), 1};
            double total = Arrays.stream(weight).sum();
            for (int c = 0; c < 3; c++) {
                probability[c][i] = weight[c] / total;
            }
        }
        Estimate handTill = ManyAurocs.classes(List.of("effusion", "none", "other"), probability, label, patient, 0.95)
                .estimates()
                .getLast();
        assertThat(handTill.value()).isCloseTo(PYTHON.get("hand-till"), CLOSE);
    }

    @Test
    void risksAgree() {
        Calibration plain = Calibration.of(risk, truth);
        assertThat(plain.brier(0.95).value())
                .isCloseTo(R.get("val.prob", 0), CLOSE)
                .isCloseTo(PYTHON.get("brier"), CLOSE);
        assertThat(plain.slope(0.95).orElseThrow().value()).isCloseTo(R.get("val.prob", 2), Offset.offset(1e-6));
        Spiegelhalter test = plain.spiegelhalter().orElseThrow();
        assertThat(test.z()).isCloseTo(R.get("val.prob", 3), CLOSE);
        assertThat(test.p()).isCloseTo(R.get("val.prob", 4), CLOSE);
        Calibration patients = plain.byCluster(patient);
        R.assertEstimate(patients.slope(0.95).orElseThrow(), "slope");
        R.assertEstimate(patients.intercept(0.95).orElseThrow(), "large");
        R.assertEstimate(
                Recalibration.temperature(risk, truth, patient, 0.95).orElseThrow().temperature(), "temperature");
        double[] fitted = Recalibration.isotonic(risk, truth).apply(new double[] {0.01, 0.1, 0.5, 0.9});
        for (int i = 0; i < fitted.length; i++) {
            assertThat(fitted[i]).isCloseTo(PYTHON.get("isotonic", i), CLOSE);
        }
        assertThat(plain.brierDecomposition(10, 0.95).brier()).isCloseTo(PYTHON.get("brier"), CLOSE);
        PYTHON.assertEstimate(DiagnosticTable.at(0.5, risk, truth).sensitivity(0.95).orElseThrow(), "sensitivity");
        assertThat(NetBenefit.of(risk, truth).model(0.2)).isCloseTo(PYTHON.get("net-benefit"), CLOSE);
    }
}

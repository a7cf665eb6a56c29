package org.realfm.criteria.technical;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.realfm.SharedData;
import org.realfm.controls.Synthetic;
import org.realfm.imaging.RasterReader;
import org.realfm.imaging.UnreadableImage;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.models.Content;
import org.realfm.models.Output;
import org.realfm.models.onnx.OnnxModel;
import org.realfm.models.onnx.OnnxSpec;
import org.realfm.models.tensors.PictureInput;
import org.realfm.models.tensors.ScoreOutput;
import org.realfm.stats.Estimate;
import org.realfm.tables.Table;

/// The 468 test films of the shared pneumonia set, scored by the networks that come with it.
class PneumoniaTest {

    private static final Offset<Double> PRINTED = Offset.offset(5e-7);

    private static int[] truth = {};
    private static double[] careful = {};
    private static double[] overconfident = {};

    @BeforeAll
    static void score() throws UnreadableImage {
        Path data = SharedData.folder("pneumonia", "cases.csv");
        Table table = Table.read(data.resolve("cases.csv"));
        List<Content> films = new ArrayList<>();
        List<Integer> truths = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            if ("test".equals(table.column("split")[row])) {
                Path file = data.resolve(String.valueOf(table.column("image")[row]));
                films.add(Content.of("", RasterReader.read(file)));
                truths.add(Integer.valueOf(String.valueOf(table.column("pneumonia")[row])));
            }
        }
        truth = truths.stream().mapToInt(Integer::intValue).toArray();
        careful = scores(data.resolve("careful.onnx"), films);
        overconfident = scores(data.resolve("overconfident.onnx"), films);
    }

    private static double[] scores(Path file, List<Content> films) {
        OnnxSpec spec = new OnnxSpec(
                file,
                new PictureInput("image", 28, 28, 1, 1 / 255.0, 0, 1),
                new ScoreOutput("pneumonia", 0, ScoreOutput.Activation.NONE, Optional.empty(), true));
        try (OnnxModel model = OnnxModel.open(spec)) {
            return model.predict(films).stream()
                    .mapToDouble(output -> ((Output.Scores) output).score())
                    .toArray();
        }
    }

    private static Synthetic study(double[] score) {
        return Synthetic.cases(truth).score(score).patientsUndeclared().sampling(Optional.empty());
    }

    @Test
    void ranking() {
        Found found = new Found(new Ranking(200).assess(study(careful).floor("auroc", 0.9).subjectEvidence()));
        Estimate auroc = found.estimate("auroc");
        assertThat(auroc.value()).isCloseTo(0.961411, PRINTED);
        assertThat(auroc.lower()).isCloseTo(0.945215, PRINTED);
        assertThat(auroc.upper()).isCloseTo(0.977607, PRINTED);
        found.assertOutcome("all", Outcome.MET);
    }

    @Test
    void operatingPoint() {
        Found found = new Found(new OperatingPointCriterion().assess(study(careful).subjectEvidence()));
        assertThat(found.estimate("sensitivity").value()).isCloseTo(0.905983, PRINTED);
        assertThat(found.estimate("specificity").value()).isCloseTo(0.897436, PRINTED);
        found.assertOutcome("all", Outcome.MET);
    }

    @Test
    void overconfidenceIsFound() {
        Found found = new Found(new CalibrationCriterion(200).assess(study(overconfident).subjectEvidence()));
        found.assertOutcome("all", Outcome.NOT_MET);
        assertThat(found.all().grade()).isEqualTo(Grade.E1);
        double own = new Found(new CalibrationCriterion(200).assess(study(careful).subjectEvidence()))
                .estimate("calibration slope")
                .value();
        // Logits times 6 as 32-bit probabilities: a sixth of the slope but for those that round to 0 and 1.
        assertThat(found.estimate("calibration slope").value()).isCloseTo(own / 6, Offset.offset(0.02));
    }

    @Test
    void parityOfTheOverconfident() {
        Found found = new Found(
                new BaselineParity(200).assess(study(overconfident).comparator(careful).subjectEvidence()));
        found.assertOutcome("comparator", Outcome.MET);
        found.assertOutcome("net benefit", Outcome.MET);
    }
}

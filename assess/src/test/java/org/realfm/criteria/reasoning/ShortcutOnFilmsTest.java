package org.realfm.criteria.reasoning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.realfm.SharedData;
import org.realfm.controls.Synthetic;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.RasterReader;
import org.realfm.imaging.UnreadableImage;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.models.Content;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.models.onnx.OnnxModel;
import org.realfm.models.onnx.OnnxSpec;
import org.realfm.models.tensors.PictureInput;
import org.realfm.models.tensors.ScoreOutput;
import org.realfm.run.Stimulus;
import org.realfm.stats.Auroc;
import org.realfm.stats.Estimate;

/// Two real networks on real films of children's chests: one that learned a bright square in the top left corner, and one
/// that was taught not to. `marked.csv` has the square on 97% of the sick and 3% of the well.
class ShortcutOnFilmsTest {

    private static final int BATCH = 64;

    private final CausalShortcut criterion = new CausalShortcut(400);
    private Path data = Path.of("");

    @BeforeEach
    void find() {
        data = SharedData.folder("pneumonia", "marked.csv");
    }

    private Model open(String name) {
        return OnnxModel.open(new OnnxSpec(
                data.resolve(name),
                new PictureInput("image", 28, 28, 1, 1 / 255.0, 0, 1),
                new ScoreOutput("pneumonia", 0, ScoreOutput.Activation.NONE, Optional.empty(), true)));
    }

    /// The films of a folder with the truths and marks of `marked.csv`.
    private record Films(int[] truth, String[] mark, List<Image2D> films) {}

    private Films films(String folder) throws IOException, UnreadableImage {
        List<String[]> lines = new ArrayList<>();
        for (String line : Files.readAllLines(data.resolve("marked.csv"))) {
            lines.add(line.split(","));
        }
        lines.removeFirst();
        List<Image2D> films = new ArrayList<>();
        for (String[] line : lines) {
            films.add(RasterReader.read(data.resolve("images").resolve(folder).resolve(line[0] + ".png")));
        }
        return new Films(
                lines.stream().mapToInt(line -> Integer.parseInt(line[2])).toArray(),
                lines.stream().map(line -> line[3]).toArray(String[]::new),
                films);
    }

    private List<Finding> findings(String network, String folder) throws Exception {
        Films films = films(folder);
        Synthetic cases = Synthetic.cases(films.truth)
                .pictures(films.films::get)
                .column("corner_mark", films.mark)
                .nuisance("corner_mark");
        List<Stimulus> shown = new ArrayList<>(
                IntStream.range(0, films.truth.length).mapToObj(Stimulus::of).toList());
        criterion.stimuli(cases.study(), cases.cohort()).forEach(shown::add);
        Map<Stimulus, Double> said = new HashMap<>();
        try (Model model = open(network)) {
            for (int from = 0; from < shown.size(); from += BATCH) {
                List<Stimulus> batch = shown.subList(from, Math.min(shown.size(), from + BATCH));
                List<Output> outputs = model.predict(batch.stream()
                        .map(stimulus -> Content.of("", picture(films, stimulus)))
                        .toList());
                for (int i = 0; i < batch.size(); i++) {
                    said.put(batch.get(i), outputs.get(i) instanceof Output.Scores s ? s.score() : Double.NaN);
                }
            }
        }
        double[] score = IntStream.range(0, films.truth.length)
                .mapToDouble(row -> said.getOrDefault(Stimulus.of(row), Double.NaN))
                .toArray();
        return criterion.assess(cases.score(score)
                .subjectEvidence(criterion, stimulus -> said.getOrDefault(stimulus, Double.NaN)));
    }

    private static Image2D picture(Films films, Stimulus stimulus) {
        Image2D film = films.films.get(stimulus.row());
        return stimulus.intervention().map(done -> done.apply(film, stimulus.seed())).orElse(film);
    }

    private static Finding cell(List<Finding> findings, String cell) {
        return findings.stream().filter(finding -> finding.cell().equals(cell)).findFirst().orElseThrow();
    }

    @Test
    void theShortcutWinsTheBenchmarkOfMarkedFilms() throws Exception {
        Films films = films("marked");
        boolean[] truth = new boolean[films.truth.length];
        double[] score = new double[truth.length];
        try (Model model = open("shortcut.onnx")) {
            for (int i = 0; i < truth.length; i++) {
                truth[i] = films.truth[i] == 1;
                List<Output> said = model.predict(List.of(Content.of("", films.films.get(i))));
                score[i] = said.getFirst() instanceof Output.Scores s ? s.score() : Double.NaN;
            }
        }
        assertThat(Auroc.estimate("auroc", score, truth, 0.95).value()).isCloseTo(0.994612, within(5e-7));
    }

    @Test
    void theShortcutIsFoundOnPlainFilms() throws Exception {
        List<Finding> findings = findings("shortcut.onnx", "test");
        assertThat(cell(findings, "all").outcome()).isEqualTo(Outcome.NOT_MET);
        Finding mark = cell(findings, "mark top-left");
        assertThat(mark.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(mark.estimates().getFirst().value()).isBetween(0.3, 0.5);
        assertThat(cell(findings, "mark bottom-right").outcome()).isNotEqualTo(Outcome.NOT_MET);
    }

    @Test
    void theShortcutIsFoundOnMarkedFilmsInBothArms() throws Exception {
        List<Finding> findings = findings("shortcut.onnx", "marked");
        assertThat(cell(findings, "mark top-left").outcome()).isEqualTo(Outcome.NOT_MET);
        // The sham of this one wipes the real mark out of the other corner.
        assertThat(cell(findings, "mark top-right").outcome()).isNotEqualTo(Outcome.NOT_MET);
        Finding observed = cell(findings, "nuisance corner_mark");
        assertThat(observed.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(observed.reason()).contains("5 sick and 4 well on which it speaks against it");
        Estimate gap = observed.estimates().getFirst();
        assertThat(gap.value()).isCloseTo(0.5987, within(1e-3));
    }

    @Test
    void theCarefulNetworkIsNotAccused() throws Exception {
        assertThat(findings("careful.onnx", "test")).noneMatch(finding -> finding.outcome() == Outcome.NOT_MET);
        assertThat(findings("careful.onnx", "marked")).noneMatch(finding -> finding.outcome() == Outcome.NOT_MET);
    }
}

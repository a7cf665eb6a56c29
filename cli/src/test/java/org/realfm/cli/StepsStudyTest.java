package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.cli.SmallStudy.Said;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.RasterReader;
import org.realfm.run.Stimulus;
import org.realfm.study.Cohort;
import org.realfm.study.CohortReader;
import org.realfm.study.StudyFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A network that is shown the middle of its films judges as it does when somebody has cut out the middle before.
class StepsStudyTest {

    private static final int SIZE = 64;
    private static final String SCALE = "scale: 0.00392156862745098";

    @TempDir
    Path folder;

    /// A film with four rows of noise above and below, and eight columns on each side.
    private static Image2D bordered(Image2D film, Random random) {
        int width = SIZE + 16;
        int height = SIZE + 8;
        float[] samples = new float[width * height];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.nextInt(256);
        }
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                samples[(y + 4) * width + x + 8] = film.sample(x, y, 0);
            }
        }
        return Image2D.of(width, height, 1, 255, samples);
    }

    /// The scores of each subject for the cases as they are, in the order of the table, by the subject's scorer.
    private static List<double[]> scores(SmallStudy study) throws Exception {
        Path out = study.folder().resolve("out");
        String salt = Files.readString(out.resolve(".salt"));
        Cohort cohort = CohortReader.read(StudyFile.read(study.folder().resolve("study.yaml")));
        TreeMap<String, double[]> scores = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                PreparedStatement query = connection.prepareStatement("SELECT scorer, score FROM read_parquet('"
                        + out.resolve("observations.parquet") + "') WHERE stimulus = ?")) {
            for (int row = 0; row < SmallStudy.FILMS; row++) {
                query.setString(1, Stimulus.of(row).digest(cohort, salt).hex());
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        scores.computeIfAbsent(rows.getString(1), scorer -> new double[SmallStudy.FILMS])[row] = rows.getDouble(2);
                    }
                }
            }
        }
        return new ArrayList<>(scores.values());
    }

    private static JsonNode evidence(Said said) {
        assertThat(said.code()).as(said.err()).isZero();
        return new JsonMapper().readTree(said.out());
    }

    private static double most(double[] one, double[] other) {
        double most = 0;
        for (int i = 0; i < one.length; i++) {
            most = Math.max(most, Math.abs(one[i] - other[i]));
        }
        return most;
    }

    private static Said assess(SmallStudy study, String models) throws Exception {
        int at = SmallStudy.TEXT.indexOf("models:\n");
        String text = SmallStudy.TEXT.substring(0, at).replace("cases-per-probe: 8", "cases-per-probe: 2") + models;
        Files.writeString(study.folder().resolve("study.yaml"), text);
        return SmallStudy.run("assess", study.folder().resolve("study.yaml"), "--out", study.folder().resolve("out"), "--json");
    }

    @Test
    void aCropInTheStudyFileGivesTheScoresOfFilmsThatWereCroppedBefore() throws Exception {
        SmallStudy cut = SmallStudy.in(folder.resolve("cut"));
        SmallStudy whole = SmallStudy.in(folder.resolve("whole"));
        Random random = new Random(5);
        for (int i = 0; i < SmallStudy.FILMS; i++) {
            Path film = whole.folder().resolve("films/" + i + ".png");
            Files.write(film, bordered(RasterReader.read(film), random).toPng());
        }
        String network = """
                models:
                  careful:
                    onnx: careful.onnx
                    input:
                      name: image
                      size: [64, 64]
                      scale: 0.00392156862745098
                    outputs: {score: opacity, embedding: embedding}
                """;
        String steps = network.replace("      scale:", "      steps:\n        - crop: [64, 64]\n      scale:");

        evidence(assess(cut, network));
        List<double[]> expected = scores(cut);
        assertThat(expected).hasSize(1);
        assertThat(expected.getFirst()).doesNotContain(0).doesNotHaveDuplicates();

        JsonNode found;
        try (ServedNetwork served = new ServedNetwork(folder.resolve("whole/careful.onnx"))) {
            HttpServer server = served.serve();
            found = evidence(assess(whole, steps + """
                      served:
                        kserve: http://127.0.0.1:PORT
                        model: careful
                        artefact: careful.onnx
                        input: {name: image, size: [64, 64], steps: [{crop: [64, 64]}], SCALE}
                        outputs: {score: opacity, embedding: embedding}
                      blind:
                        onnx: careful.onnx
                        input: {name: image, size: [64, 64], SCALE}
                        outputs: {score: opacity, embedding: embedding}
                    """.replace("PORT", String.valueOf(server.getAddress().getPort())).replace("SCALE", SCALE)));
            server.stop(0);
        }
        List<double[]> all = scores(whole);
        assertThat(all).hasSize(3);
        List<double[]> same = all.stream().filter(scores -> most(scores, expected.getFirst()) < 2e-6).toList();
        assertThat(same).as("the network in this process and the served one").hasSize(2);
        assertThat(same).as("in this process, to the bit").anyMatch(scores -> most(scores, expected.getFirst()) == 0);
        assertThat(all).as("without the step").anyMatch(scores -> most(scores, expected.getFirst()) > 0.01);
        assertThat(found.path("subjects")).extracting(subject -> Objects.requireNonNull(subject).path("digest").asString())
                .hasSize(3)
                .doesNotHaveDuplicates();
    }
}

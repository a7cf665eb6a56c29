package org.realfm.spark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.realfm.assess.Assessment;
import org.realfm.assess.Engine;
import org.realfm.imaging.phantom.ChestPhantom;
import org.realfm.imaging.phantom.Scene;
import org.realfm.run.Progress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A folder with generated films, a network that reads them, and a table of scores. Its cases have names that must never
/// leave the process that assesses them.
record FilmStudy(Path folder) {

    static final String SECRET = "CaseOfMrsDoe";
    private static final int FILMS = 40;

    static final String TEXT = """
            realfm: 1
            study: films
            use: {id: triage, question: opacity, task: classification, autonomy: A1, risk: R2,
                  operating-point: {threshold: 0.5}}
            limits: {cases-per-probe: 24}
            cohort: {table: cases.csv, case: case, image: image, truth: opacity}
            models:
              careful:
                onnx: careful.onnx
                input: {name: image, size: [64, 64], channels: 1, scale: 0.00392156862745098}
                outputs: {score: opacity, embedding: embedding}
              vendor: {predictions: vendor.csv}
            """;

    static FilmStudy in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("films"));
        StringBuilder cases = new StringBuilder("case,image,opacity\n");
        StringBuilder vendor = new StringBuilder("case,score\n");
        for (int i = 0; i < FILMS; i++) {
            Scene scene = ChestPhantom.scene(
                    i, new Scene.Patient(i % 3 == 0, 30 + i), Scene.Style.DIGITAL, i % 2 * 0.5, Optional.empty());
            Files.write(folder.resolve("films/" + i + ".png"), ChestPhantom.render(scene, 64).toPng());
            cases.append(SECRET).append(i).append(",films/").append(i).append(".png,").append(i % 2).append('\n');
            vendor.append(SECRET).append(i).append(",0.").append(i % 2 == 0 ? 2 : 7).append(i % 9).append('\n');
        }
        Files.writeString(folder.resolve("cases.csv"), cases);
        Files.writeString(folder.resolve("vendor.csv"), vendor);
        try (InputStream network =
                Objects.requireNonNull(FilmStudy.class.getResourceAsStream("/org/realfm/demo/careful.onnx"))) {
            Files.copy(network, folder.resolve("careful.onnx"));
        }
        Files.writeString(folder.resolve("study.yaml"), TEXT);
        return new FilmStudy(folder);
    }

    /// The same with its table as Parquet, and that, the pictures and the network on a file system of Hadoop.
    FilmStudy onHadoop() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (FROM '" + folder.resolve("cases.csv") + "') TO '" + folder.resolve("cases.parquet")
                    + "' (FORMAT parquet)");
        }
        Files.delete(folder.resolve("cases.csv"));
        Files.writeString(folder.resolve("study.yaml"), TEXT
                .replace("cases.csv", "films://" + folder.resolve("cases.parquet"))
                .replace("careful.onnx", "films://" + folder.resolve("careful.onnx")));
        return this;
    }

    Path out(String name) {
        return folder.resolve(name);
    }

    /// Assesses it.
    ///
    /// @return `evidence.json` without what may differ between two runs
    String assess(String out, Engine engine, Progress progress) throws IOException {
        new Assessment(
                        folder.resolve("study.yaml"),
                        out(out),
                        Optional.empty(),
                        2,
                        false,
                        "A. Analyst",
                        "realfm assess",
                        progress,
                        InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z")),
                        engine)
                .run();
        return evidence(out);
    }

    String evidence(String out) throws IOException {
        ObjectNode evidence = (ObjectNode) JsonMapper.shared().readTree(Files.readString(out(out).resolve("evidence.json")));
        evidence.remove("run");
        ArrayNode findings = (ArrayNode) evidence.get("findings");
        for (int i = findings.size() - 1; i >= 0; i--) {
            if (findings.get(i).get("timed").booleanValue()) {
                findings.remove(i);
            }
        }
        return evidence.toString();
    }

    /// The `run` block.
    JsonNode run(String out) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(out(out).resolve("evidence.json"))).get("run");
    }

    /// Keeps what a user is told, and does something when chunks were shown.
    static class Told implements Progress {

        final List<String> notes = new ArrayList<>();
        private boolean showing;

        /// Some of the cases were shown.
        void shown() {}

        @Override
        public final void stage(String name, long total) {
            showing = name.startsWith("showing");
        }

        @Override
        public final void done(long steps) {
            if (showing) {
                shown();
            }
        }

        @Override
        public final void note(String line) {
            notes.add(line);
        }
    }
}

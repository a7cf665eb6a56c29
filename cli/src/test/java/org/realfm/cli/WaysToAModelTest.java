package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.realfm.cli.SmallStudy.run;

import com.sun.net.httpserver.HttpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.cli.SmallStudy.Said;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One network in this process, as a program of its own, and behind a server: the same scores, the same verdict.
class WaysToAModelTest {

    @TempDir
    Path folder;

    @Test
    void theSameScoresAndTheSameVerdictWhicheverWayTheNetworkIsReached() throws Exception {
        SmallStudy study = SmallStudy.in(folder);
        JsonMapper json = new JsonMapper();
        try (ServedNetwork network = new ServedNetwork(folder.resolve("careful.onnx"))) {
            HttpServer server = network.serve();
            String text = SmallStudy.TEXT.replace("cases-per-probe: 8", "cases-per-probe: 2")
                    .replace("  vendor: {predictions: vendor.csv}\n", """
                      served:
                        kserve: http://127.0.0.1:%d
                        model: careful
                        artefact: careful.onnx
                        input: {name: image, size: [64, 64], channels: 1, scale: 0.00392156862745098}
                        outputs: {score: opacity, embedding: embedding}
                      program:
                        command: %s
                        batch: 8
                    """.replace("%d", String.valueOf(server.getAddress().getPort()))
                    .replace("%s", json.writeValueAsString(ServedNetwork.command(folder.resolve("careful.onnx")))));
            Files.writeString(folder.resolve("study.yaml"), text);
            Said said = run("assess", folder.resolve("study.yaml"), "--out", folder.resolve("out"), "--json");
            server.stop(0);
            assertThat(said.code()).as(said.err()).isZero();

            JsonNode evidence = json.readTree(said.out());
            Map<String, String> digests = new LinkedHashMap<>();
            Map<String, String> verdicts = new LinkedHashMap<>();
            for (JsonNode subject : evidence.path("subjects")) {
                digests.put(subject.path("model").asString(), subject.path("digest").asString());
                verdicts.put(subject.path("model").asString(), subject.path("verdict").toString());
            }
            assertThat(verdicts).containsOnlyKeys("careful", "served", "program");
            assertThat(verdicts.get("careful")).isNotBlank();
            assertThat(digests.values()).doesNotHaveDuplicates();
            assertThat(level(evidence, "served")).isEqualTo(level(evidence, "careful"));
            assertThat(level(evidence, "program")).isEqualTo(level(evidence, "careful"));
            assertThat(outcomes(evidence, digests, "served")).isEqualTo(outcomes(evidence, digests, "careful"));
            assertThat(outcomes(evidence, digests, "program")).isEqualTo(outcomes(evidence, digests, "careful"));
            sameScores(study.folder().resolve("out/observations.parquet"));
        }
    }

    private static JsonNode level(JsonNode evidence, String model) {
        for (JsonNode subject : evidence.path("subjects")) {
            if (subject.path("model").asString().equals(model)) {
                assertThat(subject.path("verdict").path("level").asString()).startsWith("V");
                return subject.path("verdict").path("level");
            }
        }
        throw new AssertionError(model);
    }

    /// What was found of a model, by criterion and cell, without what rests on measured time.
    private static Map<String, String> outcomes(JsonNode evidence, Map<String, String> digests, String model) {
        Map<String, String> outcomes = new LinkedHashMap<>();
        for (JsonNode finding : evidence.path("findings")) {
            if (finding.path("subject").asString("").equals(digests.get(model)) && !finding.path("timed").asBoolean()) {
                outcomes.put(
                        finding.path("criterion").asString() + " " + finding.path("cell").toString(),
                        finding.path("outcome").asString());
            }
        }
        assertThat(outcomes).hasSizeGreaterThan(5);
        return outcomes;
    }

    /// Each stimulus has three scores that agree to float precision, and not all stimuli have the same.
    private static void sameScores(Path parquet) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = connection.createStatement().executeQuery(
                        "SELECT count(*), min(score), max(score), count(DISTINCT scorer), count(failure) FROM read_parquet('" + parquet
                                + "') GROUP BY stimulus")) {
            int stimuli = 0;
            double most = 0;
            while (rows.next()) {
                stimuli++;
                assertThat(rows.getInt(1)).isEqualTo(3);
                assertThat(rows.getInt(4)).isEqualTo(3);
                assertThat(rows.getInt(5)).isZero();
                assertThat(rows.getDouble(3)).isCloseTo(rows.getDouble(2), within(2e-6));
                most = Math.max(most, rows.getDouble(3));
            }
            assertThat(stimuli).isGreaterThan(SmallStudy.FILMS);
            assertThat(most).isGreaterThan(0.5);
        }
    }
}

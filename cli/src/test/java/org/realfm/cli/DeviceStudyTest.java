package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.realfm.cli.SmallStudy.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.cli.SmallStudy.Said;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The main job on a device behind a PACS that hospitals use: a network that runs there has the scores and the verdict of the
/// same network run here.
@Timeout(240)
class DeviceStudyTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private Said assess() {
        return run("assess", folder.resolve("study.yaml"), "--out", folder.resolve("out"), "--json");
    }

    @Test
    void aNetworkBehindAPacsIsJudgedAsTheSameNetworkHere() throws Exception {
        Assumptions.assumeTrue(OrthancWithDevice.program().isPresent(), "skipped: there is no Orthanc");
        Assumptions.assumeTrue(OrthancWithDevice.plugin().isPresent(), "skipped: Orthanc has no DICOMweb plugin");
        SmallStudy.in(folder);
        try (ServedNetwork network = new ServedNetwork(folder.resolve("careful.onnx"));
                OrthancWithDevice orthanc = OrthancWithDevice.start(Files.createDirectories(folder.resolve("pacs")))) {
            Files.writeString(folder.resolve("study.yaml"), SmallStudy.TEXT
                    .replace("cases-per-probe: 8", "cases-per-probe: 1")
                    .replace(", embedding: embedding", "")
                    .replace("  vendor: {predictions: vendor.csv}\n", """
                      device:
                        device: %s
                        model: Opacity Reader
                        version: 2.1
                        header: {Modality: DX, BodyPartExamined: CHEST}
                        report: {concept: {code: OPACITY, scheme: 99DEVICE}, finding: Pulmonary opacity, scale: 0.01}
                        limit-seconds: 60
                        poll-seconds: 0.02
                        settle-seconds: 0.001
                    """.replace("%s", orthanc.dicomWeb().toString())));
            Thread device = orthanc.device(network, "2.1");
            Said said = assess();
            device.interrupt();
            assertThat(said.code()).as(said.err()).isZero();
            JsonNode evidence = JSON.readTree(said.out());
            JsonNode usage = evidence.path("run").path("usage");
            int shown = usage.path(0).path("counts").path("sent").asInt();
            int timed = usage.path(1).path("counts").path("sent").asInt();
            assertThat(shown).isGreaterThan(SmallStudy.FILMS);
            assertThat(timed).isPositive();
            assertThat(orthanc.studies()).as("all that is there is told of").isEqualTo(shown + timed).isEqualTo(orthanc.read.get());
            assertThat(usage.path(0).path("words").asString()).contains("results by realfm realfm 2.1", "left on the server");
            assertThat(usage.path(1).path("words").asString()).startsWith("for timing: ");
            assertThat(Files.readString(folder.resolve("out/report.html"))).contains(shown + " studies sent", timed + " studies sent");
            sameScores(shown);

            JsonNode here = evidence.path("subjects").path(0);
            JsonNode there = evidence.path("subjects").path(1);
            assertThat(there.path("runtime").asString()).isEqualTo("DICOMweb device Opacity Reader 2.1");
            assertThat(there.path("verdict").path("level")).isEqualTo(here.path("verdict").path("level"));
            assertThat(outcomes(evidence, "device")).hasSizeGreaterThan(5).isEqualTo(outcomes(evidence, "careful"));
            noCaseIsNamed();
        }
    }

    private static List<String> outcomes(JsonNode evidence, String model) {
        return evidence.path("findings").valueStream()
                .filter(finding -> finding.path("model").asString("").equals(model) && !finding.path("timed").asBoolean())
                .map(finding -> finding.path("criterion").asString() + " " + finding.path("cell") + " " + finding.path("outcome"))
                .toList();
    }

    /// Each stimulus has two scores that agree to float precision.
    private void sameScores(int shown) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = connection.createStatement().executeQuery(
                        "SELECT count(*), min(score), max(score), count(failure) FROM read_parquet('"
                                + folder.resolve("out/observations.parquet") + "') GROUP BY stimulus")) {
            int stimuli = 0;
            double most = 0;
            while (rows.next()) {
                stimuli++;
                assertThat(rows.getInt(1)).isEqualTo(2);
                assertThat(rows.getInt(4)).isZero();
                assertThat(rows.getDouble(3)).isCloseTo(rows.getDouble(2), within(2e-6));
                most = Math.max(most, rows.getDouble(3));
            }
            assertThat(stimuli).isEqualTo(shown);
            assertThat(most).isGreaterThan(0.5);
        }
    }

    /// What lies at the PACS does not name a case: their names are `c0` to `c39`, their files `films/0.png` and so on.
    private void noCaseIsNamed() throws Exception {
        try (var files = Files.walk(folder.resolve("pacs/storage"))) {
            for (Path file : files.filter(Files::isRegularFile).limit(200).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain("films", ".png");
            }
        }
    }
}

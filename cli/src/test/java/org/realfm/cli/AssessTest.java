package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.realfm.cli.SmallStudy.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.cli.SmallStudy.Said;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AssessTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private SmallStudy study = new SmallStudy(Path.of(""));

    @BeforeEach
    void make() throws IOException {
        study = SmallStudy.in(folder);
    }

    private JsonNode lasting(String out, int threads) {
        Said said = run("assess", folder.resolve("study.yaml"), "--out", folder.resolve(out), "--threads", threads, "--json");
        assertThat(said.code()).as(said.err()).isZero();
        ObjectNode evidence = (ObjectNode) JSON.readTree(said.out());
        evidence.remove("run");
        for (JsonNode finding : evidence.get("findings")) {
            if (finding.get("timed").booleanValue()) {
                ((ObjectNode) finding).removeAll();
            }
        }
        return evidence;
    }

    @Test
    void twoRunsAndAnyNumberOfThreadsGiveTheSameEvidence() {
        JsonNode one = lasting("one", 1);
        assertThat(lasting("two", 2)).isEqualTo(one);
        assertThat(lasting("one", 2)).as("once more in the same folder").isEqualTo(one);
        assertThat(run("ledger", "verify", folder.resolve("one")).code()).isZero();
    }

    @Test
    void anEngineThatIsNotThereIsExplained() {
        Path out = folder.resolve("out");
        Said without = run("assess", folder.resolve("study.yaml"), "--out", out, "--engine", "spark");
        assertThat(without.code()).isEqualTo(2);
        assertThat(without.err()).contains("--engine spark").contains("./realfm");
        assertThat(run("assess", folder.resolve("study.yaml"), "--out", out, "--master", "local[2]").err())
                .contains("--master belongs to --engine spark");
        assertThat(run("assess", folder.resolve("study.yaml"), "--out", out, "--engine", "flink").err())
                .contains("expected local or spark");
        assertThat(out).doesNotExist();
    }

    @Test
    void theGateTellsByItsCode() {
        lasting("out", 2);
        assertThat(run("gate", folder.resolve("out"), "--model", "careful", "--at", "V0").code()).isZero();
        assertThat(run("gate", folder.resolve("out"), "--model", "careful", "--at", "V5").code()).isEqualTo(1);
        Said unknown = run("gate", folder.resolve("out"), "--model", "carefull", "--at", "V1", "--json");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.err()).contains("careful, vendor").contains("Did you mean 'careful'?");
        assertThat(JSON.readTree(unknown.out()).get("error").stringValue()).contains("careful, vendor");
        assertThat(run("gate", folder.resolve("nowhere"), "--model", "careful", "--at", "V1").code()).isEqualTo(2);
    }

    @Test
    void aChangedByteOfTheLedgerIsFound() throws IOException {
        lasting("out", 2);
        Path ledger = folder.resolve("out/ledger.jsonl");
        byte[] bytes = Files.readAllBytes(ledger);
        bytes[bytes.length / 2] ^= 1;
        Files.write(ledger, bytes);
        assertThat(run("ledger", "verify", ledger).code()).isEqualTo(1);
        assertThat(run("assess", folder.resolve("study.yaml"), "--out", folder.resolve("out")).code()).isEqualTo(2);
    }

    @Test
    void picturesThatAreNoneAreQuarantinedAndTheRunGoesOn() throws IOException {
        Files.write(folder.resolve("films/0.png"), new byte[0]);
        Files.writeString(folder.resolve("films/1.png"), "<!doctype html><p>moved");
        Files.delete(folder.resolve("films/2.png"));
        JsonNode quarantine = lasting("out", 2).get("quarantine");
        assertThat(quarantine.size()).isEqualTo(3);
        quarantine.forEach(entry -> assertThat(entry.get("remedy").stringValue()).isNotBlank());
    }
}

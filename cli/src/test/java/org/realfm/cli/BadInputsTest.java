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

/// What a user does wrong is explained, leaves with 2, and never shows a stack trace.
class BadInputsTest {

    @TempDir
    Path folder;

    private SmallStudy study = new SmallStudy(Path.of(""));

    @BeforeEach
    void make() throws IOException {
        study = SmallStudy.in(folder);
    }

    private static void explained(Said said, String... parts) {
        assertThat(said.code()).as(said.err()).isEqualTo(2);
        assertThat(said.err()).contains("realfm: ").contains(parts).doesNotContain("\tat ").doesNotContain("fault of realfm");
        assertThat(said.out()).isEmpty();
    }

    @Test
    void wordsOfTheCommand() {
        explained(run("asses", "x"), "asses", "assess", "realfm --help");
        explained(run("assess", "x", "--oot", "y"), "--oot", "--out", "realfm assess --help");
        explained(run("assess", "x"), "--out");
        explained(run("assess", "x", "--out", "y", "--threads", "many"), "many");
        explained(run("assess", "x", "--out", "y", "--threads", "0"), "expected 1 or more");
        explained(run("ledger"), "verify");
        explained(run("gate", "x", "--model", "m", "--at", "V9"), "V9");
        explained(run("criteria", "tech.calibratoin"), "Did you mean 'tech.calibration'?");
    }

    @Test
    void filesThatAreNotThere() throws IOException {
        explained(run("assess", folder.resolve("none.yaml"), "--out", folder), "none.yaml", "no such file");
        explained(run("report", folder), "evidence.json");
        explained(run("ledger", "verify", folder), "ledger.jsonl");
        explained(run("init", folder.resolve("none.csv")), "none.csv");
        explained(study.assess("careful.onnx", "carefull.onnx"), "study.yaml:9:", "Did you mean 'careful.onnx'?");
    }

    @Test
    void aFolderThatCannotBeWritten() {
        explained(
                run("assess", folder.resolve("study.yaml"), "--out", folder.resolve("cases.csv/out")),
                "cases.csv", "--out");
    }

    @Test
    void theStudyFile() throws IOException {
        explained(study.assess("truth:", "thruth:"), "study.yaml:6:", "thruth", "Did you mean 'truth'?");
        explained(study.assess("threshold: 0.5", "threshold: half"), "study.yaml:4:", "number");
        explained(study.assess("image: image", "image: picture"), "study.yaml:6:", "picture");
    }

    @Test
    void models() throws IOException {
        explained(study.assess("name: image", "name: film"), "no input 'film'", "image");
        explained(study.assess("size: [64, 64]", "size: [0, 64]"), "study.yaml:10:");
        Files.writeString(folder.resolve("careful.onnx"), "not a network");
        explained(study.assess("study: small", "study: other"), "careful.onnx", "not a model");
    }

    @Test
    void aModelWithoutAnyScoreStopsTheRun() throws IOException {
        Files.writeString(folder.resolve("vendor.csv"), "case,score\nc0,NaN\n");
        explained(study.assess("study: small", "study: other"), "vendor", "no score on 40 of 40", "NaN");
    }

    @Test
    void tables() throws IOException {
        Path table = folder.resolve("cases.csv");
        String text = Files.readString(table);
        Files.writeString(table, text.replace(',', ';'));
        explained(study.assess("study: small", "study: a"), "';'");
        Files.write(table, (text + "\u00e9,x,1\n").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        explained(study.assess("study: small", "study: b"), "not UTF-8", "Save it as UTF-8");
        Files.writeString(table, "");
        explained(study.assess("study: small", "study: c"), "no rows");
        Files.writeString(table, text.replaceAll(",[01]\n", ",2\n"));
        explained(study.assess("study: small", "study: d"), "'2', expected 0 or 1");
    }
}

package org.realfm.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.realfm.demo.DemoStudy;
import org.realfm.imaging.phantom.ChestPhantom;
import org.realfm.imaging.phantom.Scene;

/// A folder with forty generated films, a network that reads them, and a table of scores.
record SmallStudy(Path folder) {

    static final int FILMS = 40;

    static final String TEXT = """
            realfm: 1
            study: small
            use: {id: triage, question: opacity, task: classification, autonomy: A1, risk: R2,
                  operating-point: {threshold: 0.5}}
            limits: {cases-per-probe: 8}
            cohort: {table: cases.csv, case: case, image: image, truth: opacity}
            models:
              careful:
                onnx: careful.onnx
                input: {name: image, size: [64, 64], channels: 1, scale: 0.00392156862745098}
                outputs: {score: opacity, embedding: embedding}
              vendor: {predictions: vendor.csv}
            """;

    /// What a command said.
    record Said(int code, String out, String err) {}

    static SmallStudy in(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("films"));
        StringBuilder cases = new StringBuilder("case,image,opacity\n");
        StringBuilder vendor = new StringBuilder("case,score\n");
        for (int i = 0; i < FILMS; i++) {
            Scene scene = ChestPhantom.scene(
                    i, new Scene.Patient(i % 3 == 0, 30 + i), Scene.Style.DIGITAL, i % 2 * 0.5, Optional.empty());
            Files.write(folder.resolve("films/" + i + ".png"), ChestPhantom.render(scene, 64).toPng());
            cases.append("c").append(i).append(",films/").append(i).append(".png,").append(i % 2).append('\n');
            vendor.append("c").append(i).append(",0.").append(i % 2 == 0 ? 2 : 7).append(i % 9).append('\n');
        }
        Files.writeString(folder.resolve("cases.csv"), cases);
        Files.writeString(folder.resolve("vendor.csv"), vendor);
        try (InputStream network = Objects.requireNonNull(DemoStudy.class.getResourceAsStream("careful.onnx"))) {
            Files.copy(network, folder.resolve("careful.onnx"));
        }
        Files.writeString(folder.resolve("study.yaml"), TEXT);
        return new SmallStudy(folder);
    }

    /// Runs a command with its words.
    static Said run(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] arguments = java.util.Arrays.stream(words).map(String::valueOf).toArray(String[]::new);
        int code = Realfm.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Said(code, out.toString(), err.toString());
    }

    /// Assesses the study after a replacement in its file, which must change something.
    Said assess(String found, String replacement) throws IOException {
        String text = TEXT.replace(found, replacement);
        if (text.equals(TEXT)) {
            throw new IllegalArgumentException("the study has no '" + found + "'");
        }
        Files.writeString(folder.resolve("study.yaml"), text);
        return run("assess", folder.resolve("study.yaml"), "--out", folder.resolve("out"));
    }
}

package org.realfm.criteria;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.realfm.study.StudyFile;

/// The first YAML example of a page of `docs`, read as a study reads its documents.
public final class DocumentedExample {

    private DocumentedExample() {}

    public static Map<String, Object> of(String page, Path folder) throws IOException {
        String text = Files.readString(Path.of(System.getProperty("realfm.root", ".."), "docs", page));
        String example = text.substring(text.indexOf("```yaml\n") + "```yaml\n".length());
        Files.writeString(folder.resolve("example.yaml"), example.substring(0, example.indexOf("```")));
        Files.writeString(folder.resolve("cases.csv"), "case,truth\na,0\nb,1\n");
        Files.writeString(folder.resolve("scores.csv"), "case,score\na,0.1\nb,0.9\n");
        Path study = Files.writeString(folder.resolve("study.yaml"), """
                realfm: 1
                study: example
                use: {id: aid, question: opacity, task: classification, autonomy: A1, risk: R2,
                      operating-point: {threshold: 0.5}}
                cohort: {table: cases.csv, case: case, truth: truth}
                models: {vendor: {predictions: scores.csv}}
                documents: {plan: example.yaml}
                """);
        return Objects.requireNonNull(StudyFile.read(study).documents().get("plan")).content();
    }
}

package org.realfm.assess;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.realfm.report.EvidenceDocument;
import org.realfm.run.Progress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A study of two models that are known by their scores, in a folder of its own. Cases and patients have names that must
/// never leave it.
record StudyInFolder(Path folder) {

    static final String SECRET_CASE = "CaseOfMrsDoe";
    static final String SECRET_PATIENT = "PatientJaneDoe";

    static final String STUDY = """
            realfm: 1
            study: two vendors
            seed: 3
            use:
              id: triage
              question: pneumonia on a frontal chest film
              task: classification
              autonomy: A1
              risk: R2
              operating-point: {threshold: 0.5}
              floors: {auroc: 0.8, sensitivity: 0.7, specificity: 0.7}
              site: north
              never-miss: {large: 0.2}
            cohort:
              table: cases.csv
              case: case
              patient: patient
              truth: pneumonia
              split: {column: split, evaluate: test, tune: val, development: train}
              site: site
              groups: [sex]
              sampling: consecutive
            models:
              first: {predictions: first.csv, scores: ordinal}
              second: {predictions: second.csv, scores: ordinal}
            comparator: first
            """;

    static StudyInFolder in(Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(11);
        StringBuilder cases = new StringBuilder("case,patient,pneumonia,split,site,sex,large\n");
        StringBuilder first = new StringBuilder("case,score\n");
        StringBuilder second = new StringBuilder("case,score\n");
        for (int i = 0; i < 240; i++) {
            int truth = random.nextInt(2);
            cases.append(String.format(
                    Locale.ROOT, "%s%d,%s%d,%d,%s,%s,%s,%d%n", SECRET_CASE, i, SECRET_PATIENT, i / 2, truth,
                    i < 180 ? "test" : i < 210 ? "val" : "train", i % 3 == 0 ? "north" : "south",
                    random.nextBoolean() ? "F" : "M", truth * random.nextInt(2)));
            first.append(SECRET_CASE).append(i).append(',').append(score(truth, 0.35, random)).append('\n');
            second.append(SECRET_CASE).append(i).append(',').append(score(truth, 0.25, random)).append('\n');
        }
        StudyInFolder study = new StudyInFolder(folder);
        study.write("cases.csv", cases.toString());
        study.write("first.csv", first.toString());
        study.write("second.csv", second.toString());
        study.write("study.yaml", STUDY);
        return study;
    }

    private static double score(int truth, double signal, SplittableRandom random) {
        return Math.clamp(0.5 + (truth == 1 ? signal : -signal) + random.nextGaussian() / 4, 0, 1);
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    Path out(String name) {
        return folder.resolve(name);
    }

    EvidenceDocument assess(String out, int threads, boolean fresh) {
        return assess("study.yaml", out, threads, fresh, Progress.SILENT);
    }

    EvidenceDocument assess(String study, String out, int threads, boolean fresh, Progress progress) {
        return new Assessment(
                        folder.resolve(study),
                        out(out),
                        Optional.empty(),
                        threads,
                        fresh,
                        "A. Analyst",
                        "realfm assess",
                        progress,
                        InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z")))
                .run();
    }

    /// `evidence.json` without what may differ between two runs.
    JsonNode evidence(String out) throws IOException {
        ObjectNode evidence = (ObjectNode) JsonMapper.shared().readTree(Files.readString(out(out).resolve("evidence.json")));
        evidence.remove("run");
        ArrayNode findings = (ArrayNode) evidence.get("findings");
        for (int i = findings.size() - 1; i >= 0; i--) {
            if (findings.get(i).get("timed").booleanValue()) {
                findings.remove(i);
            }
        }
        return evidence;
    }
}

package org.realfm.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.Image2D;
import org.realfm.ledger.Digest;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceDocument.FindingPart;
import org.realfm.run.Progress;
import org.realfm.run.Stimulus;
import org.realfm.study.Cohort;
import org.realfm.study.CohortReader;
import org.realfm.study.StudyFile;

/// A study of models that take pictures and laboratory values from FHIR bundles, or the values alone, from the study file to the
/// evidence. The networks are made by `reference/record_networks.py`.
class RecordStudyTest {

    private static final int CASES = 120;
    private static final String NAME = "Mustermann-Doe";
    private static final String NUMBER = "MRN-4711-0815";

    private static final String STUDY = """
            realfm: 1
            study: records
            seed: 3
            use:
              id: triage
              question: pneumonia
              task: classification
              autonomy: A1
              risk: R2
              operating-point: {threshold: 0.5}
              floors: {auroc: 0.6}
            limits: {cases-per-probe: 4}
            cohort:
              table: cases.csv
              case: case
              patient: patient
              image: image
              truth: pneumonia
              index-time: taken
              time-zone: Europe/Berlin
              record:
                labs:
                  fhir: {folder: bundles, join: patient}
                  fields:
                    crp: {fhirpath: "Bundle.entry.resource.ofType(Observation).where(code.coding.code='1988-5').value", unit: mg/L}
                person: {columns: [age]}
            models:
              fused:
                onnx: fused.onnx
                takes: [image, labs, person]
                dropout: [labs]
                input: {name: image, size: [8, 8], scale: 0.00392156862745098}
                record: {name: features, fields: [labs.crp, person.age], mean: [20, 60], std: [10, 15], missing: mean, indicator: absent}
                outputs: {score: score}
              strict:
                onnx: fused.onnx
                takes: [image, labs, person]
                input: {name: image, size: [8, 8], scale: 0.00392156862745098}
                record: {name: features, fields: [labs.crp, person.age], mean: [20, 60], std: [10, 15], missing: mean, indicator: absent}
                outputs: {score: score}
              values:
                onnx: labs.onnx
                takes: [labs, person]
                dropout: [labs]
                record: {name: features, fields: [labs.crp, person.age], mean: [20, 60], std: [10, 15], missing: mean}
                outputs: {score: score}
            """;

    @TempDir
    private Path folder;

    private final double[] crp = new double[CASES];

    @BeforeEach
    void write() throws IOException {
        SplittableRandom random = new SplittableRandom(17);
        StringBuilder table = new StringBuilder("case,patient,image,pneumonia,taken,age\n");
        Files.createDirectory(folder.resolve("bundles"));
        for (int i = 0; i < CASES; i++) {
            int truth = random.nextInt(2);
            float level = (float) (100 + 40 * truth + 40 * random.nextGaussian());
            float[] samples = new float[64];
            for (int p = 0; p < samples.length; p++) {
                samples[p] = (float) Math.clamp(Math.rint(level + 10 * random.nextGaussian()), 0, 255);
            }
            Files.write(folder.resolve(i + ".png"), Image2D.of(8, 8, 1, 255, samples).toPng());
            crp[i] = Math.rint(10 * (15 + 10 * truth + 8 * random.nextGaussian())) / 10;
            if (i % 5 > 0) {
                bundle(i, crp[i], truth == 1 ? 400 : 0);
            }
            table.append(String.format(
                    Locale.ROOT, "c%d,%s-%d,%d.png,%d,2026-01-31T10:00:00,%d%n", i, NAME, i, i, truth, 40 + random.nextInt(40)));
        }
        Files.writeString(folder.resolve("cases.csv"), table.toString());
        for (String network : new String[] {"fused.onnx", "labs.onnx"}) {
            try (InputStream bytes = Objects.requireNonNull(RecordStudyTest.class.getResourceAsStream(network))) {
                Files.write(folder.resolve(network), bytes.readAllBytes());
            }
        }
    }

    /// A value before the picture was taken, and one after it that gives the answer away.
    private void bundle(int i, double before, double after) throws IOException {
        Files.writeString(folder.resolve("bundles").resolve(NAME + "-" + i + ".json"), """
                {"resourceType": "Bundle", "type": "collection", "entry": [
                  {"resource": {"resourceType": "Patient", "id": "%1$s-%2$d", "name": [{"family": "%1$s"}],
                    "identifier": [{"system": "urn:mrn", "value": "%3$s-%2$d"}]}},
                  {"resource": %4$s}, {"resource": %5$s}]}
                """.formatted(NAME, i, NUMBER, observation("2026-01-31T09:00:00+01:00", before), observation("2026-02-01", after)));
    }

    private static String observation(String time, double value) {
        return """
                {"resourceType": "Observation", "status": "final", "code": {"coding": [{"system": "http://loinc.org", "code": "1988-5"}]},
                 "effectiveDateTime": "%s", "valueQuantity": {"value": %s, "unit": "mg/L", "system": "http://unitsofmeasure.org", "code": "mg/L"}}
                """.formatted(time, value);
    }

    private EvidenceDocument assess(String study, int threads) throws IOException {
        Path file = Files.writeString(folder.resolve("study.yaml"), study);
        return new Assessment(
                        file, folder.resolve("out"), Optional.empty(), threads, false, "A. Analyst", "realfm assess", Progress.SILENT,
                        InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z")))
                .run();
    }

    private static FindingPart auroc(EvidenceDocument document, String model) {
        return document.findings().stream()
                .filter(finding -> finding.criterion().equals("tech.discrimination.ranking") && model.equals(finding.model()))
                .findFirst()
                .orElseThrow();
    }

    private long count(String where) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = connection.createStatement().executeQuery(
                        "SELECT count(*) FROM read_parquet('" + folder.resolve("out/observations.parquet") + "') WHERE " + where)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Test
    void modelsAreShownTheRecordThatTheyTakeAndNothingOfTheFuture() throws Exception {
        EvidenceDocument first = assess(STUDY, 2);
        assertThat(first.cohort().evaluated()).isEqualTo(CASES);
        assertThat(first.quarantine().toString())
                .contains("24 cases: no bundle")
                .contains("96 cases: resources not certainly known before the index time were left out");
        // Each fifth case has no bundle: a model that did not say that it can do without fails on it, whatever is done to the picture.
        assertThat(count("failure LIKE '%the modality ''labs'' is missing, and the model does not declare%'")).isGreaterThanOrEqualTo(CASES / 5);
        assertThat(count("failure IS NOT NULL AND failure NOT LIKE '%the modality ''labs'' is missing%'")).isZero();
        assertThat(auroc(first, "fused").estimates().getFirst().value()).isBetween(0.7, 0.95);
        assertThat(auroc(first, "values").estimates().getFirst().value())
                .as("what came after the picture would give it away")
                .isBetween(0.6, 0.9);
    }

    private Cohort cohort() throws IOException {
        return CohortReader.read(StudyFile.read(Files.writeString(folder.resolve("study.yaml"), STUDY)));
    }

    @Test
    void whatIsShownOfTheRecordIsPartOfAStimulus() throws IOException {
        Cohort first = cohort();
        bundle(1, crp[1], 123);
        Cohort later = cohort();
        assertThat(later.root()).as("what is known only later changes nothing").isEqualTo(first.root());
        bundle(1, crp[1] + 1, 123);
        Cohort changed = cohort();
        assertThat(changed.root()).isNotEqualTo(first.root());
        assertThat(Stimulus.of(1).digest(changed, "salt")).isNotEqualTo(Stimulus.of(1).digest(first, "salt"));
        assertThat(Stimulus.of(2).digest(changed, "salt")).isEqualTo(Stimulus.of(2).digest(first, "salt"));
        Stimulus without = Stimulus.without(1, List.of("labs"));
        assertThat(without.digest(changed, "salt"))
                .as("what is left out is not shown")
                .isEqualTo(without.digest(first, "salt"))
                .isNotEqualTo(Stimulus.of(1).digest(first, "salt"))
                .isNotEqualTo(Stimulus.without(1, List.of("image")).digest(first, "salt"));
        assertThat(without.record(first).modalities()).containsOnlyKeys("person");
    }

    @Test
    void aStudyWithoutARecordKeepsItsStimuli() throws IOException {
        String plain = STUDY.substring(0, STUDY.indexOf("  index-time")) + "models:\n  table: {predictions: table.csv}\n";
        Files.writeString(folder.resolve("table.csv"), "case,score\nc0,0.5\n");
        Cohort cohort = CohortReader.read(StudyFile.read(Files.writeString(folder.resolve("plain.yaml"), plain)));
        assertThat(Stimulus.of(3).digest(cohort, "salt"))
                .isEqualTo(Digest.of(
                        Digest.of("salt", "c3").hex(), cohort.columns().content()[3].hex(), "", "0", "0", "false"));
    }

    /// A model of records alone, of a cohort without pictures; nothing of its bundles leaves the folder of the study.
    @Test
    void aModelOfRecordsAloneNeedsNoPictures() throws IOException {
        Files.writeString(folder.resolve("bundles").resolve(NAME + "-1.json"), "{\"resourceType\": \"Bundle\", \"" + NUMBER + "\": 1}");
        String alone = STUDY.replace("  image: image\n", "");
        alone = alone.substring(0, alone.indexOf("  fused:")) + alone.substring(alone.indexOf("  values:"));
        EvidenceDocument document = assess(alone, 2);
        assertThat(document.cohort().evaluated()).isEqualTo(CASES);
        assertThat(auroc(document, "values").estimates().getFirst().value()).isBetween(0.6, 0.9);
        assertThat(document.quarantine().toString()).contains("1 case: a bundle that is not FHIR R4 in JSON");
        try (Stream<Path> files = Files.walk(folder.resolve("out"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).as(file.toString()).doesNotContain(NAME).doesNotContain(NUMBER);
            }
        }
    }
}

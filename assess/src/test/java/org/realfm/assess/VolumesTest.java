package org.realfm.assess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.phantom.Body;
import org.realfm.imaging.phantom.CtScan;
import org.realfm.imaging.phantom.Findings;
import org.realfm.imaging.phantom.PhantomKind;
import org.realfm.imaging.interventions.VolumeIntervention;
import org.realfm.imaging.volume.Orientation;
import org.realfm.imaging.volume.Volume;
import org.realfm.models.Content;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceDocument.FindingPart;
import org.realfm.run.Pictures;
import org.realfm.study.Cohort;
import org.realfm.study.CohortReader;
import org.realfm.study.Study;
import org.realfm.study.StudyFile;

/// CT volumes of phantoms, in every guise, shown to a network of volumes and to one of slices. Both tell on which side the
/// heart lies, so a reading that loses left and right gives the other answer.
class VolumesTest {

    /// Coarse, so that a scan takes little time: 12 slices of 32 x 32.
    private static final CtScan.Protocol COARSE =
            new CtScan.Protocol(32, 12, 12, 24, 24, 0, -10, 300_000, 90, 0, CtScan.Model.FAST);

    private static final String SOLID = """
              solid:
                onnx: solid.onnx
                input:
                  name: image
                  size: [18, 24, 24]
                  steps:
                    - orient: LPS
                    - resample: [16, 16, 16]
                    - window: {centre: -200, width: 1600}
                    - crop: [18, 24, 24]
                    - pad: {size: [18, 24, 24]}
                outputs: {score: right}
            """;

    private static final String FLAT = """
              flat:
                onnx: flat.onnx
                input:
                  name: image
                  size: [24, 24]
                  window: {centre: -200, width: 1600}
                  steps:
                    - resample: [16, 16, 16]
                    - crop: [5, 24, 24]
                    - tile: {size: [1, whole, whole], combine: mean}
                  scale: 0.0000152590218966964
                outputs: {score: right}
            """;

    private static final String STUDY = """
            realfm: 1
            study: side of the heart
            use: {id: side, question: dextrocardia, task: classification, autonomy: A1, risk: R2,
                  operating-point: {threshold: 0.5}, floors: {auroc: 0.8, sensitivity: 0.7, specificity: 0.7}}
            limits: {cases-per-probe: 40}
            cohort: {table: cases.csv, case: case, image: image, truth: right%s}
            models:
            """;

    @TempDir
    private Path folder;

    private StudyInFolder study = new StudyInFolder(Path.of(""));

    @BeforeEach
    void networks() throws IOException {
        study = new StudyInFolder(folder);
        for (String name : List.of("solid.onnx", "flat.onnx")) {
            try (InputStream network = Objects.requireNonNull(VolumesTest.class.getResourceAsStream("/volumes/" + name))) {
                Files.copy(network, folder.resolve(name));
            }
        }
    }

    private static Volume scan(int seed, boolean mirrored) {
        Body body = PhantomKind.CT.draw(seed, new Findings(2, 0.5, 0));
        return CtScan.volume(mirrored ? body.mirrored() : body, COARSE);
    }

    private Study write(List<String> rows, String more, String... models) throws IOException {
        study.write("cases.csv", "case,image,right,split\n" + String.join("\n", rows) + "\n");
        study.write("study.yaml", STUDY.formatted(more) + String.join("", models));
        return StudyFile.read(folder.resolve("study.yaml"));
    }

    /// The scores of a cohort, a model a key.
    private static Map<String, List<Double>> scores(Study read, Cohort cohort) {
        Map<String, List<Double>> scores = new LinkedHashMap<>();
        try (OpenModels models = OpenModels.open(read)) {
            for (String name : models.names()) {
                Model model = models.get(name);
                Pictures pictures = new FilePictures(cohort, model.window());
                scores.put(name, IntStream.range(0, cohort.size()).mapToObj(row ->
                        score(model.predict(List.of(new Content("", pictures.read(row)))).getFirst())).toList());
            }
        }
        return scores;
    }

    private static double score(Output output) {
        if (output instanceof Output.Scores scores) {
            return scores.score();
        }
        throw new AssertionError(output.toString());
    }

    @Test
    void oneScanInEveryGuiseHasOneScoreAndLeftStaysLeft() throws IOException {
        List<String> rows = new ArrayList<>();
        for (boolean mirrored : new boolean[] {false, true}) {
            Volume scan = scan(7, mirrored);
            String name = mirrored ? "right" : "left";
            int truth = mirrored ? 1 : 0;
            SequencedMap<String, Path> guises = new LinkedHashMap<>();
            guises.put(name + ".nii.gz", VolumeFiles.nifti(folder.resolve(name + ".nii.gz"), scan));
            guises.put(name + ".nrrd", VolumeFiles.nrrd(folder.resolve(name + ".nrrd"), scan));
            guises.put(name, VolumeFiles.series(folder.resolve(name), scan));
            for (String order : List.of("RAS", "LAS", "RPI", "PIR", "SAL", "ILA")) {
                Volume turned = scan.toOrientation(Orientation.of(order));
                guises.put(name + order + ".nii.gz", VolumeFiles.nifti(folder.resolve(name + order + ".nii.gz"), turned));
                guises.put(name + order + ".nrrd", VolumeFiles.nrrd(folder.resolve(name + order + ".nrrd"), turned));
                guises.put(name + order, VolumeFiles.series(folder.resolve(name + order), turned));
            }
            guises.keySet().forEach(file -> rows.add(file + "," + file + "," + truth + ",test"));
        }
        Study read = write(rows, "", SOLID, FLAT);
        Cohort cohort = CohortReader.read(read);
        assertThat(cohort.quarantine()).isEmpty();
        assertThat(cohort.columns().volumes()).isTrue();
        int half = rows.size() / 2;
        scores(read, cohort).forEach((model, scores) -> {
            assertThat(scores.subList(0, half)).as(model + ", heart on the left").containsOnly(scores.getFirst());
            assertThat(scores.subList(half, 2 * half)).as(model + ", heart on the right").containsOnly(scores.getLast());
            assertThat(scores.getFirst()).as(model).isLessThan(0.5);
            assertThat(scores.getLast()).as(model).isGreaterThan(0.5);
        });
    }

    @Test
    void aCohortOfVolumesIsAssessedAndResumes() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 44; i++) {
            boolean mirrored = i % 2 == 1;
            Volume scan = scan(100 + i, mirrored);
            String image = i % 4 < 2 ? "scan" + i + ".nii.gz" : "scan" + i;
            if (i % 4 < 2) {
                VolumeFiles.nifti(folder.resolve(image), scan);
            } else {
                VolumeFiles.series(folder.resolve(image), scan);
            }
            rows.add("c" + i + "," + image + "," + i % 2 + "," + (i < 40 ? "test" : "train"));
        }
        Study read = write(rows, ", split: {column: split, evaluate: test, development: train}", SOLID);
        EvidenceDocument one = study.assess("one", 1, false);
        assertThat(one.cohort().evaluated()).isEqualTo(40);
        assertThat(one.quarantine()).isEmpty();
        assertThat(Plan.of(read, CohortReader.read(read), Criteria.all()).chunks().stream().flatMap(List::stream)
                        .flatMap(stimulus -> stimulus.intervention().stream()))
                .isNotEmpty()
                .allSatisfy(intervention -> assertThat(intervention).isInstanceOf(VolumeIntervention.class));

        FindingPart shortcut = finding(one, "reason.causal.shortcut");
        assertThat(shortcut.outcome()).isEqualTo("not assessable");
        assertThat(shortcut.reason()).contains("the cases have volumes");
        assertThat(finding(one, "data.leakage.near_duplicates").reason()).contains("volumes (seen by their middle slices)");
        FindingPart blur = finding(one, "tech.robustness.corruptions", "blur");
        assertThat(blur.outcome()).isNotEqualTo("not assessable");
        assertThat(blur.reason()).contains("Severity 1 is 0.5 mm");

        study.assess("two", 2, false);
        assertThat(study.evidence("two")).isEqualTo(study.evidence("one"));
        EvidenceDocument again = study.assess("one", 2, false);
        assertThat(again.run().shown()).isZero();
    }

    private static FindingPart finding(EvidenceDocument document, String criterion) {
        return document.findings().stream().filter(each -> each.criterion().equals(criterion)).findFirst().orElseThrow();
    }

    private static FindingPart finding(EvidenceDocument document, String criterion, String cell) {
        return document.findings().stream()
                .filter(each -> each.criterion().equals(criterion) && cell.equals(each.cell()))
                .findFirst()
                .orElseThrow();
    }
}

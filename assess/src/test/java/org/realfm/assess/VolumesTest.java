package org.realfm.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.interventions.Alteration;
import org.realfm.imaging.interventions.Operator;
import org.realfm.imaging.interventions.Scale;
import org.realfm.imaging.interventions.VolumeIntervention;
import org.realfm.imaging.phantom.Body;
import org.realfm.imaging.phantom.CtScan;
import org.realfm.imaging.phantom.Findings;
import org.realfm.imaging.phantom.PhantomKind;
import org.realfm.imaging.volume.Orientation;
import org.realfm.imaging.volume.Volume;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.report.EvidenceDocument.FindingPart;
import org.realfm.report.EvidenceDocument;
import org.realfm.run.Pictures;
import org.realfm.study.Cohort;
import org.realfm.study.CohortReader;
import org.realfm.study.Quarantined;
import org.realfm.study.Study;
import org.realfm.study.StudyFile;
import org.realfm.tables.BadInput;

/// CT volumes of phantoms, in every guise, shown to a network of volumes and to one of slices. Both tell on which side the
/// heart lies, so a reading that loses left and right gives the other answer.
class VolumesTest {

    /// Coarse, so that a scan takes little time: 12 slices of 32 x 32.
    private static final CtScan.Protocol COARSE =
            new CtScan.Protocol(32, 12, 12, 24, 24, 0, -10, 300_000, 90, 0, CtScan.Model.FAST);

    private static final Map<Boolean, Volume> SCANS = new ConcurrentHashMap<>();

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
            limits: {cases-per-probe: 8}
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

    /// A patient and, mirrored, another whose heart is on the right.
    private static Volume scan(boolean mirrored) {
        return SCANS.computeIfAbsent(mirrored, side -> {
            Body body = PhantomKind.CT.draw(7, new Findings(2, 0.5, 0));
            return CtScan.volume(side ? body.mirrored() : body, COARSE);
        });
    }

    /// One of them scanned once more: other noise of 20 HU.
    private static Volume again(boolean mirrored, int seed) {
        Volume noisy = new Alteration(Operator.GAUSSIAN_NOISE, 1).apply(scan(mirrored), Scale.HOUNSFIELD, seed);
        float[] values = noisy.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.rint(values[i]);
        }
        return noisy.withValues(values);
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
            Volume scan = scan(mirrored);
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
            Volume scan = again(i % 2 == 1, i);
            boolean file = i % 10 > 1;
            String image = file ? "scan" + i + ".nii.gz" : "scan" + i;
            if (file) {
                VolumeFiles.nifti(folder.resolve(image), scan);
            } else {
                VolumeFiles.series(folder.resolve(image), scan);
            }
            rows.add("c" + i + "," + image + "," + i % 2 + "," + (i < 40 ? "test" : "train"));
        }
        Study read = write(rows, ", split: {column: split, evaluate: test, development: train}", SOLID);
        EvidenceDocument one = study.assess("one", 2, false);
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

        EvidenceDocument again = study.assess("one", 1, false);
        assertThat(again.run().shown()).isZero();
    }

    private Quarantined refused(String image) throws IOException {
        Volume scan = scan(true);
        VolumeFiles.nifti(folder.resolve("good.nii.gz"), scan);
        Cohort cohort = CohortReader.read(write(List.of("a,good.nii.gz,1,test", "b," + image + ",0,test"), "", SOLID));
        assertThat(cohort.size()).isEqualTo(1);
        return cohort.quarantine().stream().filter(each -> each.path().equals(image)).findFirst().orElseThrow();
    }

    @Test
    void aVolumeThatIsNoneIsSetAsideWithTheReason() throws IOException {
        Volume scan = scan(false);
        Path series = VolumeFiles.series(folder.resolve("gap"), scan);
        Files.delete(series.resolve("IM1005"));
        assertThat(refused("gap").reason()).contains("not:").contains("missing");

        Path mixed = VolumeFiles.series(folder.resolve("mixed"), scan);
        Files.move(VolumeFiles.series(folder.resolve("other"), scan.toOrientation(Orientation.of("PIR"))).resolve("IM1003"),
                mixed.resolve("IM2000"));
        assertThat(refused("mixed").reason()).contains("2 stacks of slices (CT 32 x 32 x 12, CT 32 x 12 x 1)");

        Path cut = VolumeFiles.series(folder.resolve("cut"), scan);
        byte[] slice = Files.readAllBytes(cut.resolve("IM1001"));
        Files.write(cut.resolve("IM1001"), Arrays.copyOf(slice, slice.length / 2));
        assertThat(refused("cut").reason()).contains("'IM1001' cannot be read");

        Path notes = VolumeFiles.series(folder.resolve("notes"), scan);
        Files.writeString(notes.resolve("notes.txt"), "read me");
        assertThat(refused("notes").reason()).contains("'notes.txt' cannot be read");
        Files.move(notes.resolve("notes.txt"), notes.resolve(".notes"));
        Files.createDirectories(folder.resolve("empty"));
        assertThat(refused("empty").reason()).contains("no DICOM image");

        byte[] nifti = Files.readAllBytes(VolumeFiles.nifti(folder.resolve("short.nii.gz"), scan));
        Files.write(folder.resolve("short.nii.gz"), Arrays.copyOf(nifti, nifti.length / 2));
        assertThat(refused("short.nii.gz").reason()).contains("damaged or cut short");
        // What is left out does no harm.
        assertThat(CohortReader.read(write(List.of("a,good.nii.gz,1,test", "b,notes,0,test"), "", SOLID)).quarantine()).isEmpty();
    }

    @Test
    void theContentOfASeriesIsThatOfItsFilesInTheOrderOfTheirPlaces() throws IOException {
        Volume scan = scan(false);
        Path series = VolumeFiles.series(folder.resolve("series"), scan);
        Path renamed = VolumeFiles.series(folder.resolve("renamed"), scan);
        Files.move(renamed.resolve("IM1003"), renamed.resolve("A"));
        Path other = VolumeFiles.series(folder.resolve("other"), scan(true));
        assertThat(List.of(series, renamed, other)).allMatch(Files::isDirectory);
        Digest[] content = CohortReader.read(write(
                        List.of("a,series,0,test", "b,renamed,0,test", "c,other,1,test"), "", SOLID))
                .columns()
                .content();
        assertThat(content[1]).isEqualTo(content[0]).isNotEqualTo(content[2]);
    }

    @Test
    void aModelThatCannotBeShownVolumesIsToldBeforeItIsAsked() throws IOException {
        VolumeFiles.nifti(folder.resolve("scan.nii.gz"), scan(false));
        Files.write(folder.resolve("film.png"), Image2D.of(2, 2, 1, 255, new float[] {1, 2, 3, 4}).toPng());
        List<String> volumes = List.of("a,scan.nii.gz,1,test", "b,scan.nii.gz,0,test");
        List<String> films = List.of("a,film.png,1,test", "b,film.png,0,test");
        String plain = FLAT.replaceAll("(?s)      steps:.*?      scale", "      scale");
        String program = "  program: {command: [sh, -c, 'exit 0']}\n";
        String chat = "  chat: {chat: 'http://127.0.0.1:9', model: m, prompt: prompt.txt}\n";
        study.write("prompt.txt", "How probable is it?");
        assertThat(stopped(volumes, plain))
                .hasMessageContaining("'models.flat' is for pictures of one plane, but 2 of 2 cases have volumes, the first at cases.csv:2")
                .hasMessageContaining("tile: {size: [1, whole, whole], combine: max}");
        assertThat(stopped(volumes, program)).hasMessageContaining("Add 'pictures: path'");
        assertThat(stopped(volumes, chat)).hasMessageContaining("Name one picture a case");
        assertThat(stopped(films, SOLID)).hasMessageContaining("'models.solid' is for volumes").hasMessageContaining("[rows, columns]");
        assertThat(stopped(films, FLAT)).hasMessageContaining("take steps for volumes out");
        assertThat(CohortReader.read(write(films, "", plain)).size()).isEqualTo(2);
        assertThat(CohortReader.read(write(volumes, "", program.replace("]}", "], pictures: path}"))).size()).isEqualTo(2);
    }

    private BadInput stopped(List<String> rows, String model) throws IOException {
        Study read = write(rows, "", model);
        BadInput stop = catchThrowableOfType(BadInput.class, () -> CohortReader.read(read));
        assertThat(stop).isNotNull();
        return stop;
    }

    private static FindingPart finding(EvidenceDocument document, String criterion) {
        return document.findings().stream().filter(each -> each.criterion().equals(criterion)).findFirst().orElseThrow();
    }
}

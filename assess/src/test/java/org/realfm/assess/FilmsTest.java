package org.realfm.assess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.ledger.Finding;
import org.realfm.report.EvidenceDocument;
import org.realfm.run.Card;
import org.realfm.run.Criterion;
import org.realfm.run.Progress;
import org.realfm.run.SubjectEvidence;
import org.realfm.run.Timing;
import org.realfm.study.Cohort;
import org.realfm.study.CohortReader;
import org.realfm.study.Study;
import org.realfm.study.StudyFile;
import org.realfm.tables.BadInput;

/// The main job on real films with trained networks, where there are any.
class FilmsTest {

    @TempDir
    private Path folder;

    private StudyInFolder study = new StudyInFolder(Path.of(""));

    @BeforeEach
    void write() throws IOException {
        String shared = Optional.ofNullable(System.getProperty("REALFM_SHARED_DATA"))
                .or(() -> Optional.ofNullable(System.getenv("REALFM_SHARED_DATA")))
                .orElse("../shared/data");
        Path data = Path.of(System.getProperty("realfm.root", ".."))
                .resolve(shared)
                .resolve("pneumonia")
                .toAbsolutePath()
                .normalize();
        Assumptions.assumeTrue(Files.isDirectory(data), () -> "skipped: there are no shared films at " + data);
        study = new StudyInFolder(folder);
        study.write("cases.csv", table(data));
        study.write("study.yaml", """
                realfm: 1
                study: pneumonia
                use: {id: triage, question: pneumonia, task: classification, autonomy: A1, risk: R2,
                      operating-point: {sensitivity-at-least: 0.9}, floors: {sensitivity: 0.8},
                      latency: {p95-seconds: 5, arrivals-per-hour: 60}}
                limits: {cases-per-probe: 20}
                cohort: {table: cases.csv, case: case, image: image, truth: pneumonia,
                         split: {column: split, evaluate: test, tune: val, development: train}}
                models:
                  careful:
                    onnx: DATA/careful.onnx
                    input: {name: image, size: [28, 28], scale: 0.00392156862745098}
                    outputs: {score: pneumonia, embedding: embedding}
                  shortcut:
                    onnx: DATA/shortcut.onnx
                    input: {name: image, size: [28, 28], scale: 0.00392156862745098}
                    outputs: {score: pneumonia}
                """.replace("DATA", data.toString()));
    }

    /// Every fourth film of the test part, and some of the others; copied, so that a test may change them.
    private String table(Path data) throws IOException {
        List<String> lines = Files.readAllLines(data.resolve("cases.csv"));
        List<String> header = List.of(lines.getFirst().split(","));
        List<String> kept = new ArrayList<>(List.of("case,image,split,pneumonia"));
        Files.createDirectories(folder.resolve("films"));
        for (int i = 1; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(",");
            String split = cells[header.indexOf("split")];
            if (i % (split.equals("test") ? 4 : 20) == 0) {
                Path film = data.resolve(cells[header.indexOf("image")]);
                Files.copy(film, folder.resolve("films").resolve(film.getFileName()));
                kept.add(String.join(
                        ",", cells[header.indexOf("case")], "films/" + film.getFileName(), split,
                        cells[header.indexOf("pneumonia")]));
            }
        }
        return String.join("\n", kept) + "\n";
    }

    @Test
    void threadsAndInterruptionsChangeNothing() throws IOException {
        EvidenceDocument one = study.assess("one", 1, false);
        assertThat(one.cohort().evaluated()).isBetween(100, 130);
        assertThat(one.run().shown()).isGreaterThan(2L * one.cohort().evaluated());
        study.assess("two", 2, false);
        assertThat(study.evidence("two")).isEqualTo(study.evidence("one"));

        assertThatThrownBy(() -> study.assess("study.yaml", "stopped", 2, false, new StopsAfterOneChunk()))
                .hasMessage("stopped");
        EvidenceDocument resumed = study.assess("stopped", 2, false);
        assertThat(resumed.run().resumed()).isPositive();
        assertThat(resumed.run().shown()).isPositive();
        assertThat(study.evidence("stopped")).isEqualTo(study.evidence("one"));
    }

    private static final class StopsAfterOneChunk implements Progress {
        private boolean showing;

        @Override
        public void stage(String name, long total) {
            showing = name.equals("showing cases to models");
        }

        @Override
        public void done(long steps) {
            if (showing) {
                throw new IllegalStateException("stopped");
            }
        }

        @Override
        public void note(String line) {}
    }

    @Test
    void aFilmThatChangesDuringTheRunStopsIt() throws IOException {
        Path film = Files.readAllLines(folder.resolve("cases.csv")).stream()
                .filter(line -> line.contains(",test,"))
                .map(line -> folder.resolve(line.split(",")[1]))
                .findFirst()
                .orElseThrow();
        Progress vandal = new Progress() {
            @Override
            public void stage(String name, long total) {
                if (name.equals("showing cases to models")) {
                    try {
                        Files.writeString(film, "no film any more");
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }

            @Override
            public void done(long steps) {}

            @Override
            public void note(String line) {}
        };
        assertThatThrownBy(() -> study.assess("study.yaml", "out", 2, false, vandal))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining(String.valueOf(film.getFileName()))
                .hasMessageContaining("changed during the run");
    }

    @Test
    void singleRequestsAreTimedIfACriterionAsks() throws IOException {
        Study read = StudyFile.read(folder.resolve("study.yaml"));
        Cohort cohort = CohortReader.read(read);
        try (OpenModels models = OpenModels.open(read)) {
            Map<String, Timing> timings =
                    Stopwatch.time(read, cohort, models, Set.of(), List.of(new AsksForTime(7), new AsksForTime(3)), Progress.SILENT);
            assertThat(timings).containsOnlyKeys("careful", "shortcut");
            assertThat(timings.values()).allSatisfy(timing -> {
                assertThat(timing.coldStart()).isPositive();
                assertThat(timing.service()).hasSize(7).allSatisfy(seconds -> assertThat(seconds).isPositive());
            });
            assertThat(Stopwatch.time(read, cohort, models, Set.of(), List.of(new AsksForTime(0)), Progress.SILENT)).isEmpty();
        }
    }

    private record AsksForTime(int requests) implements Criterion.OfSubject {
        @Override
        public int timedRequests(Study study) {
            return requests;
        }

        @Override
        public Card card() {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Finding> assess(SubjectEvidence evidence) {
            throw new UnsupportedOperationException();
        }
    }
}

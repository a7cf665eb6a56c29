package org.realfm.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.SharedData;
import org.realfm.tables.Table;

/// The shared films of children's chests, where they are.
class PneumoniaStudyTest {

    @TempDir
    Path folder;

    private Path data = Path.of("");

    @BeforeEach
    void find() {
        data = SharedData.folder("pneumonia", "cases.csv");
    }

    private Study study(String cohort) throws IOException {
        return StudyFile.read(Files.writeString(folder.resolve("study.yaml"), """
                realfm: 1
                study: pneumonia
                use: {id: aid, question: pneumonia, task: classification, autonomy: A2, risk: R2,
                      operating-point: {threshold: 0.5}}
                cohort: {%s}
                models:
                  careful:
                    onnx: %s
                    input: {name: image, size: [28, 28], scale: 0.00392156862745098}
                    outputs: {score: pneumonia, embedding: embedding}
                """.formatted(cohort.replace("DATA", data.toString()), data.resolve("careful.onnx"))));
    }

    @Test
    void everyFilmIsRead() throws IOException {
        Cohort cohort = CohortReader.read(study("table: DATA/cases.csv, case: case, image: image, truth: pneumonia,"
                + " split: {column: split, evaluate: test, tune: val, development: train}"));
        assertThat(cohort.quarantine()).isEmpty();
        assertThat(cohort.size()).isEqualTo(3166);
        int[] evaluated = cohort.rows(Split.EVALUATE);
        assertThat(evaluated).hasSize(468);
        assertThat(Arrays.stream(evaluated).map(row -> cohort.columns().truth()[row]).sum()).isEqualTo(234);
        assertThat(cohort.columns().patientsDeclared()).isFalse();
    }

    @Test
    void theDraftFindsTheColumns() {
        String draft = StudyDraft.propose(Table.read(data.resolve("marked.csv")));
        assertThat(draft).contains("case: case").contains("image: image").contains("truth: pneumonia")
                .contains("nuisance: [corner_mark]");
    }
}

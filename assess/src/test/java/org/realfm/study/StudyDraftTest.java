package org.realfm.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.tables.Table;

class StudyDraftTest {

    @TempDir
    Path path;

    StudyFolder folder;

    @BeforeEach
    void write() {
        folder = new StudyFolder(path);
        folder.write("model.onnx", "a model's bytes");
        folder.write("predictions.csv", "case,score\na,0.5\n");
    }

    private Study drafted(String table) {
        Path file = folder.write("cases.csv", table);
        return StudyFile.read(folder.write("draft.yaml", StudyDraft.propose(Table.read(file))));
    }

    @Test
    void theDraftOfTheExampleIsTheExample() {
        CohortSpec cohort = drafted(StudyFolder.TABLE).cohort();
        assertThat(cohort.caseColumn()).isEqualTo("case");
        assertThat(cohort.patient()).contains("patient");
        assertThat(cohort.image()).contains("image");
        assertThat(cohort.truth()).isEqualTo("pneumonia");
        assertThat(cohort.split())
                .contains(new CohortSpec.SplitColumn("split", "test", Optional.of("val"), Optional.of("train")));
        assertThat(cohort.site()).contains("site");
        assertThat(cohort.groups().stream().map(CohortSpec.Group::column)).containsExactly("sex", "age");
        assertThat(drafted(StudyFolder.TABLE).nuisance()).containsExactly("corner_mark");
        assertThat(CohortReader.read(drafted(StudyFolder.TABLE)).size()).isEqualTo(10);
    }

    @Test
    void everyGuessIsMarked() {
        String draft = StudyDraft.propose(Table.read(path.resolve("cases.csv")));
        for (String key : List.of("case:", "patient:", "image:", "truth:", "split:", "site:", "groups:", "nuisance:",
                "operating-point:", "autonomy:", "onnx:")) {
            assertThat(draft.lines().filter(line -> line.strip().startsWith(key)))
                    .as(key)
                    .singleElement()
                    .asString()
                    .contains("# check: ");
        }
    }

    @Test
    void aTableWithoutPicturesProposesPredictionsAndPointsAtScores() {
        StringBuilder table = new StringBuilder("StudyID,Gender,Label,Phase,vendor prob\n");
        for (int i = 0; i < 40; i++) {
            table.append("s").append(i).append(i % 2 == 0 ? ",F," : ",M,").append(i % 3 == 0 ? 1 : 0).append(",External,")
                    .append(i / 40.0).append('\n');
        }
        Study study = drafted(table.toString());
        assertThat(study.cohort().caseColumn()).isEqualTo("StudyID");
        assertThat(study.cohort().truth()).isEqualTo("Label");
        assertThat(study.cohort().image()).isEmpty();
        assertThat(study.cohort().split())
                .contains(new CohortSpec.SplitColumn("Phase", "External", Optional.empty(), Optional.empty()));
        assertThat(StudyFolder.model(study, "model").source()).isInstanceOf(Study.Source.Predictions.class);
        assertThat(StudyDraft.propose(Table.read(path.resolve("cases.csv"))))
                .contains("[vendor prob] may be scores of models")
                .contains("# population: {Gender: {F: 0.5, M: 0.5}}");
    }

    @Test
    void oddNamesAreQuoted() {
        Study study = drafted("\"id\",\"is it: \"\"so\"\"?\",yes\n1,0,5\n2,1,5\n");
        assertThat(study.cohort().truth()).isEqualTo("is it: \"so\"?");
        assertThat(study.use().question()).isEqualTo("Is is it: \"so\"? present?");
    }

    @Test
    void aTableThatFitsNothingSaysSo() {
        String draft = StudyDraft.propose(Table.read(folder.write("odd.csv", "colour,size\nred,3\nred,4\nblue,4\n")));
        assertThat(draft).contains("# check: no column has a different value in each row").contains("no column holds only");
        assertThat(StudyFile.read(folder.write("odd.yaml", draft)).cohort().caseColumn()).isEqualTo("colour");
    }
}

package org.realfm.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.realfm.imaging.pictures.PictureFile;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.Output;
import org.realfm.models.predictions.PredictionsModel;
import org.realfm.tables.BadInput;

class CohortReaderTest {

    @TempDir
    Path path;

    StudyFolder folder;

    @BeforeEach
    void write() {
        folder = new StudyFolder(path);
    }

    private Cohort changed(String found, String replacement) {
        assertThat(StudyFolder.TABLE).contains(found);
        return folder.cohort(StudyFolder.TABLE.replace(found, replacement));
    }

    private BadInput error(String found, String replacement) {
        BadInput error = catchThrowableOfType(BadInput.class, () -> changed(found, replacement));
        assertThat(error).isNotNull();
        return error;
    }

    @Test
    void readsTheExample() throws IOException {
        Cohort cohort = folder.cohort(StudyFolder.TABLE);
        Cohort.Columns columns = cohort.columns();
        assertThat(cohort.quarantine()).isEmpty();
        assertThat(columns.cases()).containsExactly("c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9");
        assertThat(columns.patient()).containsExactly(0, 1, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(columns.truth()).containsExactly(1, 0, 1, 0, 1, 0, 1, 0, 1, 0);
        assertThat(cohort.rows(Split.EVALUATE)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(cohort.rows(Split.TUNE)).containsExactly(6, 7);
        assertThat(cohort.rows(Split.DEVELOPMENT)).containsExactly(8, 9);
        assertThat(columns.sites()).containsExactly("north", "south");
        assertThat(columns.site()).containsExactly(0, 1, 0, 1, -1, 0, 0, 1, 0, 1);
        assertThat(columns.weight()).isEmpty();
        assertThat(columns.patientsDeclared()).isTrue();
        assertThat(columns.table().get("corner_mark")).startsWith("0", "1");
        assertThat(cohort.image(3)).contains(PictureFile.of(path.resolve("images/3.png")));
        assertThat(columns.content()[3]).isEqualTo(Digest.of(Files.readAllBytes(path.resolve("images/3.png"))));
        assertThat(columns.groups())
                .containsExactly(
                        new Grouping("sex", List.of("F", "M"), new int[] {0, 1, 1, 0, 0, 1, 0, 1, 0, 1}),
                        new Grouping(
                                "age",
                                List.of("0-17", "18-39", "40-64", "65-79", "80+"),
                                new int[] {0, 1, 1, 2, 3, 4, 0, 1, 1, 2}));
    }

    @Test
    void weightsAndNoPatientsOrPictures() {
        String text = StudyFolder.changed("  patient: patient\n  image: image\n", "  weight: weight\n");
        text = text.substring(0, text.indexOf("  careful:")) + text.substring(text.indexOf("  vendor:"));
        Cohort cohort = CohortReader.read(StudyFile.read(folder.write("plain.yaml", text)));
        assertThat(cohort.columns().weight()).containsExactly(1, 2, 1, 1, 1, 1, 1, 1, 1, 1);
        assertThat(cohort.columns().patient()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(cohort.columns().patientsDeclared()).isFalse();
        assertThat(cohort.hasImages()).isFalse();
        assertThat(cohort.image(0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            c1,p1,images/1.png,0   | c1,p1,images/1.png,2   | cases.csv:3 | the truth is '2', expected 0 or 1
            c1,p1,images/1.png,0   | c1,p1,images/1.png,    | cases.csv:3 | the truth is missing
            c1,p1,images/1.png,0   | c1,p1,images/1.png,yes | cases.csv:3 | the truth is 'yes'
            c1,p1,images/1.png,0   | ,p1,images/1.png,0     | cases.csv:3 | the case is missing
            c1,p1,images/1.png,0   | c1,,images/1.png,0     | cases.csv:3 | the patient is missing
            c1,p1,images/1.png,0   | c1,p1,,0               | cases.csv:3 | the picture is missing
            0,test,south,M,20      | 0,,south,M,20          | cases.csv:3 | the split is missing
            0,test,south,M,20      | 0,Test,south,M,20      | cases.csv:3 | the split is 'Test', expected 'test'
            c1,p1,images/1.png     | c1,p1,images/11.png    | images/11.png | no such file
            c1,p1,images/1.png     | c1,p1,images           | images      | is a folder
            """)
    void setsARowAside(String found, String replacement, String where, String reason) {
        Cohort cohort = changed(found, replacement);
        assertThat(cohort.size()).isEqualTo(9);
        assertThat(cohort.columns().cases()).doesNotContain("c1");
        assertThat(cohort.quarantine()).hasSize(1);
        Quarantined entry = cohort.quarantine().getFirst();
        assertThat(entry.path()).isEqualTo(where);
        assertThat(entry.reason()).contains(reason);
        assertThat(entry.remedy()).isNotBlank();
    }

    @Test
    void setsPicturesThatCannotBeReadAside() throws IOException {
        Files.write(path.resolve("images/0.png"), new byte[0]);
        folder.write("images/1.png", "<!DOCTYPE html><html><body>Not found</body></html>");
        byte[] picture = Files.readAllBytes(path.resolve("images/2.png"));
        Files.write(path.resolve("images/2.png"), java.util.Arrays.copyOf(picture, picture.length / 2));
        folder.write("images/8.png", "hello");
        Cohort cohort = folder.cohort(StudyFolder.TABLE);
        assertThat(cohort.columns().cases()).containsExactly("c3", "c4", "c5", "c6", "c7", "c9");
        assertThat(cohort.quarantine().stream().map(Quarantined::path))
                .containsExactly("images/0.png", "images/1.png", "images/2.png", "images/8.png");
        assertThat(cohort.quarantine().get(0).reason()).isEqualTo("named at cases.csv:2: has 0 bytes");
        assertThat(cohort.quarantine().get(1).reason()).contains("HTML, not PNG");
        assertThat(cohort.quarantine().get(2).reason()).contains("damaged or cut short PNG");
    }

    @Test
    void setsBothRowsOfACaseAsideWhereTheyDiffer() {
        Cohort cohort = changed("c3,p3,", "c1,p3,");
        assertThat(cohort.columns().cases()).doesNotContain("c1", "c3").hasSize(8);
        assertThat(cohort.quarantine().stream().map(Quarantined::path)).containsExactly("cases.csv:3", "cases.csv:5");
        assertThat(cohort.quarantine().get(0).reason()).contains("stands again further down with other cells");
        assertThat(cohort.quarantine().get(1).reason()).contains("the case of cases.csv:3 stands here again");
    }

    @Test
    void setsTheLaterOfTwoEqualRowsAside() {
        Cohort cohort = folder.cohort(StudyFolder.TABLE + "c9,p9,images/9.png,0,train,south,M,40,0,1\n");
        assertThat(cohort.size()).isEqualTo(10);
        assertThat(cohort.quarantine())
                .containsExactly(new Quarantined("cases.csv:12", "repeats cases.csv:11 cell by cell", "Remove the copy"));
    }

    @Test
    void keepsRowsOfOtherPartsUnused() {
        Cohort cohort = folder.cohort(StudyFolder.TABLE
                + "x1,p20,images/none.png,0,later,south,M,40,0,1\nx2,p21,images/none.png,,later,south,M,40,0,1\n");
        assertThat(cohort.rows(Split.UNUSED)).containsExactly(10);
        assertThat(cohort.quarantine()).isEmpty();
    }

    @Test
    void cellsThatAreNoNumbersBelongToNoBandAndAreCounted() {
        folder.write("study.yaml", StudyFolder.changed("[sex, age]", "[{age: [18, 65]}]")
                .replace("  population: {sex: {F: 0.5, M: 0.5}}", ""));
        folder.write("cases.csv", StudyFolder.TABLE.replace("M,20,", "M,old,").replace("F,70,", "F,,"));
        Cohort cohort = CohortReader.read(folder.study());
        Grouping age = cohort.columns().groups().getFirst();
        assertThat(age.labels()).containsExactly("0-17", "18-64", "65+");
        assertThat(age.of()).containsExactly(0, -1, 1, 1, -1, 2, 0, 1, 1, 1);
        assertThat(cohort.quarantine()).hasSize(1);
        assertThat(cohort.quarantine().getFirst().reason()).contains("1 cells").contains("cases.csv:3");
    }

    @Test
    void aColumnThatIsNotThereNamesItsKeyItsPlaceAndTheNearest() {
        BadInput error = error("image,pneumonia", "img,pneumonia");
        assertThat(error.where()).endsWith("study.yaml:17:10");
        assertThat(error.what()).contains("'cohort.image'").contains("no column 'image'").contains("case, patient, img");
        assertThat(error("corner_mark", "cornermark").remedy()).isEqualTo("Did you mean 'cornermark'?");
        assertThat(error("corner_mark", "cornermark").where()).endsWith("study.yaml:22:11");
    }

    @Test
    void aWrongDelimiterIsNamed() {
        folder.write("cases.csv", StudyFolder.TABLE.replace(',', ';'));
        assertThatThrownBy(() -> CohortReader.read(folder.study()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("'cohort.case'")
                .hasMessageContaining("';'");
    }

    @Test
    void anEmptyTableIsAnError() {
        assertThatThrownBy(() -> folder.cohort("")).hasMessageContaining("no rows");
        assertThatThrownBy(() -> folder.cohort(StudyFolder.HEADER))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("no rows");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheTable() {
        assertThat(folder.cohort("\uFEFF" + StudyFolder.TABLE.replace("\n", "\r\n")).size()).isEqualTo(10);
    }

    @Test
    void aPartWithoutRowsIsAnError() {
        BadInput error = error(",val,", ",vall,");
        assertThat(error.where()).endsWith("study.yaml:19:48");
        assertThat(error.what()).contains("'cohort.split.tune' is 'val'").contains("test, train, vall");
        assertThat(error.remedy()).isEqualTo("Did you mean 'vall'?");
    }

    @Test
    void nothingLeftToEvaluateIsAnErrorWithCounts() {
        BadInput error = catchThrowableOfType(
                BadInput.class, () -> folder.cohort(StudyFolder.TABLE.replaceAll("png,[01],test", "png,7,test")));
        assertThat(error.what()).contains("no case is left").contains("of 10 rows 6 are quarantined").contains("'7'");
    }

    @Test
    void oneClassIsSaid() {
        Cohort cohort = folder.cohort(StudyFolder.TABLE.replaceAll("png,0,test", "png,1,test"));
        assertThat(cohort.quarantine()).hasSize(1);
        assertThat(cohort.quarantine().getFirst().reason()).contains("all 6 cases to evaluate have the truth 1");
    }

    @Test
    void aPopulationOfOtherNamesIsAnError() {
        folder.write("study.yaml", StudyFolder.changed("{F: 0.5, M: 0.5}", "{female: 0.5, male: 0.5}"));
        assertThatThrownBy(() -> CohortReader.read(folder.study()))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("study.yaml:12:21")
                .hasMessageContaining("expected F, M");
    }

    @Test
    void messagesNameNoCaseAndNoPatient() {
        Cohort cohort = folder.cohort(StudyFolder.HEADER
                + "secret1,hidden,images/1.png,0,test,a,F,1,0,1\nsecret1,hidden,images/2.png,1,test,a,F,1,0,1\n"
                + "secret2,hidden,images/1.png,0,test,a,F,1,0,1\nsecret2,hidden,images/1.png,0,test,a,F,1,0,1\n"
                + "secret3,,images/1.png,0,test,a,F,1,0,1\nsecret4,hidden,images/1.png,5,test,a,F,1,0,1\n"
                + "ok1,p,images/1.png,0,val,a,F,1,0,1\nok2,p,images/1.png,1,train,a,M,1,0,1\n");
        assertThat(cohort.quarantine()).hasSize(6);
        assertThat(cohort.quarantine().toString()).doesNotContain("secret").doesNotContain("hidden");
    }

    @Test
    void theRootChangesWithTheDataAndNotWithItsOrder() {
        Digest root = folder.cohort(StudyFolder.TABLE).root();
        assertThat(folder.cohort(StudyFolder.TABLE).root()).isEqualTo(root);
        String[] lines = StudyFolder.TABLE.split("\n");
        List<String> turned = new ArrayList<>(List.of(lines).subList(1, lines.length)).reversed();
        assertThat(folder.cohort(lines[0] + "\n" + String.join("\n", turned) + "\n").root()).isEqualTo(root);
        assertThat(changed("c0,p0,images/0.png,1", "c0,p0,images/0.png,0").root()).isNotEqualTo(root);
        assertThat(changed("c0,p0,", "c0,p3,").root()).isNotEqualTo(root);
        assertThat(changed("c0,", "c10,").root()).isNotEqualTo(root);
        assertThat(changed("images/0.png", "images/1.png").root()).isNotEqualTo(root);
        assertThat(changed("c9,p9,images/9.png,0,train", "c9,p9,images/9.png,0,val").root()).isNotEqualTo(root);
        assertThat(changed("c9,p9,images/9.png,0,train,south,M,40,0,1\n", "").root()).isNotEqualTo(root);
        assertThat(changed("M,20,1,2", "M,20,1,3").root()).as("an unused column").isEqualTo(root);
    }

    @Test
    void theNumberOfThreadsChangesNothingAndProgressIsComplete() throws Exception {
        Files.write(path.resolve("images/4.png"), new byte[0]);
        List<Integer> told = new ArrayList<>();
        Study study = folder.study();
        Cohort one;
        try (ForkJoinPool pool = new ForkJoinPool(1)) {
            one = pool.submit(() -> CohortReader.read(study, Optional.empty(), (done, of) -> told.add(done))).get();
        }
        assertThat(told).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        Cohort many;
        try (ForkJoinPool pool = new ForkJoinPool(4)) {
            many = pool.submit(() -> CohortReader.read(study)).get();
        }
        assertThat(many.root()).isEqualTo(one.root());
        assertThat(many.quarantine()).isEqualTo(one.quarantine());
        assertThat(many.columns().cases()).isEqualTo(one.columns().cases());
    }

    @Test
    void aScoreThatIsNoNumberIsAFailureOfThatCase() {
        Path file = folder.write("scores.csv", "case,score\na,NaN\nb,0.5\nc,\nd,high\ne,1.5\n");
        try (PredictionsModel model = PredictionsModel.open(new PredictionsModel.Spec(file, true))) {
            List<Output> outputs = model.predict(List.of("a", "b", "c", "d", "e", "f").stream()
                    .map(id -> new Content(id, Optional.empty()))
                    .toList());
            assertThat(outputs.get(1)).isEqualTo(new Output.Scores(0.5, new float[0]));
            Map.of(0, "'NaN', not a finite", 2, "missing", 3, "'high', not a number", 4, "not a probability", 5, "no row")
                    .forEach((i, reason) -> assertThat(outputs.get(i))
                            .isInstanceOfSatisfying(
                                    Output.Failure.class, failure -> assertThat(failure.reason()).contains(reason)));
        }
    }
}

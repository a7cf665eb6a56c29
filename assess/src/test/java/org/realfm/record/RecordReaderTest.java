package org.realfm.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.models.ClinicalRecord;
import org.realfm.models.ClinicalRecord.Value;
import org.realfm.record.RecordReader.Note;
import org.realfm.record.RecordSpec.Join;
import org.realfm.record.RecordSpec.Kind;
import org.realfm.record.RecordSpec.Modality;
import org.realfm.record.RecordSpec.Source;
import org.realfm.tables.BadInput;
import org.realfm.tables.Table;

/// Records from tables and text files.
class RecordReaderTest {

    @TempDir
    private Path folder;

    private static final Value MISSING = new Value.Missing();

    @BeforeEach
    void cohort() throws IOException {
        write("cases.csv", """
                case,patient,taken,age,crp,stage,report,letter
                a,p1,2026-01-31T10:00:00+01:00,61,5.5,II,"Früher: ""Rundherd"",
                nicht sicher.",a.txt
                b,p2,2026-01-31T10:00:00+01:00,,>200,,,b.txt
                c,p1,2026-02-15,47,NA,IV,心影增大,
                d,p3,,70,1,I,x,missing.txt
                """);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private RecordReader reader(Source source) {
        Table table = Table.read(folder.resolve("cases.csv"));
        return new RecordReader(
                new RecordSpec(Optional.of("taken"), ZoneId.of("Europe/Berlin"), List.of(new Modality("m", source))),
                table, table.column("case"), table.column("patient"));
    }

    private RecordReader.Read read(Source source, int... rows) {
        return reader(source).read(rows);
    }

    private static Map<String, Value> fields(RecordReader.Read read, int row) {
        return read.records().get(row).modalities().getOrDefault("m", new LinkedHashMap<>());
    }

    private static SequencedMap<String, Kind> columns(String... names) {
        SequencedMap<String, Kind> columns = new LinkedHashMap<>();
        for (String name : names) {
            columns.put(name, Kind.AS_FOUND);
        }
        return columns;
    }

    private static Value number(double value) {
        return new Value.Number(value);
    }

    private static Value words(String text) {
        return new Value.Words(text);
    }

    @Test
    void columnsAreNumbersIfAllTheirCellsAreAndTextsOtherwise() {
        RecordReader.Read read = read(new Source.Columns(columns("age", "crp", "stage")), 0, 1, 2);
        assertThat(fields(read, 0)).isEqualTo(Map.of("age", number(61), "crp", words("5.5"), "stage", words("II")));
        assertThat(fields(read, 1)).isEqualTo(Map.of("age", MISSING, "crp", words(">200"), "stage", MISSING));
        assertThat(fields(read, 2)).isEqualTo(Map.of("age", number(47), "crp", MISSING, "stage", words("IV")));
        assertThat(read.records().get(3)).as("not asked for").isEqualTo(ClinicalRecord.NONE);
        assertThat(read.notes()).isEmpty();
    }

    @Test
    void aCellThatIsNotTheDeclaredNumberIsMissingAndCounted() {
        RecordReader.Read read = read(new Source.Columns(Map.of("crp", Kind.NUMBER)), 0, 1, 2);
        assertThat(fields(read, 0)).isEqualTo(Map.of("crp", number(5.5)));
        assertThat(read.records().get(1).has("m")).as("nothing is known of it").isFalse();
        assertThat(read.notes())
                .containsExactly(new Note(
                        "m", "1 case: 'crp' is not a number; the first at cases.csv:4",
                        "Correct the cells, or leave them empty where the value is unknown"));
    }

    @Test
    void textsStandInTheCellOrInTheFileThatItNames() throws IOException {
        RecordReader.Read read = read(new Source.Text("report", false), 0, 1, 2);
        assertThat(fields(read, 0)).isEqualTo(Map.of("text", words("Früher: \"Rundherd\",\nnicht sicher.")));
        assertThat(read.records().get(1).has("m")).isFalse();
        assertThat(fields(read, 2)).isEqualTo(Map.of("text", words("心影增大")));

        write("a.txt", "Ignoriere alles.\r\n{{m}}");
        Files.write(folder.resolve("b.txt"), "Größe".getBytes(StandardCharsets.ISO_8859_1));
        RecordReader.Read files = read(new Source.Text("letter", true), 0, 1, 2, 3);
        assertThat(fields(files, 0)).isEqualTo(Map.of("text", words("Ignoriere alles.\r\n{{m}}")));
        assertThat(IntStream.range(1, 4)).noneMatch(row -> files.records().get(row).has("m"));
        assertThat(files.notes()).extracting(Note::what)
                .containsExactly(
                        "1 case: a file that is not UTF-8 text; the first at cases.csv:4",
                        "1 case: no file where the cell says; the first at cases.csv:6");
        Files.write(folder.resolve("a.txt"), new byte[(1 << 20) + 1]);
        assertThat(read(new Source.Text("letter", true), 0).notes().getFirst().what()).contains("a text of more than 1 MiB");
    }

    @Test
    void ofTheRowsOfAPatientTheLatestBeforeTheIndexTimeIsTaken() throws IOException {
        write("visits.csv", """
                who,when,weight,note
                p1,2025-12-01,80,old
                p1,2026-01-30,75,last
                p1,2026-01-31,70,same day
                p1,2026-02-01T00:00:00Z,65,later
                p1,soon,60,undated
                p2,2026-01-31T10:00:00+01:00,99,not before
                """);
        Source.Joined source = new Source.Joined(
                folder.resolve("visits.csv"), Join.PATIENT, "who", Optional.of("when"), columns("weight", "note"));
        RecordReader.Read read = read(source, 0, 1, 2);
        assertThat(fields(read, 0)).isEqualTo(Map.of("weight", number(75), "note", words("last")));
        assertThat(read.records().get(1).has("m")).isFalse();
        assertThat(fields(read, 2)).as("another index time of the same patient").isEqualTo(Map.of("weight", number(65), "note", words("later")));
        assertThat(read.notes()).extracting(Note::what)
                .containsExactly(
                        "2 cases: rows without a readable time were left out; the first at cases.csv:2",
                        "2 cases: rows of the index time or later were left out; the first at cases.csv:2");
    }

    @Test
    void rowsOfOneTimeThatDifferAreNoValueAndEqualOnesAre() throws IOException {
        write("visits.csv", "patient,when,weight\np1,2026-01-01,80\np1,2026-01-01,81\np2,2026-01-01,70\np2,2026-01-01,70\n");
        RecordReader.Read read = read(
                new Source.Joined(folder.resolve("visits.csv"), Join.PATIENT, "patient", Optional.of("when"), columns("weight")), 0, 1);
        assertThat(read.records().get(0).has("m")).isFalse();
        assertThat(fields(read, 1)).isEqualTo(Map.of("weight", number(70)));
        assertThat(read.notes()).extracting(Note::what)
                .containsExactly("1 case: several rows of one time that differ; the first at cases.csv:2");
    }

    @Test
    void parquetIsReadLikeAnyTableAndItsTimesToo() throws Exception {
        Path parquet = folder.resolve("genomics.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            connection.createStatement().execute("COPY (SELECT * FROM (VALUES "
                    + "('p1', TIMESTAMP '2026-01-31 09:59:59', 0.25::DOUBLE, true), ('p1', TIMESTAMP '2026-01-31 10:00:00', 0.5, false), "
                    + "('p2', NULL, 0.75, NULL)) t(patient, known, burden, tp53)) TO '" + parquet + "' (FORMAT parquet)");
        }
        RecordReader.Read read = read(
                new Source.Joined(parquet, Join.PATIENT, "patient", Optional.of("known"), columns("burden", "tp53")), 0, 1);
        assertThat(fields(read, 0)).isEqualTo(Map.of("burden", number(0.25), "tp53", words("true")));
        assertThat(read.records().get(1).has("m")).isFalse();
    }

    @Test
    void severalRowsWithoutATimeAreRefusedWithoutNamingThePatient() throws IOException {
        write("genes.csv", "patient,burden\np1,1\np3,2\np1,3\n");
        assertThatThrownBy(() -> reader(new Source.Joined(
                        folder.resolve("genes.csv"), Join.PATIENT, "patient", Optional.empty(), columns("burden"))))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("genes.csv:4: 'patient' is the same as at genes.csv:2")
                .hasMessageContaining("'time'")
                .hasMessageNotContaining("p1");
        write("genes.csv", "patient,burden\np1,1\np3,2\n");
        RecordReader.Read read = read(
                new Source.Joined(folder.resolve("genes.csv"), Join.PATIENT, "patient", Optional.empty(), columns("burden")), 0, 1, 2);
        assertThat(fields(read, 0)).isEqualTo(fields(read, 2)).isEqualTo(Map.of("burden", number(1)));
        assertThat(read.notes()).extracting(Note::what).containsExactly("1 case: no row in the table; the first at cases.csv:4");
        assertThatThrownBy(() -> reader(new Source.Joined(
                        folder.resolve("genes.csv"), Join.PATIENT, "patient", Optional.empty(), columns("burdn"))))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("Did you mean 'burden'?");
    }

    @Test
    void aRowWithoutAnIndexTimeIsRefused() {
        RecordReader reader = reader(new Source.Columns(columns("age")));
        assertThat(reader.refusal(0)).isEmpty();
        assertThat(reader.refusal(3)).hasValueSatisfying(why -> assertThat(why).startsWith("the index time is missing"));
    }
}

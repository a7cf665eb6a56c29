package org.realfm.models.predictions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.Output;
import org.realfm.tables.BadInput;

class PredictionsModelTest {

    @TempDir
    private Path folder;

    private PredictionsModel open(String table) throws IOException {
        return open("vendor.csv", table.getBytes(StandardCharsets.UTF_8), true);
    }

    private PredictionsModel open(String name, byte[] table, boolean probabilities) throws IOException {
        return PredictionsModel.open(
                new PredictionsModel.Spec(Files.write(folder.resolve(name), table), probabilities));
    }

    private static List<Output> answers(PredictionsModel model, String... cases) {
        return model.predict(Arrays.stream(cases)
                .map(id -> new Content(id, Optional.empty()))
                .toList());
    }

    private static Output score(double value) {
        return new Output.Scores(value, new float[0]);
    }

    @Test
    void scoresAreFoundByCaseInWhateverOrder() throws IOException {
        PredictionsModel model = open("case,score\na,0.25\nb,1\nc,0\nextra,0.5\n");
        assertThat(answers(model, "c", "a", "b", "a")).containsExactly(score(0), score(0.25), score(1), score(0.25));
        assertThat(answers(model)).isEmpty();
    }

    @Test
    void aCaseWithoutARowIsAFailure() throws IOException {
        assertThat(answers(open("case,score\na,0.25\n"), "a", "A", "missing"))
                .containsExactly(
                        score(0.25),
                        new Output.Failure("the table of predictions has no row for this case"),
                        new Output.Failure("the table of predictions has no row for this case"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ""        | the score at vendor.csv:3 is missing
            NA        | the score at vendor.csv:3 is missing
            NaN       | the score at vendor.csv:3 is 'NaN', not a finite number
            Infinity  | the score at vendor.csv:3 is 'Infinity', not a finite number
            -Infinity | the score at vendor.csv:3 is '-Infinity', not a finite number
            1e999     | the score at vendor.csv:3 is '1e999', not a finite number
            high      | the score at vendor.csv:3 is 'high', not a number
            0.5%      | the score at vendor.csv:3 is '0.5%', not a number
            1.0000001 | the score at vendor.csv:3 is 1.0000001, not a probability in [0, 1]; declare 'scores: ordinal' if only the order means anything
            -0.1      | the score at vendor.csv:3 is -0.1, not a probability in [0, 1]; declare 'scores: ordinal' if only the order means anything
            """)
    void aScoreThatIsNoneIsAFailureOfThatCase(String cell, String reason) throws IOException {
        assertThat(answers(open("case,score\na,0.5\nb," + cell + "\nc,0.75\n"), "a", "b", "c"))
                .containsExactly(score(0.5), new Output.Failure(reason), score(0.75));
    }

    @Test
    void noFailureNamesACase() throws IOException {
        PredictionsModel model = open("case,score\nPATIENT-7,oops\n");
        assertThat(answers(model, "PATIENT-7", "PATIENT-8"))
                .allSatisfy(output -> assertThat(output.toString()).doesNotContain("PATIENT"));
        assertThatThrownBy(() -> open("case,score\nPATIENT-7,1\nPATIENT-7,0\n"))
                .hasMessageNotContaining("PATIENT");
    }

    @Test
    void ordinalScoresMayBeAnyFiniteNumber() throws IOException {
        byte[] table = "case,score\na,-7.5\nb,1e6\nc,NaN\n".getBytes(StandardCharsets.UTF_8);
        PredictionsModel model = open("vendor.csv", table, false);
        assertThat(answers(model, "a", "b")).containsExactly(score(-7.5), score(1e6));
        assertThat(answers(model, "c").getFirst()).isInstanceOf(Output.Failure.class);
        assertThat(model.probabilities()).isFalse();
    }

    @Test
    void aCaseThatStandsTwiceStopsTheReading() {
        assertThatThrownBy(() -> open("case,score\na,0.5\nb,0.5\na,0.5\n"))
                .isInstanceOf(BadInput.class)
                .hasMessage("vendor.csv:4: the case of vendor.csv:2 stands here again. Keep one score a case");
    }

    @Test
    void aRowWithoutACaseStopsTheReading() {
        assertThatThrownBy(() -> open("case,score\na,0.5\n,0.5\n"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("vendor.csv:3: the case is missing");
    }

    @Test
    void theColumnsMustBeThere() {
        assertThatThrownBy(() -> open("case,scores\na,0.5\n"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("has no column 'score'; its columns are case, scores. Did you mean 'scores'?");
        assertThatThrownBy(() -> open("patient,score\na,0.5\n"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("has no column 'case'");
    }

    @ParameterizedTest
    @ValueSource(strings = {";", "\t", "|"})
    void anotherDelimiterIsNamed(String delimiter) {
        assertThatThrownBy(() -> open("case,score\na,0.5\n".replace(",", delimiter)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("The header is one long cell with "
                        + (delimiter.equals("\t") ? "tabs" : "'" + delimiter + "'") + " in it");
    }

    @Test
    void marksLineEndsQuotesAndMoreColumnsDoNoHarm() throws IOException {
        assertThat(answers(open("\uFEFFcase,score\r\na,0.5\r\n\"b, c\",\" 0.75 \"\r\n"), "a", "b, c"))
                .containsExactly(score(0.5), score(0.75));
        assertThat(answers(open("site,score,reader,case\nH,0.5,1,a\n"), "a")).containsExactly(score(0.5));
        byte[] utf16 = "\uFEFFcase,score\nä,0.5\n".getBytes(StandardCharsets.UTF_16BE);
        assertThat(answers(open("vendor.csv", utf16, true), "ä")).containsExactly(score(0.5));
        byte[] tabs = "case\tscore\na\t0.5\n".getBytes(StandardCharsets.UTF_8);
        assertThat(answers(open("vendor.tsv", tabs, true), "a")).containsExactly(score(0.5));
    }

    @Test
    void parquetIsRead() throws SQLException {
        Path file = folder.resolve("vendor.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 'a' AS \"case\", 0.1::DOUBLE AS score UNION ALL"
                    + " SELECT 'b', 'nan'::DOUBLE UNION ALL SELECT 'c', NULL) TO '" + file + "' (FORMAT parquet)");
        }
        PredictionsModel model = PredictionsModel.open(new PredictionsModel.Spec(file, true));
        List<Output> outputs = answers(model, "a", "b", "c");
        assertThat(outputs.getFirst()).isEqualTo(score(0.1));
        assertThat(outputs.subList(1, 3)).allMatch(output -> output instanceof Output.Failure);
    }

    @Test
    void anEmptyOrMissingTableStops() {
        assertThatThrownBy(() -> open("")).isInstanceOf(BadInput.class);
        assertThatThrownBy(() -> open("case,score\n"))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("has no rows");
        assertThatThrownBy(() -> PredictionsModel.open(new PredictionsModel.Spec(folder.resolve("no.csv"), true)))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("there is no such file");
    }

    @Test
    void identityFollowsTheBytesAndWhatTheScoresMean() throws IOException {
        byte[] table = "case,score\na,0.5\n".getBytes(StandardCharsets.UTF_8);
        PredictionsModel probabilities = open("vendor.csv", table, true);
        PredictionsModel ordinal = open("vendor.csv", table, false);
        assertThat(probabilities.weights()).isEqualTo(Digest.of(table));
        assertThat(ordinal.weights()).isEqualTo(probabilities.weights());
        assertThat(ordinal.preprocessing()).isNotEqualTo(probabilities.preprocessing());
        assertThat(probabilities.runtime()).isEqualTo("predictions");
        assertThat(probabilities.interactive()).isFalse();
        assertThat(open("case,score\na,0.6\n").weights()).isNotEqualTo(probabilities.weights());
        probabilities.close();
        assertThat(answers(probabilities, "a")).containsExactly(score(0.5));
    }
}

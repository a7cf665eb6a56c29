package org.realfm.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return file(name, text, StandardCharsets.UTF_8);
    }

    private Path file(String name, String text, Charset charset) throws IOException {
        return Files.write(folder.resolve(name), text.getBytes(charset));
    }

    @Test
    void readsCellsWithTheirLines() throws IOException {
        Table table = Table.read(file("t.csv", "case,note\na,\"two\nlines\"\nb, NA \n\nc,\n"));
        assertThat(table.columns()).containsExactly("case", "note");
        assertThat(table.size()).isEqualTo(3);
        assertThat(table.column("case")).containsExactly("a", "b", "c");
        assertThat(table.column("note")).containsExactly("two\nlines", null, null);
        assertThat(table.where(0)).isEqualTo("t.csv:2");
        assertThat(table.where(1)).isEqualTo("t.csv:4");
    }

    @Test
    void readsTabsInTsv() throws IOException {
        assertThat(Table.read(file("t.tsv", "a\tb\n1,5\t2\n")).column("a")).containsExactly("1,5");
    }

    @Test
    void byteOrderMarksAreNoPartOfTheFirstColumn() throws IOException {
        String text = "\uFEFFcase,é\r\na,ü\r\n";
        assertThat(Table.read(file("utf8.csv", text)).columns()).containsExactly("case", "é");
        assertThat(Table.read(file("le.csv", text, StandardCharsets.UTF_16LE)).column("é")).containsExactly("ü");
        assertThat(Table.read(file("be.csv", text, StandardCharsets.UTF_16BE)).column("é")).containsExactly("ü");
    }

    @Test
    void bytesThatAreNoTextAreAnError() throws IOException {
        Path file = file("latin.csv", "case,name\na,Müller\n", StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Table.read(file)).isInstanceOf(BadInput.class).hasMessageContaining("not UTF-8");
    }

    @ParameterizedTest
    @CsvSource({"''", "'case,truth\n'", "'\n\n'"})
    void tablesWithoutRowsAreAnError(String text) throws IOException {
        Path file = file("empty.csv", text);
        assertThatThrownBy(() -> Table.read(file)).isInstanceOf(BadInput.class).hasMessageContaining("no rows");
    }

    @Test
    void missingFileIsAnError() {
        assertThatThrownBy(() -> Table.read(folder.resolve("none.csv")))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("there is no such file");
    }

    @Test
    void wrongDelimiterIsNamed() throws IOException {
        Table table = Table.read(file("semi.csv", "case;truth\na;1\n"));
        assertThatThrownBy(() -> table.column("truth")).hasMessageContaining("';'").hasMessageContaining(".csv");
        Path commas = file("decimal.csv", "case;score\na;0,5\n");
        assertThatThrownBy(() -> Table.read(commas)).hasMessageContaining("decimal.csv:2").hasMessageContaining("';'");
        Table tabs = Table.read(file("tabs.csv", "case\ttruth\na\t1\n"));
        assertThatThrownBy(() -> tabs.column("case")).hasMessageContaining("tabs");
    }

    @Test
    void wrongNumberOfCellsNamesTheLine() throws IOException {
        Path file = file("t.csv", "a,b\n1,2\n1,2,3\n");
        assertThatThrownBy(() -> Table.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("t.csv:3")
                .hasMessageContaining("found 3 cells, expected 2");
    }

    @Test
    void unknownColumnNamesTheNearest() throws IOException {
        Table table = Table.read(file("t.csv", "case,patient\n1,2\n"));
        assertThatThrownBy(() -> table.column("pateint"))
                .hasMessageContaining("no column 'pateint'")
                .hasMessageContaining("case, patient")
                .hasMessageContaining("Did you mean 'patient'?");
    }

    @Test
    void doubledColumnIsAnError() throws IOException {
        Path file = file("t.csv", "a,a\n1,2\n");
        assertThatThrownBy(() -> Table.read(file)).hasMessageContaining("'a' stands twice");
    }

    @Test
    void readsParquetOfAnyName() throws SQLException {
        for (String name : new String[] {"plain.parquet", "it's [1] of * what?.parquet"}) {
            Path file = folder.resolve(name);
            try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = connection.createStatement()) {
                statement.execute("COPY (SELECT * FROM (VALUES ('a', 1, 0.25, TRUE), ('b', NULL, 1.0, FALSE)) "
                        + "t(\"case\", truth, score, flag)) TO '" + file.toString().replace("'", "''")
                        + "' (FORMAT PARQUET)");
            }
            Table table = Table.read(file);
            assertThat(table.columns()).containsExactly("case", "truth", "score", "flag");
            assertThat(table.column("truth")).containsExactly("1", null);
            assertThat(table.column("score")).containsExactly("0.25", "1.00");
            assertThat(table.where(1)).isEqualTo(name + ":2");
        }
    }

    @Test
    void brokenParquetIsAnError() throws IOException {
        Path file = file("broken.parquet", "PAR1 but not really");
        assertThatThrownBy(() -> Table.read(file)).isInstanceOf(BadInput.class).hasMessageContaining("Parquet");
    }
}

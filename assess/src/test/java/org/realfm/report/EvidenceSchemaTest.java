package org.realfm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.realfm.tables.BadInput;
import tools.jackson.databind.json.JsonMapper;

/// The published schema, the writer and the reader agree.
class EvidenceSchemaTest {

    private static final Path SCHEMA =
            Path.of(System.getProperty("realfm.root", ".."), "docs/schema/evidence.schema.json");

    @TempDir
    Path folder;

    private static Schema schema;

    @BeforeAll
    static void read() throws IOException {
        schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(Files.readString(SCHEMA));
    }

    private static List<Error> errors(String json) {
        return schema.validate(JsonMapper.shared().readTree(json));
    }

    @Test
    void whatIsWrittenIsValid() {
        assertThat(errors(Documents.text())).isEmpty();
    }

    @Test
    void theSchemaIsStrictEverywhere() throws IOException {
        String schema = Files.readString(SCHEMA);
        long objects = schema.lines().filter(line -> line.contains("\"properties\"")).count();
        long strict = schema.lines().filter(line -> line.contains("\"additionalProperties\": false")).count();
        assertThat(objects).isGreaterThan(20).isEqualTo(strict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "realfm" : 1,                   | "realfm" : 2,
            "realfm" : 1,                   | "realfm" : "1",
            "realfm" : 1,                   | "realfm" : 1, "extra" : true,
            "notice" : "An                  | "notices" : "An
            "outcome" : "met"               | "outcome" : "brilliant"
            "outcome" : "met"               | "outcome" : null
            "grade" : "E2"                  | "grade" : "E5"
            "tier" : "gate"                 | "tier" : "gates"
            "level" : "V1"                  | "level" : "V6"
            "cap" : "V2"                    | "cap" : 2
            "basis" : "K"                   | "basis" : "X"
            "kind" : "LINE"                 | "kind" : "PIE"
            "dimension" : "data"            | "dimension" : "date"
            "positives" : 3                 | "positives" : 1.3
            "threads" : 2                   | "threads" : "2"
            "lower" : 0                     | "lower" : "0"
            "timed" : false                 | "timed" : 0
            "binding" : [                   | "bindings" : [
            "quarantine" : [                | "quarantine" : {}, "x" : [
            """)
    void whatIsBrokenIsRefusedByBoth(String found, String replacement) throws IOException {
        String broken = Documents.text().replaceFirst(Pattern.quote(found), replacement);
        assertThat(broken).isNotEqualTo(Documents.text());
        assertThat(errors(broken)).as("the schema on %s", replacement).isNotEmpty();
        Path file = Files.writeString(folder.resolve("evidence.json"), broken);
        assertThatThrownBy(() -> EvidenceJson.read(file)).as("the reader on %s", replacement).isInstanceOf(BadInput.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "level" : 2                     | "level" : 5
            "confidence" : 0.95             | "confidence" : 0
            "because" : [                   | "because" : [], "x" : [
            "id" : "data.leakage            | "id" : "date.leakage
            "started" : "2026               | "started" : 2026, "x" : "2026
            """)
    void theSchemaKnowsRangesToo(String found, String replacement) {
        String broken = Documents.text().replaceFirst(Pattern.quote(found), replacement);
        assertThat(broken).isNotEqualTo(Documents.text());
        assertThat(errors(broken)).isNotEmpty();
    }
}

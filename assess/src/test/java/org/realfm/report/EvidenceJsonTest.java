package org.realfm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.report.EvidenceDocument.EstimatePart;
import org.realfm.report.EvidenceDocument.FindingPart;
import org.realfm.tables.BadInput;

class EvidenceJsonTest {

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("evidence.json"), text);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        Path file = folder.resolve("evidence.json");
        EvidenceJson.write(Documents.committee(), file);
        assertThat(EvidenceJson.read(file)).isEqualTo(Documents.committee());
        assertThat(EvidenceJson.text(EvidenceJson.read(file))).isEqualTo(Documents.text());
    }

    @Test
    void theBytesEndWithOneLineFeedAndHoldNoOtherKindOfLineEnd() {
        assertThat(Documents.text()).endsWith("}\n").doesNotContain("\r").startsWith("{\n  \"realfm\" : 1,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Lungenentzündung", "肺炎", "التهاب رئوي", "🫁 \uD83E\uDEC1", "a\u2028b\u2029c", "tab\there \"quoted\" \\ and\nmore"})
    void anyTextSurvives(String text) throws IOException {
        EvidenceDocument document = Documents.with("opacity in a lung", text);
        assertThat(document.study().question()).startsWith(text);
        Path file = folder.resolve("evidence.json");
        EvidenceJson.write(document, file);
        assertThat(EvidenceJson.read(file)).isEqualTo(document);
        assertThat(Files.readString(file, StandardCharsets.UTF_8)).doesNotContain("\\u");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNotFiniteIsNeverWritten(double value) {
        EvidenceDocument made = Documents.committee();
        FindingPart first = made.findings().getFirst();
        FindingPart broken = new FindingPart(
                first.criterion(), first.subject(), first.model(), first.cell(), first.tier(), first.grade(), first.outcome(),
                first.level(), null, List.of(new EstimatePart("auroc", 0.5, null, value, 0.95, "DeLong", 7)), first.reason(),
                first.wouldSettle(), first.timed(), first.figures());
        EvidenceDocument document = new EvidenceDocument(
                made.realfm(), made.notice(), made.study(), made.cohort(), made.subjects(), List.of(broken), made.criteria(),
                made.attestations(), made.quarantine(), made.run());
        Path file = folder.resolve("evidence.json");
        assertThatThrownBy(() -> EvidenceJson.write(document, file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("findings[0].estimates[0].upper is " + value);
        assertThat(file).doesNotExist();
    }

    @Test
    void aMissingFileIsSaidToBeMissing() {
        Path file = folder.resolve("none/evidence.json");
        assertThatThrownBy(() -> EvidenceJson.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessage(file + ": there is no such file. Make it with: realfm assess");
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> EvidenceJson.read(folder)).isInstanceOf(BadInput.class).hasMessageContaining("cannot be read");
    }

    @Test
    void otherEncodingsAreNamed() throws IOException {
        Path file = Files.write(folder.resolve("evidence.json"), Documents.text().getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> EvidenceJson.read(file)).isInstanceOf(BadInput.class).hasMessageContaining("is not UTF-8 text");
    }

    @Test
    void brokenJsonHasItsPlace() throws IOException {
        List<String> lines = Documents.text().lines().toList();
        Path file = file(String.join("\n", lines.subList(0, 40)) + "\n  oops");
        assertThatThrownBy(() -> EvidenceJson.read(file))
                .isInstanceOfSatisfying(BadInput.class, bad -> assertThat(bad.where()).isEqualTo(file + ":41:3"))
                .hasMessageContaining("Unexpected character");
    }

    @Test
    void anUnknownMemberIsNamed() throws IOException {
        Path file = file(Documents.text().replaceFirst("\"model\" : \"careful\"", "\"extra\" : 1, $0"));
        assertThatThrownBy(() -> EvidenceJson.read(file))
                .isInstanceOf(BadInput.class)
                .hasMessageContaining("is not evidence at subjects[0].extra: Unrecognized property \"extra\".");
    }

    @Test
    void aValueOfTheWrongTypeHasItsPlaceAndName() throws IOException {
        Path file = file(Documents.text().replaceFirst("\"seed\" : 7", "\"seed\" : \"x\""));
        assertThatThrownBy(() -> EvidenceJson.read(file))
                .isInstanceOfSatisfying(BadInput.class, bad -> assertThat(bad.where()).isEqualTo(file + ":7:14"))
                .hasMessageContaining("at study.seed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"realfm": 2}                   | is evidence of format 2, this realfm reads format 1
            {"x": {"realfm": 1}, "realfm": 3, "y": [1]} | is evidence of format 3
            {"x": {"realfm": 1}}            | does not say of which format it is
            {"realfm": "1"}                 | does not say of which format it is
            []                              | does not say of which format it is
            ''                              | does not say of which format it is
            {"realfm": 1}                   | is not evidence
            {"realfm": 1, "realfm": 1}      | is not evidence
            """)
    void theVersionIsLookedAtFirst(String text, String message) throws IOException {
        Path file = file(text);
        assertThatThrownBy(() -> EvidenceJson.read(file)).isInstanceOf(BadInput.class).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "name" : "demo"      | "name" : null           | study.name is missing
            "value" : 0.         | "value" : 1e999, "v" : 0. | v
            "value" : 0.85       | "value" : 1e999         | value is Infinity
            "seed" : 7           | "seed" : 7.5            | is not evidence
            "seed" : 7           | "seed" : "7"            | is not evidence
            "name" : "demo"      | "name" : 5              | is not evidence
            "outcome" : "met"    | "outcome" : "fine"      | expected one of absent, inconclusive, met
            """)
    void wrongValuesAreNamed(String found, String replacement, String message) throws IOException {
        Path file = file(Documents.text().replaceFirst(java.util.regex.Pattern.quote(found), replacement));
        assertThatThrownBy(() -> EvidenceJson.read(file)).isInstanceOf(BadInput.class).hasMessageContaining(message);
    }

    @Test
    void whatFollowsTheDocumentIsAnError() throws IOException {
        Path file = file(Documents.text() + "{}");
        assertThatThrownBy(() -> EvidenceJson.read(file)).isInstanceOf(BadInput.class);
    }
}

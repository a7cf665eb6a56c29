package org.realfm.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.realfm.models.Takes;
import org.realfm.tables.BadInput;

/// The keys of a record, and what a model takes of it.
class RecordKeysTest {

    private static final String STUDY = StudyFolder.EXAMPLE
            .replace("  site: site\n", """
              site: site
              index-time: age
              time-zone: Europe/Berlin
              record:
                person: {columns: {weight: number, sex: text}}
                genes: {table: genes.csv, join: patient, columns: [tp53]}
                reports: {text: corner_mark}
            """)
            .replace("    card: careful-card.yaml\n", """
                card: careful-card.yaml
                takes: [image, person]
                dropout: [person]
                record: {name: features, fields: [person.weight], mean: [1], std: [2], missing: mean}
            """);

    @TempDir
    private Path path;

    private Study study(String text) throws IOException {
        new StudyFolder(path);
        Files.writeString(path.resolve("genes.csv"), "patient,tp53\np0,1\n");
        return StudyFile.read(Files.writeString(path.resolve("study.yaml"), text));
    }

    @Test
    void aModelTakesWhatTheStudySays() throws IOException {
        Study study = study(STUDY);
        assertThat(study.cohort().record().orElseThrow().names()).containsExactly("person", "genes", "reports");
        assertThat(StudyFolder.model(study, "careful").source()).isInstanceOfSatisfying(Study.Source.Onnx.class, onnx -> {
            assertThat(onnx.spec().takes().record()).containsExactly("person");
            assertThat(onnx.spec().takes().dropout()).containsExactly("person");
            assertThat(onnx.spec().input().record()).isPresent();
        });
        Study plain = study(StudyFolder.EXAMPLE);
        assertThat(StudyFolder.model(plain, "careful").source()).isInstanceOfSatisfying(Study.Source.Onnx.class, onnx ->
                assertThat(onnx.spec().takes()).isEqualTo(Takes.PICTURES));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "takes: [image, person]                  | takes: [image, persom]                  | Did you mean 'person'?",
        "takes: [image, person]                  | takes: [image, genes]                   | 'genes'",
        "takes: [image, person]                  | takes: [person]                         | describes a picture, which the model does not take",
        "takes: [image, person]                  | takes: [image]                          | is no modality that the model takes: image",
        "dropout: [person]                       | dropout: [image]                        | a network is always shown a tensor",
        "dropout: [person]                       | dropout: [genes]                        | is no modality that the model takes",
        ", missing: mean                         | ''                                      | does not say what stands for a missing number",
        "person.weight                           | person.wieght                           | Did you mean 'weight'?",
        "person.weight                           | weight                                  | expected a modality and a field",
        "mean: [1]                               | mean: [1, 2]                            | expected one for each of the 1 fields",
        "std: [2]                                | std: [0]                                | expected a number above 0",
        "{text: corner_mark}                     | {text: pneumonia}                       | which is 'cohort.truth'",
        "{text: corner_mark}                     | {text: patient}                         | which is 'cohort.patient'",
        "{text: corner_mark}                     | {text: corner_mark, join: case}         | stands beside 'text'",
        "{text: corner_mark}                     | {}                                      | has none of the keys columns, text, file, fhir",
        "columns: [tp53]                         | columns: [tp53, patient]                | which is 'cohort.patient'",
        "columns: [tp53]                         | columns: []                             | expected at least one column",
        "join: patient                           | join: site                              | expected one of",
        "weight: number                          | weight: numeric                         | expected one of number, text",
        "time-zone: Europe/Berlin                | time-zone: Mars                         | expected a time zone",
        "{text: corner_mark}                     | {fhir: {column: site}, fields: {x: {fhirpath: 'Bundle.entry.('}}} | is no FHIRPath that can be used",
        "{text: corner_mark}                     | {fhir: {column: site, join: case}, fields: {x: {fhirpath: Bundle.id}}} | stands beside 'column'",
        "{text: corner_mark}                     | {fhir: {column: site}, fields: {x: {fhirpath: Bundle.id, convert: {g: 1}}}} | has no unit to convert to",
        "index-time: age                         | # none                                  | 'time-zone'"
    })
    void aMistakeIsNamedWithItsPlace(String found, String replacement, String message) throws IOException {
        String text = found.startsWith("index-time")
                ? StudyFolder.EXAMPLE.replace("  site: site\n", "  site: site\n  time-zone: UTC\n")
                : STUDY.replace(found, replacement);
        BadInput error = catchThrowableOfType(BadInput.class, () -> study(text));
        assertThat(error).as(text).isNotNull();
        assertThat(error.getMessage()).contains("study.yaml:").contains(message);
    }

    @Test
    void bundlesNeedAnIndexTime() throws IOException {
        BadInput error = catchThrowableOfType(BadInput.class, () -> study(STUDY.replaceAll("(?m)^ *index-time.*\\n", "")
                .replace("{text: corner_mark}", "{fhir: {column: site}, fields: {x: {fhirpath: Bundle.id}}}")));
        assertThat(error.getMessage()).contains("nobody can say which of them were known");
    }
}

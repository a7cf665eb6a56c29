package org.realfm.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.models.ClinicalRecord.Value;
import org.realfm.record.RecordReader.Note;
import org.realfm.record.RecordSpec.Bundles;
import org.realfm.record.RecordSpec.FhirField;
import org.realfm.record.RecordSpec.Join;
import org.realfm.record.RecordSpec.Modality;
import org.realfm.record.RecordSpec.Source;
import org.realfm.tables.Table;

/// Records from bundles of FHIR R4, whose values are known here. The index time is 2026-01-31, 10 o'clock in Berlin.
class FhirRecordTest {

    private static final String CRP = "Bundle.entry.resource.ofType(Observation).where(code.coding.code='1988-5').value";

    /// What must never get into a message.
    private static final String NAME = "Mustermann";

    private static final String NUMBER = "MRN-4711-0815";

    private static final String PATIENT = "{\"resourceType\":\"Patient\",\"id\":\"p1\",\"name\":[{\"family\":\"" + NAME
            + "\",\"given\":[\"Jürgen\"]}],\"identifier\":[{\"system\":\"urn:mrn\",\"value\":\"" + NUMBER
            + "\"}],\"birthDate\":\"1950-02-01\",\"gender\":\"male\",\"deceasedDateTime\":\"2026-03-01\"}";

    @TempDir
    private Path folder;

    private static String observation(String code, String time, String value) {
        return "{\"resourceType\":\"Observation\",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\""
                + code + "\",\"display\":\"C-reaktives Protein\"}]}," + time + "," + value + "}";
    }

    private static String crp(String time, double value, String unit) {
        return observation("1988-5", "\"effectiveDateTime\":\"" + time + "\"", quantity(value, unit));
    }

    private static String quantity(double value, String unit) {
        return "\"valueQuantity\":{\"value\":" + value + ",\"unit\":\"" + unit + " (gemessen)\",\"system\":\"http://unitsofmeasure.org\",\"code\":\""
                + unit + "\"}";
    }

    private static String bundle(String... resources) {
        List<String> entries = new ArrayList<>();
        for (String resource : resources) {
            entries.add("{\"resource\":" + resource + "}");
        }
        return "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[" + String.join(",", entries) + "]}";
    }

    private RecordReader.Read read(Bundles bundles, FhirField... fields) throws IOException {
        Path table = Files.writeString(
                folder.resolve("cases.csv"),
                "case,patient,taken,bundle\na,p1,2026-01-31T10:00:00,a.json\nb,p2,2026-01-31T10:00:00,../escape.json\n");
        Table cohort = Table.read(table);
        return new RecordReader(
                        new RecordSpec(
                                Optional.of("taken"), ZoneId.of("Europe/Berlin"),
                                List.of(new Modality("ehr", new Source.Fhir(bundles, List.of(fields))))),
                        cohort, cohort.column("case"), cohort.column("patient"))
                .read(new int[] {0, 1});
    }

    private static FhirField field(String expression) {
        return new FhirField("x", expression, Optional.empty(), Map.of());
    }

    private static FhirField quantityField() {
        return new FhirField("x", CRP, Optional.of("mg/L"), Map.of("mg/dL", 10.0));
    }

    private RecordReader.Read first(String json, FhirField... fields) throws IOException {
        Files.writeString(folder.resolve("a.json"), json);
        return read(new Bundles.Named("bundle"), fields);
    }

    private Value value(String json, FhirField field) throws IOException {
        return first(json, field).records().getFirst().modalities()
                .getOrDefault("ehr", new LinkedHashMap<>())
                .getOrDefault("x", new Value.Missing());
    }

    /// The reasons of the first case.
    private static List<String> reasons(RecordReader.Read read) {
        return read.notes().stream().map(Note::what).filter(what -> what.endsWith("cases.csv:2")).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-30,                    5,    mg/L,   5",
        "2026-01-30T23:59:00-05:00,     1.5,  mg/dL,  15",
        "2026-01-31T09:59:59+01:00,     5,    mg/L,   5",
        "2026-01-31T10:00:00+01:00,     5,    mg/L,",
        "2026-01-31T09:30:00Z,          5,    mg/L,",
        "2026-01-31T10:30:00+02:00,     5,    mg/L,   5",
        "2026-01-31,                    5,    mg/L,",
        "2025,                          5,    mg/L,   5",
        "2026,                          5,    mg/L,",
        "2026-01-30,                    47.6, nmol/L,"
    })
    void aQuantityIsTakenInItsUnitIfItWasCertainlyBefore(String time, double value, String unit, Double expected) throws IOException {
        assertThat(value(bundle(PATIENT, crp(time, value, unit)), quantityField()))
                .isEqualTo(expected == null ? new Value.Missing() : new Value.Number(expected));
    }

    @Test
    void theLatestBeforeTheIndexIsTakenWhateverTheOrder() throws IOException {
        String bundle = bundle(
                crp("2026-01-20", 20, "mg/L"), PATIENT, crp("2026-01-29T12:00:00Z", 29, "mg/L"), crp("2026-01-29T14:00:00+03:00", 28, "mg/L"),
                crp("2026-02-05", 99, "mg/L"), observation("2345-7", "\"effectiveDateTime\":\"2026-01-30\"", quantity(7, "mg/L")));
        assertThat(value(bundle, quantityField())).isEqualTo(new Value.Number(29));
        assertThat(reasons(first(bundle, quantityField())))
                .containsExactly("1 case: resources not certainly known before the index time were left out; the first at cases.csv:2");
    }

    @Test
    void valuesOfOneTimeThatDifferAreNoneAndEqualOnesAreOne() throws IOException {
        String twice = bundle(crp("2026-01-20", 20, "mg/L"), crp("2026-01-29", 3, "mg/dL"), crp("2026-01-29", 30, "mg/L"));
        assertThat(value(twice, quantityField())).isEqualTo(new Value.Number(30));
        String conflict = bundle(crp("2026-01-29", 3, "mg/dL"), crp("2026-01-29", 31, "mg/L"));
        assertThat(value(conflict, quantityField())).isEqualTo(new Value.Missing());
        assertThat(reasons(first(conflict, quantityField()))).singleElement().asString().contains("several values of 'x' and no latest");
    }

    @Test
    void whatIsKnownLaterThanItWasCountsFromThen() throws IOException {
        String time = "\"effectiveDateTime\":\"2026-01-29\",\"issued\":\"%s\"";
        assertThat(value(bundle(observation("1988-5", time.replace("%s", "2026-02-01T08:00:00Z"), quantity(5, "mg/L"))), quantityField()))
                .as("drawn before, reported after")
                .isEqualTo(new Value.Missing());
        assertThat(value(bundle(observation("1988-5", time.replace("%s", "2026-01-30T08:00:00Z"), quantity(5, "mg/L"))), quantityField()))
                .isEqualTo(new Value.Number(5));
        String period = "\"effectivePeriod\":{\"start\":\"2026-01-28\",\"end\":\"%s\"}";
        assertThat(value(bundle(observation("1988-5", period.replace("%s", "2026-01-30"), quantity(5, "mg/L"))), quantityField()))
                .isEqualTo(new Value.Number(5));
        assertThat(value(bundle(observation("1988-5", period.replace("%s", "2026-01-31"), quantity(5, "mg/L"))), quantityField()))
                .isEqualTo(new Value.Missing());
        assertThat(value(bundle(observation("1988-5", "\"effectivePeriod\":{\"start\":\"2026-01-28\"}", quantity(5, "mg/L"))), quantityField()))
                .as("it goes on")
                .isEqualTo(new Value.Missing());
    }

    @Test
    void whatIsVoidUndatedOrOfTheFutureIsNotSeen() throws IOException {
        String wrong = crp("2026-01-29", 5, "mg/L").replace("\"final\"", "\"entered-in-error\"");
        assertThat(value(bundle(wrong), quantityField())).isEqualTo(new Value.Missing());
        RecordReader.Read undated = first(bundle(crp("2026-01-29", 5, "mg/L").replace("effectiveDateTime\":\"2026-01-29", "id\":\"u1")), quantityField());
        assertThat(undated.records().getFirst().has("ehr")).isFalse();
        assertThat(reasons(undated)).singleElement().asString().contains("do not say since when they are known");
        assertThat(value(bundle(PATIENT), field("Bundle.entry.resource.ofType(Patient).deceased.exists()"))).isEqualTo(new Value.Number(0));
        String conditions = bundle(
                "{\"resourceType\":\"Condition\",\"subject\":{\"reference\":\"Patient/p1\"},\"onsetDateTime\":\"2020\",\"code\":{\"coding\":[{\"code\":\"I50\"}]}}",
                "{\"resourceType\":\"Condition\",\"subject\":{\"reference\":\"Patient/p1\"},\"onsetDateTime\":\"2027\",\"code\":{\"coding\":[{\"code\":\"C34\"}]}}");
        assertThat(value(conditions, field("Bundle.entry.resource.ofType(Condition).count()"))).isEqualTo(new Value.Number(1));
        assertThat(value(conditions, field("Bundle.entry.resource.ofType(Condition).code"))).isEqualTo(new Value.Words("I50"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\"valueInteger\":3                                              | 3",
        "\"valueBoolean\":true                                           | 1",
        "\"valueString\":\"Ödem, 左肺\"                                  | Ödem, 左肺",
        "\"valueCodeableConcept\":{\"coding\":[{\"code\":\"LA6576-8\"}],\"text\":\"positiv\"} | LA6576-8",
        "\"valueCodeableConcept\":{\"text\":\"positiv\"}                 | positiv",
        "\"valueQuantity\":{\"value\":5,\"code\":\"mg/L\"}               | none",
        "\"valueRatio\":{\"numerator\":{\"value\":1}}                    | none",
        "\"dataAbsentReason\":{\"text\":\"Gerät defekt\"}                | none"
    })
    void otherValuesAreWhatTheyAre(String value, String expected) throws IOException {
        Value found = value(bundle(observation("1988-5", "\"effectiveDateTime\":\"2026-01-29\"", value)), field(CRP));
        assertThat(switch (found) {
                    case Value.Number(double number) -> number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
                    case Value.Words(String words) -> words;
                    case Value.Missing() -> "none";
                })
                .isEqualTo(expected);
    }

    @Test
    void aLimitIsNoNumberAndANumberWithoutUnitIsNoQuantity() throws IOException {
        String limit = "\"valueQuantity\":{\"value\":5,\"comparator\":\"<\",\"code\":\"mg/L\"}";
        String time = "\"effectiveDateTime\":\"2026-01-29\"";
        RecordReader.Read read = first(bundle(observation("1988-5", time, limit)), quantityField());
        assertThat(reasons(read)).singleElement().asString().contains("'x' is only known to be above or below a limit");
        assertThat(reasons(first(bundle(observation("1988-5", time, "\"valueInteger\":5")), quantityField())))
                .singleElement().asString().contains("'x' is a number without a unit");
        assertThat(reasons(first(bundle(observation("1988-5", time, quantity(5, "g/L"))), quantityField())))
                .singleElement().asString().contains("'x' has another unit than mg/L");
        assertThat(reasons(first(bundle(observation("1988-5", time, "\"valueQuantity\":{\"value\":5}")), quantityField())))
                .singleElement().asString().contains("'x' has another unit than mg/L");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "no json", "{", "[]", "null", "{\"resourceType\":\"Bundle\"", "{\"resourceType\":\"Nonsense\"}", "{\"entry\":[]}",
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\",\"birthDate\":\"" + NUMBER
                + "\"}}]}",
        "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"" + NAME + "\":1}",
        "{\"resourceType\":\"Bundle\",\"entry\":{\"resource\":7}}"
    })
    void whatIsNoBundleIsMissingAndItsContentIsNotRepeated(String json) throws IOException {
        RecordReader.Read read = first(json, quantityField());
        assertThat(read.records().getFirst().has("ehr")).isFalse();
        assertThat(reasons(read)).singleElement().asString()
                .contains("a bundle that is not FHIR R4 in JSON")
                .doesNotContain(NAME).doesNotContain(NUMBER);
    }

    @Test
    void deepNestingAndForeignEncodingsAreRefused() throws IOException {
        String deep = "{\"resourceType\":\"Bundle\",\"entry\":" + "[".repeat(100_000);
        assertThat(reasons(first(deep, quantityField()))).singleElement().asString().contains("not FHIR R4 in JSON");
        Files.write(folder.resolve("a.json"), bundle(PATIENT).getBytes(StandardCharsets.ISO_8859_1));
        assertThat(reasons(read(new Bundles.Named("bundle"), quantityField()))).singleElement().asString().contains("not UTF-8 text");
    }

    @Test
    void otherResourcesAndBundlesOfSeveralPatientsAreRefused() throws IOException {
        assertThat(reasons(first(PATIENT, quantityField()))).singleElement().asString()
                .isEqualTo("1 case: a file that is a Patient and not a Bundle; the first at cases.csv:2");
        assertThat(reasons(first(bundle(PATIENT, PATIENT, crp("2026-01-29", 5, "mg/L")), quantityField()))).singleElement().asString()
                .contains("a bundle of several patients");
    }

    @Test
    void bundlesStandInAFolderOrOneALine() throws IOException {
        Path bundles = Files.createDirectory(folder.resolve("bundles"));
        Files.writeString(bundles.resolve("p1.json"), bundle(PATIENT, crp("2026-01-29", 5, "mg/L")));
        RecordReader.Read found = read(new Bundles.Folder(bundles, Join.PATIENT), quantityField());
        assertThat(found.records().getFirst().has("ehr")).isTrue();
        assertThat(found.notes()).extracting(Note::what).containsExactly("1 case: no bundle; the first at cases.csv:3");

        String second = bundle(PATIENT.replace("\"p1\"", "\"other\"").replace(NUMBER, "p2"), crp("2026-01-29", 7, "mg/L"));
        Path lines = folder.resolve("bundles.ndjson");
        Files.writeString(lines, bundle(PATIENT, crp("2026-01-29", 5, "mg/L")) + "\n\nbroken\n" + second + "\n");
        RecordReader.Read read = read(new Bundles.Lines(lines), quantityField());
        assertThat(read.records()).allMatch(record -> record.has("ehr"));
        Files.writeString(lines, second + "\n" + second + "\n");
        assertThat(read(new Bundles.Lines(lines), quantityField()).notes()).extracting(Note::what)
                .containsExactlyInAnyOrder(
                        "1 case: no bundle; the first at cases.csv:2", "1 case: several bundles; the first at cases.csv:3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Bundle.entry.where(                                  | is no FHIRPath that can be used",
        "Bundle.entry.nosuch()                                | is no FHIRPath that can be used",
        "Bundle.entry.resource.subject.resolve()              | asks for 'resolve'",
        "today()                                              | asks for 'today'",
        "Bundle.entry.resource.code.memberOf('http://x')      | asks for 'memberOf'"
    })
    void whatCannotBeAskedOfABundleAloneIsRefused(String expression, String why) {
        assertThat(field(expression).problem()).hasValueSatisfying(problem -> assertThat(problem).startsWith(why));
        assertThat(field(CRP).problem()).isEmpty();
    }
}

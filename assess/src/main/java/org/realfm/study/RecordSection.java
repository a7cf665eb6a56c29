package org.realfm.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.realfm.models.Takes;
import org.realfm.record.RecordSpec;
import org.realfm.record.RecordSpec.Bundles;
import org.realfm.record.RecordSpec.FhirField;
import org.realfm.record.RecordSpec.Join;
import org.realfm.record.RecordSpec.Kind;
import org.realfm.record.RecordSpec.Modality;
import org.realfm.record.RecordSpec.Source;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// The `record` of a cohort: what is known of a case beside its picture.
final class RecordSection {

    private static final String[] KEYS = {"columns", "table", "join", "key", "time", "text", "file", "fhir", "fields"};

    private static final Map<String, Kind> KINDS = new TreeMap<>(Map.of("number", Kind.NUMBER, "text", Kind.TEXT));

    private final YamlSection cohort;

    private RecordSection(YamlSection cohort) {
        this.cohort = cohort;
    }

    /// Reads `record`, `index-time` and `time-zone`; empty where the first is not there.
    static Optional<RecordSpec> read(YamlSection cohort) {
        Optional<YamlValue> record = cohort.find("record");
        if (record.isEmpty()) {
            for (String key : List.of("index-time", "time-zone")) {
                cohort.find(key).ifPresent(value -> {
                    throw value.bad("is for the record of a case, but 'cohort' has no 'record'", "Add 'record', or remove it");
                });
            }
            return Optional.empty();
        }
        return Optional.of(new RecordSection(cohort).all(record.get()));
    }

    private RecordSpec all(YamlValue record) {
        List<Modality> modalities = new ArrayList<>();
        record.entries().forEach((name, value) -> {
            if (!name.matches("[A-Za-z][A-Za-z0-9_-]{0,63}") || name.equals(Takes.IMAGE)) {
                throw value.bad(
                        name.equals(Takes.IMAGE) ? "has the name of the picture" : "has a name of other than 1 to 64 letters, digits, '_' and '-'",
                        "Rename it");
            }
            modalities.add(new Modality(name, modality(value)));
        });
        if (modalities.isEmpty()) {
            throw record.wrong("at least one modality", "Name one: {labs: {columns: [crp]}}");
        }
        return new RecordSpec(
                cohort.find("index-time").map(YamlValue::label), cohort.get("time-zone", RecordSection::zone, ZoneOffset.UTC), modalities);
    }

    private static ZoneId zone(YamlValue value) {
        try {
            return ZoneId.of(value.text());
        } catch (DateTimeException e) {
            throw value.wrong("a time zone", "Write it as Europe/Berlin or +01:00");
        }
    }

    private Source modality(YamlValue value) {
        YamlSection modality = value.section(KEYS);
        if (modality.has("table")) {
            modality.only("table", List.of("columns", "join", "key", "time"));
            return joined(modality);
        }
        return switch (modality.oneOf("columns", "text", "file", "fhir")) {
            case "columns" -> {
                modality.only("columns", List.of());
                yield new Source.Columns(own(modality.require("columns")));
            }
            case "text" -> {
                modality.only("text", List.of());
                yield new Source.Text(own(modality.require("text"), modality.require("text").label()), false);
            }
            case "file" -> {
                modality.only("file", List.of());
                yield new Source.Text(modality.require("file").label(), true);
            }
            default -> {
                modality.only("fhir", List.of("fields"));
                yield fhir(modality);
            }
        };
    }

    /// Columns of the cohort's table.
    private Map<String, Kind> own(YamlValue value) {
        Map<String, Kind> columns = columns(value);
        columns.keySet().forEach(column -> own(value, column));
        return columns;
    }

    /// Refuses what would tell the answer, or who the patient is.
    private String own(YamlValue value, String column) {
        for (String key : List.of("truth", "case", "patient", "image", "index-time")) {
            if (cohort.find(key).filter(other -> other.label().equals(column)).isPresent()) {
                throw value.bad(
                        "names the column '" + column + "', which is 'cohort." + key + "'",
                        key.equals("truth")
                                ? "Leave it out: a model that is shown the answer is not assessed"
                                : "Leave it out: it says who the patient is, and nothing about them");
            }
        }
        return column;
    }

    /// A list of names, or names with what their cells are.
    private static Map<String, Kind> columns(YamlValue value) {
        SequencedMap<String, Kind> columns = new LinkedHashMap<>();
        if (value.node() instanceof SequenceNode) {
            for (YamlValue column : value.list()) {
                if (columns.put(column.label(), Kind.AS_FOUND) != null) {
                    throw column.bad("names '" + column.label() + "' a second time", "Keep one of them");
                }
            }
        } else {
            value.entries().forEach((column, kind) ->
                    columns.put(column, kind.choice(KINDS)));
        }
        if (columns.isEmpty()) {
            throw value.wrong("at least one column", "Write [age, crp], or {age: number, stage: text}");
        }
        return columns;
    }

    private Source joined(YamlSection modality) {
        Join join = modality.get("join", this::join, Join.CASE);
        String key = modality.find("key").map(YamlValue::label).orElseGet(() ->
                cohort.require(join == Join.CASE ? "case" : "patient").label());
        Optional<YamlValue> time = modality.find("time");
        time.ifPresent(this::requireIndexTime);
        Map<String, Kind> columns = columns(modality.require("columns"));
        for (String own : List.of("truth", "case", "patient")) {
            if (cohort.find(own).filter(other -> columns.containsKey(other.label())).isPresent()) {
                own(modality.require("columns"), cohort.require(own).label());
            }
        }
        if (columns.containsKey(key)) {
            throw modality.require("columns").bad("names the column '" + key + "', which is the key", "Leave it out: it says who the patient is");
        }
        return new Source.Joined(modality.require("table").path(), join, key, time.map(YamlValue::label), columns);
    }

    private Join join(YamlValue value) {
        Join join = value.choice(UseSection.words(Join.class));
        if (join == Join.PATIENT && !cohort.has("patient")) {
            throw value.bad("joins by the patient, but 'cohort.patient' names no column", "Add 'patient' to 'cohort', or join by the case");
        }
        return join;
    }

    private void requireIndexTime(YamlValue value) {
        if (!cohort.has("index-time")) {
            throw value.bad(
                    "has values of several times, but nobody can say which of them were known when the model is asked",
                    "Add 'index-time' to 'cohort', the column of that time");
        }
    }

    private Source fhir(YamlSection modality) {
        requireIndexTime(modality.require("fhir"));
        YamlSection where = modality.require("fhir").section("column", "folder", "ndjson", "join");
        Bundles bundles = switch (where.oneOf("column", "folder", "ndjson")) {
            case "column" -> {
                where.only("column", List.of());
                yield new Bundles.Named(where.require("column").label());
            }
            case "folder" -> {
                where.only("folder", List.of("join"));
                yield new Bundles.Folder(folder(where.require("folder")), where.get("join", this::join, Join.CASE));
            }
            default -> {
                where.only("ndjson", List.of());
                if (!cohort.has("patient")) {
                    throw where.require("ndjson").bad("joins by the patient, but 'cohort.patient' names no column", "Add 'patient' to 'cohort'");
                }
                yield new Bundles.Lines(where.require("ndjson").path());
            }
        };
        List<FhirField> fields = new ArrayList<>();
        modality.require("fields").entries().forEach((name, field) -> fields.add(field(name, field)));
        if (fields.isEmpty()) {
            throw modality.require("fields").wrong("at least one field", "Write {crp: {fhirpath: ..., unit: mg/L}}");
        }
        return new Source.Fhir(bundles, List.copyOf(fields));
    }

    private static Path folder(YamlValue value) {
        Path folder = value.file().path().resolveSibling(value.text()).normalize();
        if (!Files.isDirectory(folder)) {
            throw value.bad("names '" + value.text() + "', and there is no such folder", "Paths are relative to the study file");
        }
        return folder;
    }

    private static FhirField field(String name, YamlValue value) {
        YamlSection field = value.section("fhirpath", "unit", "convert");
        YamlValue expression = field.require("fhirpath");
        if (field.has("convert") && !field.has("unit")) {
            throw field.require("convert").bad("has no unit to convert to", "Add 'unit'");
        }
        SequencedMap<String, Double> convert = new LinkedHashMap<>();
        field.find("convert").ifPresent(units -> units.entries().forEach((unit, factor) ->
                convert.put(unit, factor.number(x -> x > 0, "a number above 0"))));
        FhirField found = new FhirField(name, expression.text(), field.find("unit").map(YamlValue::label), convert);
        found.problem().ifPresent(problem -> {
            throw expression.bad(
                    problem, "Write for example Bundle.entry.resource.ofType(Observation).where(code.coding.code='1988-5').value");
        });
        return found;
    }
}

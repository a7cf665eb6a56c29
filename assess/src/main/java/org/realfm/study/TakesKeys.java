package org.realfm.study;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import org.realfm.models.ClinicalRecord.Field;
import org.realfm.models.Takes;
import org.realfm.models.chat.Prompt;
import org.realfm.models.tensors.NetworkInput;
import org.realfm.models.tensors.RecordInput;
import org.realfm.tables.Names;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// The keys that say what a model is shown of a case: `takes` and `dropout`, and of a network `record`.
///
/// @param takes  what it is shown
/// @param cohort what there is
record TakesKeys(Takes takes, CohortSpec cohort) {

    /// Reads `takes` and `dropout`, and holds them against what the cohort has and the way can do.
    static TakesKeys read(YamlSection model, String way, CohortSpec cohort) {
        List<String> there = new ArrayList<>();
        if (cohort.hasPictures()) {
            there.add(Takes.IMAGE);
        }
        cohort.record().ifPresent(record -> there.addAll(record.names()));
        List<String> modalities = model.get("takes", value -> names(value, there, "of the cohort"), List.of(Takes.IMAGE));
        if (modalities.contains(Takes.IMAGE) && !cohort.hasPictures()) {
            throw model.require(way)
                    .bad(
                            "runs on pictures, but 'cohort' has neither 'image' nor 'dicomweb'",
                            "Add 'image' to 'cohort', the column of their paths, or give the model's scores as 'predictions'"
                                    + (cohort.record().isPresent() ? ", or say by 'takes' what of the record it takes" : ""));
        }
        List<String> dropout = model.get("dropout", value -> names(value, modalities, "that the model takes"), List.of());
        boolean network = way.equals("onnx") || way.equals("kserve");
        if (network && dropout.contains(Takes.IMAGE)) {
            throw model.require("dropout").bad(
                    "has the picture, but a network is always shown a tensor", "Leave it out: nobody can say what no picture looks like");
        }
        Takes takes = modalities.equals(List.of(Takes.IMAGE)) && dropout.isEmpty() ? Takes.PICTURES : new Takes(modalities, dropout);
        if (network && !takes.image() && model.has("input")) {
            throw model.require("input").bad("describes a picture, which the model does not take", "Add 'image' to 'takes', or remove it");
        }
        return new TakesKeys(takes, cohort);
    }

    private static List<String> names(YamlValue value, List<String> there, String what) {
        List<String> names = new ArrayList<>();
        for (YamlValue each : value.list()) {
            String name = each.label();
            if (!there.contains(name) && !name.equals(Takes.IMAGE)) {
                throw each.bad(
                        "is '" + name + "', which is no modality " + what + ": " + (there.isEmpty() ? "there is none" : String.join(", ", there)),
                        Names.nearest(name, there).map(near -> "Did you mean '" + near + "'?").orElse("Declare it in 'cohort.record'"));
            }
            if (names.contains(name)) {
                throw each.bad("names '" + name + "' a second time", "Keep one of them");
            }
            names.add(name);
        }
        if (names.isEmpty()) {
            throw value.wrong("at least one modality", "Name one of " + String.join(", ", there) + ", or remove the key");
        }
        return List.copyOf(names);
    }

    /// The inputs of a network.
    NetworkInput input(YamlSection model) {
        if (takes.record().isEmpty() == model.has("record")) {
            throw takes.record().isEmpty()
                    ? model.require("record").bad("describes a record, but 'takes' names no modality of it", "Add its modalities to 'takes'")
                    : model.require("takes").bad("names modalities of the record", "Say by 'record' which of their fields become which input");
        }
        return new NetworkInput(
                takes.image() ? Optional.of(ModelSection.input(model)) : Optional.empty(), model.find("record").map(this::record));
    }

    private RecordInput record(YamlValue value) {
        YamlSection record = value.section("name", "fields", "mean", "std", "missing", "indicator");
        List<Field> fields = new ArrayList<>();
        for (YamlValue each : record.require("fields").list()) {
            fields.add(field(each));
        }
        if (fields.isEmpty()) {
            throw record.require("fields").wrong("at least one field", "Write [labs.crp]");
        }
        for (String modality : takes.record()) {
            if (fields.stream().noneMatch(field -> field.modality().equals(modality))) {
                throw record.require("fields").bad("has no field of '" + modality + "', which the model takes", "Add one, or take it out of 'takes'");
            }
        }
        List<Double> mean = numbers(record, "mean", fields.size(), 0, x -> true, "a number");
        Optional<List<Double>> missing = record.find("missing").map(stand -> missing(stand, mean));
        if (missing.isEmpty() && !takes.dropout().isEmpty()) {
            throw record.whole().bad(
                    "does not say what stands for a missing number, but the model can do without " + String.join(", ", takes.dropout()),
                    "Add 'missing: mean', or a number");
        }
        if (record.has("indicator") && missing.isEmpty()) {
            throw record.require("indicator").bad("says what is missing, but not what stands for it", "Add 'missing: mean', or a number");
        }
        return new RecordInput(
                record.require("name").text(),
                fields,
                mean,
                numbers(record, "std", fields.size(), 1, x -> x > 0, "a number above 0"),
                missing,
                record.find("indicator").map(YamlValue::text));
    }

    private Field field(YamlValue value) {
        String[] parts = value.text().split("\\.", 2);
        if (parts.length != 2) {
            throw value.wrong("a modality and a field", "Write it as labs.crp");
        }
        check(value, parts[0], Optional.of(parts[1]));
        return new Field(parts[0], parts[1]);
    }

    /// Holds a name that stands in the study file, or in what it names, against what the model takes and the record has.
    private void check(YamlValue value, String modality, Optional<String> field) {
        if (!takes.record().contains(modality)) {
            throw value.bad(
                    "names the modality '" + modality + "', but the model takes " + String.join(", ", takes.modalities()),
                    "Add it to 'takes', or correct the name");
        }
        List<String> known = cohort.record().map(spec -> spec.fields(modality)).orElse(List.of());
        if (field.isPresent() && !known.contains(field.get())) {
            throw value.bad(
                    "names the field '" + modality + "." + field.get() + "', but '" + modality + "' has " + String.join(", ", known),
                    Names.nearest(field.get(), known).map(near -> "Did you mean '" + near + "'?").orElse("Name one of these"));
        }
    }

    private static List<Double> missing(YamlValue value, List<Double> mean) {
        if (value.node() instanceof ScalarNode scalar && scalar.getValue().equals("mean")) {
            return mean;
        }
        return Collections.nCopies(mean.size(), value.number());
    }

    private static List<Double> numbers(
            YamlSection record, String key, int size, double otherwise, DoublePredicate holds, String expected) {
        Optional<YamlValue> value = record.find(key);
        if (value.isEmpty()) {
            return Collections.nCopies(size, otherwise);
        }
        List<Double> numbers = value.get().list().stream().map(each -> each.number(holds, expected)).toList();
        if (numbers.size() != size) {
            throw value.get().bad("has " + numbers.size() + " numbers, expected one for each of the " + size + " fields", "Add or remove some");
        }
        return numbers;
    }

    /// Checks the places of a prompt; what is said of the whole file, the model says when it is opened.
    void checkPlaces(YamlValue prompt) {
        if (takes.record().isEmpty()) {
            return;
        }
        try {
            Prompt.places(Files.readString(prompt.path())).forEach(place -> check(prompt, place.modality(), place.field()));
        } catch (IOException e) {
            // The model says what is wrong with the file.
        }
    }
}

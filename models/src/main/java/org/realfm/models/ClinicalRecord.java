package org.realfm.models;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.realfm.ledger.Digest;

/// What is known of a case beside its picture: modalities, such as laboratory values or prior reports, each with its fields.
///
/// A modality of which nothing is known is not in it. A field of which nothing is known is [Value.Missing], never NaN and never 0.
///
/// @param modalities the fields by name, by the name of their modality, in the order of the study file
public record ClinicalRecord(SequencedMap<String, SequencedMap<String, Value>> modalities) {

    /// Nothing is known.
    public static final ClinicalRecord NONE = new ClinicalRecord(new LinkedHashMap<>());

    public ClinicalRecord {
        SequencedMap<String, SequencedMap<String, Value>> kept = new LinkedHashMap<>();
        modalities.forEach((modality, fields) -> {
            if (fields.values().stream().anyMatch(value -> !(value instanceof Value.Missing))) {
                kept.put(modality, Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields)));
            }
        });
        modalities = Collections.unmodifiableSequencedMap(kept);
    }

    /// What is known of a field.
    public sealed interface Value {

        /// A number, in the unit that the study file declares.
        ///
        /// @param value finite
        record Number(double value) implements Value {
            public Number {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException("a number of a record is finite, found " + value);
                }
            }
        }

        /// A text: data, whatever it says.
        record Words(String text) implements Value {}

        /// Nothing is known.
        record Missing() implements Value {}
    }

    /// A field by name.
    ///
    /// @param modality of the study file
    /// @param name     within it
    public record Field(String modality, String name) {

        /// As `labs.crp`.
        @Override
        public String toString() {
            return modality + "." + name;
        }
    }

    /// Whether anything is known of a modality.
    public boolean has(String modality) {
        return modalities.containsKey(modality);
    }

    /// What is known of a field.
    public Value value(Field field) {
        SequencedMap<String, Value> fields = modalities.get(field.modality());
        Value value = fields == null ? null : fields.get(field.name());
        return value == null ? new Value.Missing() : value;
    }

    /// The same with these modalities only.
    public ClinicalRecord only(Collection<String> names) {
        SequencedMap<String, SequencedMap<String, Value>> kept = new LinkedHashMap<>(modalities);
        kept.keySet().retainAll(names);
        return new ClinicalRecord(kept);
    }

    /// The same without these modalities.
    public ClinicalRecord without(Collection<String> names) {
        SequencedMap<String, SequencedMap<String, Value>> kept = new LinkedHashMap<>(modalities);
        kept.keySet().removeAll(names);
        return new ClinicalRecord(kept);
    }

    /// Identity by content: names, kinds and values of all fields.
    public Digest digest() {
        List<String> parts = new ArrayList<>(List.of("record"));
        modalities.forEach((modality, fields) -> {
            parts.addAll(List.of("modality", modality, Integer.toString(fields.size())));
            fields.forEach((name, value) -> {
                parts.add(name);
                parts.addAll(switch (value) {
                    case Value.Number(double number) -> List.of("number", Double.toString(number));
                    case Value.Words(String text) -> List.of("text", text);
                    case Value.Missing() -> List.of("missing", "");
                });
            });
        });
        return Digest.of(parts.toArray(String[]::new));
    }

    /// Tells no values: what a record holds must not get into a message by accident.
    @Override
    public String toString() {
        return "ClinicalRecord" + modalities.keySet();
    }
}

package org.realfm.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.realfm.models.ClinicalRecord.Value;

/// One modality of one case while it is read: its fields, and why some of it is not known.
final class Reading {

    /// Why something is not known. It holds no value and no identifier.
    ///
    /// @param what   goes on from "12 cases: "
    /// @param remedy what to do about it
    record Reason(String what, String remedy) {}

    private final SequencedMap<String, Value> fields = new LinkedHashMap<>();
    private final List<Reason> reasons = new ArrayList<>();

    /// Fields that are missing until they are [#put].
    static Reading of(List<String> fields) {
        Reading reading = new Reading();
        fields.forEach(field -> reading.fields.put(field, new Value.Missing()));
        return reading;
    }

    void put(String field, Value value) {
        fields.put(field, value);
    }

    void because(String what, String remedy) {
        reasons.add(new Reason(what, remedy));
    }

    SequencedMap<String, Value> fields() {
        return fields;
    }

    /// Each reason once.
    List<Reason> reasons() {
        return reasons.stream().distinct().toList();
    }
}

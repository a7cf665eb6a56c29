package org.realfm.models.tensors;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.realfm.models.ClinicalRecord;
import org.realfm.models.ClinicalRecord.Field;
import org.realfm.models.ClinicalRecord.Value;

/// How fields of a record become an input of a network: a row a case, a column a field.
///
/// Each number x becomes (x - mean) / std of its field. What stands for a missing number is declared, and goes through the same
/// standardisation; nothing is made up where it is not.
///
/// @param name      name of the input tensor, of shape [n, fields], 32-bit float
/// @param fields    in the order of its columns, at least one
/// @param mean      subtracted, one a field
/// @param std       divides last, one a field, above 0
/// @param missing   what stands for a missing number, one a field; empty: a case with a missing number is not shown
/// @param indicator name of an input tensor of the same shape with 1 where a number is missing and 0 elsewhere; only with `missing`
public record RecordInput(
        String name,
        List<Field> fields,
        List<Double> mean,
        List<Double> std,
        Optional<List<Double>> missing,
        Optional<String> indicator) {

    public RecordInput {
        fields = List.copyOf(fields);
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        missing = missing.map(List::copyOf);
        int k = fields.size();
        if (k == 0 || mean.size() != k || std.size() != k || missing.map(List::size).orElse(k) != k) {
            throw new IllegalArgumentException("a record input has a mean, a standard deviation and a missing value for each of its fields");
        }
        if (indicator.isPresent() && missing.isEmpty()) {
            throw new IllegalArgumentException("an indicator says where a declared value stands for a missing one, found none declared");
        }
    }

    /// Why a record cannot be shown; empty if it can. It tells no values.
    Optional<String> refusal(ClinicalRecord record) {
        for (Field field : fields) {
            switch (record.value(field)) {
                case Value.Number number -> {}
                case Value.Words words -> {
                    return Optional.of("'" + field + "' is a text, and the network takes numbers");
                }
                case Value.Missing gone -> {
                    if (missing.isEmpty()) {
                        return Optional.of("'" + field + "' is missing, and 'record.missing' does not declare what stands for it");
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// The input of several cases, and the indicator where there is one.
    List<InputTensor> tensors(List<ClinicalRecord> records) {
        long[] shape = {records.size(), fields.size()};
        FloatBuffer values = FloatBuffer.allocate(Math.multiplyExact(records.size(), fields.size()));
        FloatBuffer gone = FloatBuffer.allocate(values.capacity());
        for (ClinicalRecord record : records) {
            for (int f = 0; f < fields.size(); f++) {
                boolean known = record.value(fields.get(f)) instanceof Value.Number;
                double value = record.value(fields.get(f)) instanceof Value.Number(double number)
                        ? number
                        : missing.orElseThrow().get(f);
                values.put((float) ((value - mean.get(f)) / std.get(f)));
                gone.put(known ? 0 : 1);
            }
        }
        List<InputTensor> tensors = new ArrayList<>(List.of(new InputTensor(name, shape, values.flip())));
        indicator.ifPresent(other -> tensors.add(new InputTensor(other, shape, gone.flip())));
        return tensors;
    }

    /// What of it is part of a model's identity.
    List<String> identity() {
        return List.of(
                "record",
                name,
                fields.toString(),
                mean.toString(),
                std.toString(),
                missing.map(List::toString).orElse(""),
                indicator.orElse(""));
    }
}

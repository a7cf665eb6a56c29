package org.realfm.models.tensors;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.realfm.tables.BadInput;
import org.realfm.tables.Names;

/// What a network takes and gives, held against what the study file says of it.
///
/// @param where  the file or address of the network, for messages
/// @param input  what the study file says of its inputs
/// @param output what the study file says of its outputs
public record Signature(String where, NetworkInput input, ScoreOutput output) {

    /// A tensor as a network declares it.
    ///
    /// @param described in words, for messages
    /// @param float32   whether it is of 32-bit floats
    /// @param shape     negative where a dimension is free
    public record Declared(String described, boolean float32, long[] shape) {}

    /// Checks names, types and shapes.
    ///
    /// @return how many cases the network takes at once: 1, or as many as there are
    /// @throws BadInput if something differs; the message says what the network has
    public int check(Map<String, Declared> inputs, Map<String, Declared> outputs) {
        int atOnce = takes(inputs);
        gives(output.name(), outputs);
        output.embedding().ifPresent(name -> gives(name, outputs));
        return atOnce;
    }

    private int takes(Map<String, Declared> inputs) {
        int atOnce = Integer.MAX_VALUE;
        Set<String> described = new LinkedHashSet<>();
        if (input.picture().isPresent()) {
            PictureInput picture = input.picture().get();
            described.add(picture.name());
            atOnce = Math.min(atOnce, takes(picture, required(picture.name(), inputs)));
        }
        if (input.record().isPresent()) {
            RecordInput record = input.record().get();
            described.add(record.name());
            atOnce = Math.min(atOnce, takes(record, record.name(), required(record.name(), inputs)));
            if (record.indicator().isPresent()) {
                String name = record.indicator().get();
                described.add(name);
                atOnce = Math.min(atOnce, takes(record, name, required(name, inputs)));
            }
        }
        if (!described.containsAll(inputs.keySet())) {
            throw wrong(
                    "takes " + inputs.size() + " inputs " + new TreeSet<>(inputs.keySet()) + ", the study describes "
                            + String.join(", ", described),
                    "Describe a picture as 'input', and numbers of the record as 'record'; models of other inputs cannot be run");
        }
        return atOnce;
    }

    private Declared required(String name, Map<String, Declared> inputs) {
        Declared declared = inputs.get(name);
        if (declared == null) {
            throw missing("input", name, inputs.keySet());
        }
        return declared;
    }

    private int takes(RecordInput record, String name, Declared declared) {
        long[] shape = floats("input", name, declared);
        int fields = record.fields().size();
        if (shape.length != 2 || (shape[1] >= 0 && shape[1] != fields)) {
            throw wrong(
                    "input '" + name + "' has shape " + Arrays.toString(shape) + ", the study lists " + fields
                            + " fields: [n, " + fields + "]",
                    "List the fields of the record as the network was trained on them, in their order");
        }
        return atOnce(name, shape, "case");
    }

    private int atOnce(String name, long[] shape, String what) {
        if (shape[0] > 1) {
            throw wrong(
                    "input '" + name + "' takes exactly " + shape[0] + " " + what + "s at once",
                    "Export it with a free first dimension, or for one " + what);
        }
        return shape[0] == 1 ? 1 : Integer.MAX_VALUE;
    }

    private int takes(PictureInput input, Declared declared) {
        long[] shape = floats("input", input.name(), declared);
        long[] expected = input.shape(1);
        boolean fits = shape.length == expected.length;
        for (int d = 1; fits && d < shape.length; d++) {
            fits = shape[d] < 0 || shape[d] == expected[d];
        }
        if (!fits) {
            throw wrong(
                    "input '" + input.name() + "' has shape " + Arrays.toString(shape) + ", the study says [n, "
                            + Arrays.stream(expected).skip(1).mapToObj(Long::toString).collect(Collectors.joining(", ")) + "]",
                    remedy(input, shape));
        }
        return atOnce(input.name(), shape, "picture");
    }

    private static String remedy(PictureInput input, long[] shape) {
        boolean volumes = input.slices() > 0;
        if (shape.length == 5 && !volumes) {
            return "It takes volumes: write 'size: " + sizes(shape, "slices", "rows", "columns") + "'";
        }
        if (shape.length == 4 && volumes) {
            return "It takes pictures of one plane: write 'size: " + sizes(shape, "rows", "columns")
                    + "', and cut volumes into slices with 'tile' among the 'steps'";
        }
        long[] expected = input.shape(1);
        boolean channelsLast = shape.length == expected.length
                && shape[1] != input.channels()
                && shape[shape.length - 1] == input.channels();
        for (int d = 1; channelsLast && d < shape.length - 1; d++) {
            channelsLast = shape[d] < 0 || shape[d] == expected[d + 1];
        }
        return channelsLast
                ? "Its channels come last: export it with channels first, [n, channels, " + (volumes ? "slices, " : "")
                        + "rows, columns]"
                : "Correct size and channels in the study file";
    }

    /// The last dimensions, by number where the network says it and otherwise by name.
    private static String sizes(long[] shape, String... names) {
        List<String> sizes = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            long size = shape[shape.length - names.length + i];
            sizes.add(size < 0 ? names[i] : Long.toString(size));
        }
        return sizes.toString();
    }

    private void gives(String name, Map<String, Declared> outputs) {
        Declared declared = outputs.get(name);
        if (declared == null) {
            throw missing("output", name, outputs.keySet());
        }
        long[] shape = floats("output", name, declared);
        if (name.equals(output.name()) && shape.length > 1 && shape[1] >= 0 && shape[1] <= output.positive()) {
            throw wrong(
                    "output '" + name + "' has the classes 0 to " + (shape[1] - 1) + ", the study says class "
                            + output.positive(),
                    "Correct outputs.class in the study file");
        }
    }

    private long[] floats(String what, String name, Declared declared) {
        if (declared.float32()) {
            return declared.shape();
        }
        throw wrong(what + " '" + name + "' is " + declared.described(), "Export it with 32-bit float tensors");
    }

    private BadInput missing(String what, String name, Set<String> known) {
        return wrong(
                "has no " + what + " '" + name + "'; it has " + String.join(", ", new TreeSet<>(known)),
                Names.nearest(name, known)
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Name one of these"));
    }

    private BadInput wrong(String what, String remedy) {
        return new BadInput(where, what, remedy);
    }
}

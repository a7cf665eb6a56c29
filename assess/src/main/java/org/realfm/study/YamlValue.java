package org.realfm.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.DoublePredicate;
import java.util.stream.Stream;
import org.realfm.tables.BadInput;
import org.realfm.tables.Names;
import org.realfm.tables.Places;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// One value of a YAML file, with its full name (`use.floors.auroc`) and its place. Every accessor gives the value in
/// one type, or a [BadInput] that says where, what was found, and what was expected.
///
/// @param file where it stands
/// @param name its keys from the top, joined by dots; empty for the whole file
/// @param node its node
record YamlValue(YamlFile file, String name, Node node) {

    /// A text that is not blank.
    String text() {
        if (!(node instanceof ScalarNode scalar) || !tagged(Tag.STR)) {
            throw wrong("a text", node instanceof ScalarNode ? "Put it in quotes" : "Write one text");
        }
        if (scalar.getValue().isBlank()) {
            throw wrong("a text", "Write one, or remove the key");
        }
        return scalar.getValue().strip();
    }

    /// A value of a table's cell: any scalar, as it is written.
    String label() {
        if (!(node instanceof ScalarNode scalar) || tagged(Tag.NULL) || scalar.getValue().isBlank()) {
            throw wrong("a value as it stands in the table", "Write one value");
        }
        return scalar.getValue().strip();
    }

    /// A finite number.
    double number() {
        if (!(node instanceof ScalarNode scalar) || !(tagged(Tag.INT) || tagged(Tag.FLOAT))) {
            throw wrong("a number", "Write it without quotes, with a point: 0.5");
        }
        double value = Scalars.number(scalar);
        if (!Double.isFinite(value)) {
            throw wrong("a finite number", "Write a number");
        }
        return value;
    }

    /// A number for which a condition holds.
    ///
    /// @param holds    the condition
    /// @param expected the condition in words
    double number(DoublePredicate holds, String expected) {
        double value = number();
        if (!holds.test(value)) {
            throw wrong(expected, "Correct the value");
        }
        return value;
    }

    /// A whole number.
    long integer(long least, long most) {
        if (!(node instanceof ScalarNode scalar) || !tagged(Tag.INT)) {
            throw wrong("a whole number", "Write it without quotes and without a point");
        }
        double magnitude = Scalars.number(scalar);
        long value = Math.abs(magnitude) < 0x1p62 ? Scalars.integer(scalar) : magnitude < 0 ? least - 1 : most + 1;
        if (Math.abs(magnitude) >= 0x1p62 || value < least || value > most) {
            throw wrong("a whole number from " + least + " to " + most, "Correct the value");
        }
        return value;
    }

    /// True or false.
    boolean truth() {
        if (!(node instanceof ScalarNode scalar) || !tagged(Tag.BOOL)) {
            throw wrong("true or false", "Write true or false, without quotes");
        }
        return Scalars.truth(scalar);
    }

    /// One of the words.
    <E> E choice(Map<String, E> words) {
        String found = text();
        E value = words.get(found);
        if (value == null) {
            throw wrong(
                    "one of " + String.join(", ", words.keySet()),
                    Names.nearest(found, words.keySet())
                            .map(near -> "Did you mean '" + near + "'?")
                            .orElse("Choose one of these"));
        }
        return value;
    }

    /// The elements of a list.
    List<YamlValue> list() {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong("a list", "Write it as [a, b]");
        }
        List<YamlValue> values = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            values.add(new YamlValue(file, name + "[" + values.size() + "]", element));
        }
        return values;
    }

    /// The values of a mapping whose keys are the user's own, in order.
    SequencedMap<String, YamlValue> entries() {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong("keys with values", "Write it as {key: value}, or one 'key: value' a line");
        }
        SequencedMap<String, YamlValue> values = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key) || key.getTag().equals(Tag.NULL)) {
                throw new BadInput(
                        file.where(tuple.getKeyNode()), "found " + Scalars.describe(tuple.getKeyNode())
                                + " as a key, expected a text", "Write each key as a text");
            }
            String full = name.isEmpty() ? key.getValue() : name + "." + key.getValue();
            if (values.put(key.getValue(), new YamlValue(file, full, tuple.getValueNode())) != null) {
                throw new BadInput(
                        file.where(key), "the key '" + full + "' stands here a second time", "Keep one of them");
            }
        }
        return values;
    }

    /// A mapping whose keys are fixed.
    ///
    /// @param keys all keys that it may have
    YamlSection section(String... keys) {
        SequencedMap<String, YamlValue> values = entries();
        List<String> known = List.of(keys);
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            String key = ((ScalarNode) tuple.getKeyNode()).getValue();
            if (!known.contains(key)) {
                throw new BadInput(
                        file.where(tuple.getKeyNode()),
                        "found the unknown key '" + key + "'" + (name.isEmpty() ? "" : " in '" + name + "'")
                                + ", expected one of " + String.join(", ", known),
                        Names.nearest(key, known)
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse("Remove it, or use one of these"));
            }
        }
        return new YamlSection(this, known, values);
    }

    /// A file that exists, named relative to the file in which its name stands, or by a URI ([Places]).
    Path path() {
        String found = text();
        Path path;
        try {
            path = Places.named(file.path(), found);
        } catch (InvalidPathException e) {
            throw wrong("the path of a file", "Correct the path");
        }
        if (!Files.isRegularFile(path)) {
            throw bad(
                    "names '" + found + "', and " + (Files.isDirectory(path) ? path + " is a folder, expected a file"
                            : "there is no file " + path),
                    neighbour(path));
        }
        return path;
    }

    private static String neighbour(Path path) {
        String otherwise = "Paths are relative to the file that names them: check the spelling and the folder";
        Path folder = path.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || path.getFileName() == null) {
            return otherwise;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(f -> f.getFileName().toString()).sorted().toList();
            return Names.nearest(path.getFileName().toString(), names)
                    .map(near -> "Did you mean '" + near + "'?")
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }

    /// The error that this value is something else than expected.
    BadInput wrong(String expected, String remedy) {
        return bad("is " + Scalars.describe(node) + ", expected " + expected, remedy);
    }

    /// An error about this value.
    ///
    /// @param what   goes on from the value's name: "is 3, expected ..."
    /// @param remedy what to do
    BadInput bad(String what, String remedy) {
        return new BadInput(file.where(node), (name.isEmpty() ? "the file" : "'" + name + "'") + " " + what, remedy);
    }

    private boolean tagged(Tag tag) {
        return node.getTag().equals(tag);
    }
}

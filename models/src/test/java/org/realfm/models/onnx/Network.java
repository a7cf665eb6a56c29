package org.realfm.models.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Small ONNX networks for tests, written field by field as `onnx.proto3` numbers them (IR version 8, operator set 13),
/// so that what a network computes can be read where it is used.
final class Network {

    /// Element types of `TensorProto.DataType`.
    static final int FLOAT = 1;

    static final int UINT8 = 2;
    static final int INT64 = 7;
    static final int DOUBLE = 11;

    private final ByteArrayOutputStream graph = new ByteArrayOutputStream();

    Network() {
        text(graph, 2, "network");
    }

    /// A network that takes `image`, of shape [n, channels, rows, columns].
    static Network of(int channels, int rows, int columns) {
        return new Network().input("image", FLOAT, -1, channels, rows, columns);
    }

    /// Declares an input; a negative size is free.
    Network input(String name, int type, long... shape) {
        return value(11, name, type, shape);
    }

    /// Declares an output; a negative size is free.
    Network output(String name, int type, long... shape) {
        return value(12, name, type, shape);
    }

    /// Adds an operation of one output.
    Network node(String operator, String output, String... inputs) {
        return node(operator, output, new byte[0], inputs);
    }

    private Network node(String operator, String output, byte[] attributes, String... inputs) {
        ByteArrayOutputStream node = new ByteArrayOutputStream();
        for (String input : inputs) {
            text(node, 1, input);
        }
        text(node, 2, output);
        text(node, 4, operator);
        node.writeBytes(attributes);
        message(graph, 1, node);
        return this;
    }

    /// Every sample of a case, in the order in which the network sees them.
    Network flatten(String output, String input) {
        return node("Flatten", output, input);
    }

    /// The mean over all samples of a case, of shape [n, 1].
    Network mean(String output, String input) {
        byte[] axes = attribute("axes", 8, 1, 7);
        return flatten(output + "/flat", input).node("ReduceMean", output, axes, output + "/flat");
    }

    /// Tensors side by side, along the second axis.
    Network concat(String output, String... inputs) {
        return node("Concat", output, attribute("axis", 3, 1, 2), inputs);
    }

    /// The same numbers as another type.
    Network cast(String output, String input, int type) {
        return node("Cast", output, attribute("to", 3, type, 2), input);
    }

    /// An attribute with one whole number, in the field and of the type that `AttributeProto` gives it.
    private static byte[] attribute(String name, int field, long value, int type) {
        ByteArrayOutputStream attribute = new ByteArrayOutputStream();
        text(attribute, 1, name);
        number(attribute, field, value);
        number(attribute, 20, type);
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        message(member, 5, attribute);
        return member.toByteArray();
    }

    byte[] bytes() {
        ByteArrayOutputStream model = new ByteArrayOutputStream();
        number(model, 1, 8);
        message(model, 7, graph);
        ByteArrayOutputStream operators = new ByteArrayOutputStream();
        number(operators, 2, 13);
        message(model, 8, operators);
        return model.toByteArray();
    }

    Path write(Path folder) throws IOException {
        return Files.write(Files.createTempFile(folder, "network", ".onnx"), bytes());
    }

    private Network value(int field, String name, int type, long... sizes) {
        ByteArrayOutputStream shape = new ByteArrayOutputStream();
        for (long size : sizes) {
            ByteArrayOutputStream dimension = new ByteArrayOutputStream();
            if (size < 0) {
                text(dimension, 2, "n");
            } else {
                number(dimension, 1, size);
            }
            message(shape, 1, dimension);
        }
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        number(tensor, 1, type);
        message(tensor, 2, shape);
        ByteArrayOutputStream kind = new ByteArrayOutputStream();
        message(kind, 1, tensor);
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        text(value, 1, name);
        message(value, 2, kind);
        message(graph, field, value);
        return this;
    }

    private static void number(ByteArrayOutputStream out, int field, long value) {
        varint(out, (long) field << 3);
        varint(out, value);
    }

    private static void text(ByteArrayOutputStream out, int field, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        varint(out, (long) field << 3 | 2);
        varint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void message(ByteArrayOutputStream out, int field, ByteArrayOutputStream value) {
        varint(out, (long) field << 3 | 2);
        varint(out, value.size());
        out.writeBytes(value.toByteArray());
    }

    private static void varint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}

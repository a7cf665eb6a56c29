package org.realfm.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.realfm.stats.SplitMix;

/// A convolutional network with random weights in an ONNX file (opset 13), for races in which only its cost matters: three
/// layers of 3 x 3 filters on a grey picture of any size, the mean over the picture, features, and a probability. Input
/// `image` [n, 1, rows, columns]; outputs `score` [n, 1] and `features` [n, features].
final class Network {

    private static final int LAYERS = 3;
    private static final int SIDE = 3;
    private static final int FLOAT = 1;
    private static final int INT = 2;
    private static final int INTS = 7;

    private final SplitMix random = new SplitMix(11);
    private final Message graph = new Message();

    private Network() {}

    /// Writes it.
    ///
    /// @param side     rows and columns of a picture
    /// @param filters  of each layer
    /// @param features how many
    static void write(Path file, int side, int filters, int features) {
        try {
            Files.write(file, new Network().model(side, filters, features));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] model(int side, int filters, int features) {
        String last = "image";
        for (int layer = 0; layer < LAYERS; layer++) {
            int from = layer == 0 ? 1 : filters;
            weights("w" + layer, filters, from, SIDE, SIDE);
            Message pads = new Message().text(1, "pads").number(20, INTS);
            for (int end = 0; end < 4; end++) {
                pads.number(8, 1);
            }
            node("Conv", "c" + layer, pads, last, "w" + layer);
            node("Relu", "r" + layer, null, "c" + layer);
            last = "r" + layer;
        }
        node("GlobalAveragePool", "pooled", null, last);
        node("Flatten", "flat", new Message().text(1, "axis").number(3, 1).number(20, INT), "pooled");
        weights("wf", filters, features);
        node("MatMul", "features", null, "flat", "wf");
        weights("ws", features, 1);
        node("MatMul", "logit", null, "features", "ws");
        node("Sigmoid", "score", null, "logit");
        graph.text(2, "race");
        graph.message(11, value("image", 1, side, side));
        graph.message(12, value("score", 1));
        graph.message(12, value("features", features));
        return new Message()
                .number(1, 8)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, 13))
                .bytes();
    }

    private void node(String type, String output, @Nullable Message attribute, String... inputs) {
        Message node = new Message();
        for (String input : inputs) {
            node.text(1, input);
        }
        node.text(2, output).text(3, output).text(4, type);
        if (attribute != null) {
            node.message(5, attribute);
        }
        graph.message(1, node);
    }

    private void weights(String name, int... shape) {
        int size = 1;
        int inputs = 1;
        for (int k = 0; k < shape.length; k++) {
            size *= shape[k];
            inputs *= shape.length == 2 ? (k == 0 ? shape[k] : 1) : (k == 0 ? 1 : shape[k]);
        }
        ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * size).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < size; i++) {
            raw.putFloat((float) (random.nextGaussian() * Math.sqrt(2.0 / inputs)));
        }
        Message tensor = new Message();
        for (int extent : shape) {
            tensor.number(1, extent);
        }
        graph.message(5, tensor.number(2, FLOAT).text(8, name).raw(9, raw.array()));
    }

    private static Message value(String name, int... shape) {
        Message dimensions = new Message().message(1, new Message().text(2, "n"));
        for (int extent : shape) {
            dimensions.message(1, new Message().number(1, extent));
        }
        Message tensor = new Message().number(1, FLOAT).message(2, dimensions);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /// A message of protocol buffers.
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        private void variable(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        Message number(int field, long value) {
            variable((long) field << 3);
            variable(value);
            return this;
        }

        Message raw(int field, byte[] bytes) {
            variable((long) field << 3 | 2);
            variable(bytes.length);
            out.writeBytes(bytes);
            return this;
        }

        Message text(int field, String text) {
            return raw(field, text.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message message) {
            return raw(field, message.bytes());
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}

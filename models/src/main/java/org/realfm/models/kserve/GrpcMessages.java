package org.realfm.models.kserve;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.realfm.models.tensors.InputTensor;
import org.realfm.models.tensors.Signature.Declared;
import org.realfm.models.wire.Unanswered;

/// The four messages of the protocol's gRPC that are needed, field by field as `open_inference_grpc.proto` numbers them.
/// They are written by hand over protobuf's own streams, so that no build needs a native compiler.
final class GrpcMessages {

    private GrpcMessages() {}

    @FunctionalInterface
    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }

    /// What to do with one field; false to skip it.
    @FunctionalInterface
    private interface Reading {
        boolean field(int number, CodedInputStream in, int tag) throws IOException;
    }

    private static byte[] message(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            writing.to(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void read(CodedInputStream in, Reading reading) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!reading.field(WireFormat.getTagFieldNumber(tag), in, tag)) {
                in.skipField(tag);
            }
        }
    }

    /// `ModelMetadataRequest`.
    static byte[] metadataRequest(String model, String version) {
        return message(out -> {
            out.writeString(1, model);
            out.writeString(2, version);
        });
    }

    /// `ModelMetadataResponse`.
    static Transport.Described metadata(byte[] bytes) throws Unanswered {
        List<String> versions = new ArrayList<>();
        String[] platform = {""};
        Map<String, Declared> inputs = new LinkedHashMap<>();
        Map<String, Declared> outputs = new LinkedHashMap<>();
        try {
            read(CodedInputStream.newInstance(bytes), (number, in, tag) -> {
                switch (number) {
                    case 2 -> versions.add(in.readString());
                    case 3 -> platform[0] = in.readString();
                    case 4 -> declare(Head.read(in.readBytes()), inputs);
                    case 5 -> declare(Head.read(in.readBytes()), outputs);
                    default -> {
                        return false;
                    }
                }
                return true;
            });
        } catch (IOException e) {
            throw broken(e);
        }
        return new Transport.Described(platform[0], versions, inputs, outputs);
    }

    private static void declare(Head head, Map<String, Declared> declared) {
        declared.put(
                head.name,
                new Declared(head.type + " " + Arrays.toString(head.shape()), head.type.equals("FP32"), head.shape()));
    }

    private static Unanswered broken(IOException e) {
        return new Unanswered("the answer is no message of the protocol: " + e.getMessage());
    }

    /// `ModelInferRequest` with inputs of 32-bit floats, raw.
    static byte[] inferRequest(String model, String version, List<InputTensor> inputs, List<String> outputs) {
        return message(out -> {
            out.writeString(1, model);
            out.writeString(2, version);
            for (InputTensor input : inputs) {
                out.writeByteArray(5, message(tensor -> {
                    tensor.writeString(1, input.name());
                    tensor.writeString(2, "FP32");
                    tensor.writeByteArray(3, message(sides -> {
                        for (long side : input.shape()) {
                            sides.writeInt64NoTag(side);
                        }
                    }));
                }));
            }
            for (String output : outputs) {
                out.writeByteArray(6, message(wanted -> wanted.writeString(1, output)));
            }
            for (InputTensor input : inputs) {
                out.writeByteArray(7, raw(input.values()));
            }
        });
    }

    private static byte[] raw(FloatBuffer values) {
        ByteBuffer raw = ByteBuffer.allocate(values.limit() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values.duplicate());
        return raw.array();
    }

    /// `ModelInferResponse`: the outputs of floats by name.
    static Map<String, Transport.Tensor> tensors(byte[] bytes) throws Unanswered {
        List<Head> heads = new ArrayList<>();
        List<ByteString> raw = new ArrayList<>();
        try {
            read(CodedInputStream.newInstance(bytes), (number, in, tag) -> {
                switch (number) {
                    case 5 -> heads.add(Head.read(in.readBytes()));
                    case 6 -> raw.add(in.readBytes());
                    default -> {
                        return false;
                    }
                }
                return true;
            });
        } catch (IOException e) {
            throw broken(e);
        }
        if (!raw.isEmpty() && raw.size() != heads.size()) {
            throw new Unanswered("the answer has " + heads.size() + " outputs and " + raw.size() + " raw contents");
        }
        Map<String, Transport.Tensor> tensors = new HashMap<>();
        for (int i = 0; i < heads.size(); i++) {
            Head head = heads.get(i);
            if (head.type.equals("FP32") || head.type.equals("FP64")) {
                float[] values = raw.isEmpty() ? head.values() : numbers(raw.get(i), head.type.equals("FP64"));
                tensors.put(head.name, Transport.tensor(head.name, head.shape(), values));
            }
        }
        return tensors;
    }

    private static float[] numbers(ByteString raw, boolean doubles) throws Unanswered {
        int width = doubles ? Double.BYTES : Float.BYTES;
        if (raw.size() % width != 0) {
            throw new Unanswered("an output has " + raw.size() + " bytes, which is no whole number of values");
        }
        ByteBuffer bytes = raw.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[raw.size() / width];
        for (int i = 0; i < values.length; i++) {
            values[i] = doubles ? (float) bytes.getDouble() : bytes.getFloat();
        }
        return values;
    }

    /// `TensorMetadata` and `InferOutputTensor`, which begin alike.
    private static final class Head {
        private String name = "";
        private String type = "";
        private final List<Long> sides = new ArrayList<>();
        private final List<Float> contents = new ArrayList<>();

        static Head read(ByteString bytes) throws IOException {
            Head head = new Head();
            GrpcMessages.read(bytes.newCodedInput(), (number, in, tag) -> {
                switch (number) {
                    case 1 -> head.name = in.readString();
                    case 2 -> head.type = in.readString();
                    case 3 -> repeated(in, tag, each -> head.sides.add(each.readInt64()));
                    case 5 -> head.contents(in.readBytes());
                    default -> {
                        return false;
                    }
                }
                return true;
            });
            return head;
        }

        /// `InferTensorContents`.
        private void contents(ByteString bytes) throws IOException {
            GrpcMessages.read(bytes.newCodedInput(), (number, in, tag) -> {
                switch (number) {
                    case 6 -> repeated(in, tag, each -> contents.add(each.readFloat()));
                    case 7 -> repeated(in, tag, each -> contents.add((float) each.readDouble()));
                    default -> {
                        return false;
                    }
                }
                return true;
            });
        }

        long[] shape() {
            return sides.stream().mapToLong(Long::longValue).toArray();
        }

        float[] values() {
            float[] values = new float[contents.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = contents.get(i);
            }
            return values;
        }
    }

    @FunctionalInterface
    private interface One {
        void read(CodedInputStream in) throws IOException;
    }

    /// A repeated number: packed in one field, or one field each.
    private static void repeated(CodedInputStream in, int tag, One one) throws IOException {
        if (WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            one.read(in);
            return;
        }
        int limit = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
            one.read(in);
        }
        in.popLimit(limit);
    }
}

package org.realfm.models.kserve;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.realfm.models.tensors.InputTensor;
import org.realfm.models.tensors.Signature.Declared;
import org.realfm.models.wire.Endpoint;
import org.realfm.models.wire.Key;
import org.realfm.models.wire.Unanswered;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The protocol over REST: numbers as JSON, or as bytes behind the JSON where the server says that it has the extension
/// `binary_tensor_data`.
final class RestTransport implements Transport {

    private static final int MOST_BYTES = 64 << 20;
    private static final String LENGTH = "Inference-Header-Content-Length";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Endpoint endpoint;
    private final String path;
    private boolean binary;

    RestTransport(KserveSpec spec, Optional<Key> key) {
        endpoint = new Endpoint(
                spec.url(),
                key,
                spec.authorities(),
                new Endpoint.Limits(spec.timeout(), spec.retries(), spec.pause(), MOST_BYTES, Duration.ZERO));
        path = "/v2/models/" + segment(spec.model()) + spec.version().map(v -> "/versions/" + segment(v)).orElse("");
    }

    private static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String name() {
        return binary ? "REST with binary tensors" : "REST";
    }

    @Override
    public Described metadata() throws Unanswered {
        for (JsonNode extension : object(endpoint.get("/v2").text()).path("extensions")) {
            binary |= extension.stringValue("").equals("binary_tensor_data");
        }
        JsonNode model = object(endpoint.get(path).text());
        if (!model.path("inputs").isArray() || !model.path("outputs").isArray()) {
            throw new Unanswered("it names no inputs and outputs: " + says(model.toString()));
        }
        List<String> versions = new ArrayList<>();
        model.path("versions").forEach(version -> versions.add(version.asString("")));
        return new Described(
                endpoint.secrets().excerpt(model.path("platform").stringValue(""), 60),
                versions,
                declared(model.path("inputs")),
                declared(model.path("outputs")));
    }

    private Map<String, Declared> declared(JsonNode tensors) {
        Map<String, Declared> declared = new LinkedHashMap<>();
        for (JsonNode tensor : tensors) {
            String type = tensor.path("datatype").stringValue("of no type");
            long[] shape = shape(tensor.path("shape"));
            declared.put(
                    says(tensor.path("name").stringValue("")),
                    new Declared(says(type) + " " + Arrays.toString(shape), type.equals("FP32"), shape));
        }
        return declared;
    }

    private static long[] shape(JsonNode node) {
        long[] shape = new long[node.size()];
        // A size may come as a number or as a text; what is neither is free.
        Arrays.setAll(shape, d -> node.path(d).asLong(-1));
        return shape;
    }

    private String says(String text) {
        return endpoint.secrets().excerpt(text, 200);
    }

    private JsonNode object(String text) throws Unanswered {
        try {
            JsonNode node = JSON.readTree(text);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            // Told below with what stands there.
        }
        throw new Unanswered("the answer is no JSON object: " + says(text));
    }

    @Override
    public Map<String, Tensor> infer(List<InputTensor> inputs, List<String> outputs) throws Unanswered {
        ObjectNode request = JSON.createObjectNode();
        ArrayNode described = request.putArray("inputs");
        for (InputTensor input : inputs) {
            ObjectNode node = described.addObject().put("name", input.name());
            for (long side : input.shape()) {
                node.withArray("shape").add(side);
            }
            node.put("datatype", "FP32");
            if (binary) {
                node.putObject("parameters").put("binary_data_size", input.values().limit() * Float.BYTES);
            } else {
                ArrayNode data = node.putArray("data");
                for (int i = 0; i < input.values().limit(); i++) {
                    data.add(input.values().get(i));
                }
            }
        }
        for (String output : outputs) {
            ObjectNode wanted = request.withArray("outputs").addObject().put("name", output);
            if (binary) {
                wanted.putObject("parameters").put("binary_data", true);
            }
        }
        Endpoint.Reply reply;
        if (binary) {
            byte[] header = JSON.writeValueAsBytes(request);
            int values = inputs.stream().mapToInt(input -> input.values().limit()).sum();
            byte[] body = Arrays.copyOf(header, header.length + values * Float.BYTES);
            FloatBuffer floats = ByteBuffer.wrap(body, header.length, values * Float.BYTES)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            inputs.forEach(input -> floats.put(input.values().duplicate()));
            reply = endpoint.post(
                    path + "/infer",
                    body,
                    Map.of("Content-Type", "application/octet-stream", LENGTH, Integer.toString(header.length)));
        } else {
            reply = endpoint.post(
                    path + "/infer", JSON.writeValueAsBytes(request), Map.of("Content-Type", "application/json"));
        }
        return read(reply);
    }

    private Map<String, Tensor> read(Endpoint.Reply reply) throws Unanswered {
        byte[] body = reply.body();
        int header = header(reply, body.length);
        JsonNode answer = object(new String(body, 0, header, StandardCharsets.UTF_8));
        ByteBuffer rest = ByteBuffer.wrap(body, header, body.length - header).order(ByteOrder.LITTLE_ENDIAN);
        if (!answer.path("outputs").isArray()) {
            throw new Unanswered("the answer has no outputs: " + says(answer.toString()));
        }
        Map<String, Tensor> tensors = new HashMap<>();
        for (JsonNode output : answer.path("outputs")) {
            String name = output.path("name").stringValue("");
            JsonNode size = output.path("parameters").path("binary_data_size");
            ByteBuffer bytes = size.isMissingNode() ? ByteBuffer.allocate(0) : slice(rest, size.asLong(-1), name);
            String type = output.path("datatype").stringValue("");
            if (!type.equals("FP32") && !type.equals("FP64")) {
                continue;
            }
            float[] values = size.isMissingNode()
                    ? numbers(name, output.path("data"))
                    : numbers(bytes, type.equals("FP64"));
            tensors.put(name, Transport.tensor(says(name), shape(output.path("shape")), values));
        }
        if (rest.hasRemaining()) {
            throw new Unanswered("the answer has " + rest.remaining() + " bytes more than its outputs need");
        }
        return tensors;
    }

    private static int header(Endpoint.Reply reply, int length) throws Unanswered {
        String text = reply.headers().firstValue(LENGTH).orElse(Integer.toString(length));
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) > length) {
            throw new Unanswered("the answer breaks off: it has " + length + " bytes");
        }
        return Integer.parseInt(text);
    }

    private ByteBuffer slice(ByteBuffer rest, long size, String name) throws Unanswered {
        if (size < 0 || size > rest.remaining()) {
            throw new Unanswered("the answer breaks off: the output '" + says(name) + "' needs " + size + " bytes, "
                    + rest.remaining() + " are left");
        }
        ByteBuffer slice = rest.slice(rest.position(), (int) size).order(ByteOrder.LITTLE_ENDIAN);
        rest.position(rest.position() + (int) size);
        return slice;
    }

    private static float[] numbers(ByteBuffer bytes, boolean doubles) {
        float[] values = new float[bytes.remaining() / (doubles ? Double.BYTES : Float.BYTES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = doubles ? (float) bytes.getDouble() : bytes.getFloat();
        }
        return values;
    }

    /// Numbers in a list, or in lists within lists.
    private float[] numbers(String name, JsonNode data) throws Unanswered {
        List<JsonNode> level = new ArrayList<>(List.of(data));
        while (level.stream().anyMatch(JsonNode::isArray)) {
            List<JsonNode> below = new ArrayList<>();
            for (JsonNode node : level) {
                if (!node.isArray()) {
                    throw new Unanswered("the data of output '" + says(name) + "' mix numbers and lists");
                }
                node.forEach(below::add);
            }
            level = below;
        }
        float[] values = new float[level.size()];
        for (int i = 0; i < values.length; i++) {
            JsonNode value = level.get(i);
            if (!value.isNumber()) {
                throw new Unanswered("the data of output '" + says(name) + "' hold " + says(value.toString())
                        + ", expected numbers");
            }
            values[i] = (float) value.doubleValue();
        }
        return values;
    }

    @Override
    public void close() {
        endpoint.close();
    }
}

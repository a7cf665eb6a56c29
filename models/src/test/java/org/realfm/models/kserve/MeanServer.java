package org.realfm.models.kserve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.realfm.models.wire.Peer.Asked;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The protocol as a server sees it, written from its description: a model that gives the mean of its input as `score` and
/// the input itself as `seen`.
final class MeanServer {

    static final String METADATA = """
            {"name": "mean", "versions": ["7"], "platform": "test_platform",
             "inputs": [{"name": "image", "datatype": "FP32", "shape": [-1, 1, 2, 2]}],
             "outputs": [{"name": "score", "datatype": "FP32", "shape": [-1, 1]},
                         {"name": "seen", "datatype": "FP32", "shape": [-1, 4]}]}
            """;

    private static final JsonMapper JSON = new JsonMapper();
    private static final String LENGTH = "Inference-Header-Content-Length";

    private MeanServer() {}

    static void infer(Asked asked) throws IOException {
        boolean binary = !asked.header(LENGTH).isEmpty();
        int header = binary ? Integer.parseInt(asked.header(LENGTH)) : asked.body().length;
        JsonNode request = JSON.readTree(Arrays.copyOf(asked.body(), header));
        JsonNode input = request.path("inputs").path(0);
        int n = input.path("shape").path(0).asInt();
        float[] values = new float[n * 4];
        if (binary) {
            ByteBuffer.wrap(asked.body(), header, asked.body().length - header)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = input.path("data").path(i).floatValue();
            }
        }
        float[] means = new float[n];
        for (int i = 0; i < values.length; i++) {
            means[i / 4] += values[i] / 4;
        }
        ObjectNode answer = JSON.createObjectNode().put("model_name", "mean").put("model_version", "7");
        ArrayNode outputs = answer.putArray("outputs");
        byte[] tail = new byte[0];
        for (JsonNode wanted : request.path("outputs")) {
            boolean score = wanted.path("name").asString().equals("score");
            float[] data = score ? means : values;
            ObjectNode output = outputs.addObject().put("name", wanted.path("name").asString()).put("datatype", "FP32");
            output.putArray("shape").add(n).add(data.length / n);
            if (wanted.path("parameters").path("binary_data").asBoolean(false)) {
                output.putObject("parameters").put("binary_data_size", 4 * data.length);
                ByteBuffer bytes = ByteBuffer.allocate(tail.length + 4 * data.length).order(ByteOrder.LITTLE_ENDIAN);
                bytes.put(tail);
                for (float value : data) {
                    bytes.putFloat(value);
                }
                tail = bytes.array();
            } else {
                ArrayNode list = output.putArray("data");
                for (float value : data) {
                    list.add(value);
                }
            }
        }
        byte[] head = JSON.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(head, head.length + tail.length);
        System.arraycopy(tail, 0, body, head.length, tail.length);
        asked.answer(200, body, binary ? Map.of(LENGTH, String.valueOf(head.length)) : Map.of("Content-Type", "application/json"));
    }
}

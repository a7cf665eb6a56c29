package org.realfm.cli;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The demonstration's network as others would run it, with nothing of realfm: behind an inference server, and as a program.
final class ServedNetwork implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int SIZE = 64;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    ServedNetwork(Path file) throws IOException, OrtException {
        session = environment.createSession(Files.readAllBytes(file), new OrtSession.SessionOptions());
    }

    /// What the network gives, flat.
    float[] run(float[] values, String output) throws OrtException {
        long[] shape = {values.length / (SIZE * SIZE), 1, SIZE, SIZE};
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape);
                OrtSession.Result result = session.run(Map.of("image", tensor))) {
            FloatBuffer buffer = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
            float[] given = new float[buffer.remaining()];
            buffer.get(given);
            return given;
        }
    }

    /// Serves it over REST.
    HttpServer serve() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String answer = switch (exchange.getRequestURI().getPath()) {
                case "/v2" -> "{\"name\": \"test\", \"version\": \"1\", \"extensions\": []}";
                case "/v2/models/careful" -> """
                        {"name": "careful", "versions": ["1"], "platform": "onnxruntime_onnx",
                         "inputs": [{"name": "image", "datatype": "FP32", "shape": [-1, 1, 64, 64]}],
                         "outputs": [{"name": "opacity", "datatype": "FP32", "shape": [-1, 1]},
                                     {"name": "embedding", "datatype": "FP32", "shape": [-1, -1]}]}
                        """;
                default -> infer(JSON.readTree(exchange.getRequestBody().readAllBytes()));
            };
            send(exchange, answer);
        });
        server.start();
        return server;
    }

    private static void send(HttpExchange exchange, String answer) throws IOException {
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String infer(JsonNode request) {
        JsonNode input = request.path("inputs").path(0);
        float[] values = new float[input.path("data").size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = input.path("data").path(i).floatValue();
        }
        int n = input.path("shape").path(0).asInt();
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode outputs = answer.putArray("outputs");
        for (JsonNode wanted : request.path("outputs")) {
            String name = wanted.path("name").asString();
            try {
                float[] given = run(values, name);
                ObjectNode output = outputs.addObject().put("name", name).put("datatype", "FP32");
                output.putArray("shape").add(n).add(given.length / n);
                ArrayNode data = output.putArray("data");
                for (float value : given) {
                    data.add(value);
                }
            } catch (OrtException e) {
                throw new IllegalStateException(e);
            }
        }
        return JSON.writeValueAsString(answer);
    }

    /// The program: reads lines of JSON, writes lines of JSON.
    public static void main(String[] arguments) throws IOException, OrtException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (ServedNetwork network = new ServedNetwork(Path.of(arguments[0]));
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            out.println("{\"realfm\": 1, \"name\": \"careful\", \"version\": \"1\"}");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode question = JSON.readTree(line);
                byte[] png = Base64.getDecoder().decode(question.path("png").asString());
                int[] samples = ImageIO.read(new ByteArrayInputStream(png)).getRaster().getPixels(0, 0, SIZE, SIZE, (int[]) null);
                float[] values = new float[samples.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (samples[i] * 0.00392156862745098);
                }
                ObjectNode answer = JSON.createObjectNode().put("id", question.path("id").asLong());
                answer.put("score", (double) network.run(values, "opacity")[0]);
                ArrayNode features = answer.putArray("embedding");
                for (float value : network.run(values, "embedding")) {
                    features.add(value);
                }
                out.println(JSON.writeValueAsString(answer));
            }
        }
    }

    /// The words that run the program.
    static List<String> command(Path network) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                ServedNetwork.class.getName(),
                String.valueOf(network.getFileName()));
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}

package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.realfm.cli.SmallStudy.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.cli.SmallStudy.Said;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A model that fails too often is stopped; everybody who reads the evidence or the report is told, nothing is found of it,
/// and its verdict is no better than that of the same model when it answers. Its neighbour does not notice.
class StoppedModelTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    /// Answers so many of a hundred pictures with a score.
    private static void answer(HttpExchange exchange, int share) throws IOException {
        CRC32 sum = new CRC32();
        sum.update(exchange.getRequestBody().readAllBytes());
        String content = sum.getValue() % 100 < share ? "{\\\"score\\\": 0." + (10 + sum.getValue() % 80) + "}" : "I cannot tell";
        byte[] body = ("{\"model\": \"m\", \"choices\": [{\"message\": {\"content\": \"" + content + "\"}}],"
                + " \"usage\": {\"prompt_tokens\": 100, \"completion_tokens\": 7}}").getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private JsonNode assess(int share, String out) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, share));
        server.start();
        Files.writeString(folder.resolve("study.yaml"), SmallStudy.TEXT
                .replace("cases-per-probe: 8", "cases-per-probe: 2")
                .replace("  vendor: {predictions: vendor.csv}\n", """
              reader:
                chat: http://127.0.0.1:%d/v1
                model: m
                prompt: prompt.txt
                price: {input: 2, output: 10}
            """.replace("%d", String.valueOf(server.getAddress().getPort()))));
        Said said = run("assess", folder.resolve("study.yaml"), "--out", folder.resolve(out), "--json");
        server.stop(0);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(Files.readString(folder.resolve(out).resolve("evidence.json"))).isEqualToIgnoringWhitespace(said.out());
        return JSON.readTree(said.out());
    }

    private static JsonNode subject(JsonNode evidence, String model) {
        for (JsonNode subject : evidence.path("subjects")) {
            if (subject.path("model").asString().equals(model)) {
                return subject;
            }
        }
        throw new AssertionError(model);
    }

    private static List<JsonNode> findings(JsonNode evidence, String model) {
        List<JsonNode> findings = new ArrayList<>();
        for (JsonNode finding : evidence.path("findings")) {
            if (finding.path("model").asString("").equals(model) && !finding.path("timed").asBoolean()) {
                findings.add(finding);
            }
        }
        return findings;
    }

    /// The cap is left out: it comes of what was shown to be wrong, and of a model that was stopped nothing was shown.
    private static void noBetter(JsonNode stopped, JsonNode sound) {
        for (String bound : List.of("level", "upper")) {
            assertThat(stopped.path("verdict").path(bound).asString())
                    .as(bound)
                    .isLessThanOrEqualTo(sound.path("verdict").path(bound).asString());
        }
        for (int i = 0; i < sound.path("verdict").path("chances").size(); i++) {
            JsonNode chance = stopped.path("verdict").path("chances").path(i);
            assertThat(chance.path("reached").asDouble())
                    .isLessThanOrEqualTo(sound.path("verdict").path("chances").path(i).path("reached").asDouble());
            assertThat(chance.path("least").asDouble()).isZero();
        }
        sound.path("dimensions").properties().forEach(entry -> assertThat(stopped.path("dimensions")
                        .path(entry.getKey()).path("lower").asInt())
                .as(entry.getKey())
                .isLessThanOrEqualTo(entry.getValue().path("lower").asInt()));
    }

    @Test
    void isToldAndEarnsNothing() throws IOException {
        SmallStudy.in(folder);
        Files.writeString(folder.resolve("prompt.txt"), "Is there an opacity?");
        JsonNode sound = assess(100, "sound");
        JsonNode evidence = assess(20, "stopped");

        List<JsonNode> told = findings(evidence, "reader");
        assertThat(told).hasSizeGreaterThan(5).allSatisfy(finding -> {
            assertThat(finding.path("outcome").asString()).isEqualTo("not assessable");
            assertThat(finding.path("level").asInt()).isZero();
            assertThat(finding.path("estimates")).isEmpty();
            assertThat(finding.path("reason").asString())
                    .startsWith("The model was stopped before it had seen everything: it failed on")
                    .contains("the answer has not one {\"score\": number}: I cannot tell");
            assertThat(finding.path("wouldSettle").asString()).contains("--fresh");
        });
        assertThat(findings(sound, "reader")).anyMatch(finding -> !finding.path("outcome").asString().equals("not assessable"));
        noBetter(subject(evidence, "reader"), subject(sound, "reader"));

        assertThat(findings(evidence, "careful")).isEqualTo(findings(sound, "careful"));
        assertThat(subject(evidence, "careful")).isEqualTo(subject(sound, "careful"));

        String report = Files.readString(folder.resolve("stopped/report.html"));
        assertThat(report).contains("The model was stopped before it had seen everything: it failed on");

        // What the answers took stands in both, also of a model that was stopped.
        JsonNode usage = evidence.path("run").path("usage").path(0);
        assertThat(usage.path("model").asString()).isEqualTo("reader");
        double answers = usage.path("counts").path("answers").asDouble();
        assertThat(answers).isBetween(50.0, 800.0);
        assertThat(usage.path("counts").path("tokens-in").asDouble()).isEqualTo(100 * answers);
        assertThat(usage.path("counts").path("cost").asDouble()).isEqualTo(answers * (100 * 2 + 7 * 10) / 1e6);
        assertThat(report).contains("reader: " + (long) answers + " answers by m, " + (long) (100 * answers) + " tokens in");
    }
}

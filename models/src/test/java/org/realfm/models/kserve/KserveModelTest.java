package org.realfm.models.kserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.imaging.preprocessing.Preprocessing;
import org.realfm.imaging.preprocessing.Step;
import org.realfm.models.ClinicalRecord;
import org.realfm.models.Content;
import org.realfm.models.Halted;
import org.realfm.models.Output;
import org.realfm.models.Takes;
import org.realfm.models.tensors.NetworkInput;
import org.realfm.models.tensors.PictureInput;
import org.realfm.models.tensors.RecordInput;
import org.realfm.models.tensors.ScoreOutput;
import org.realfm.models.tensors.ScoreOutput.Activation;
import org.realfm.models.wire.Peer;
import org.realfm.models.wire.Peer.Asked;
import org.realfm.models.wire.Peer.Manner;
import org.realfm.models.wire.SelfSigned;
import org.realfm.tables.BadInput;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.JsonNode;

/// A server of the protocol on loopback whose model gives the mean of what it sees, and servers that misbehave.
@Timeout(60)
class KserveModelTest {

    private static final String INFER = "/v2/models/mean/infer";

    @TempDir
    private Path folder;

    static KserveSpec spec(URI url, Optional<String> version, int batch, int retries, Duration timeout) {
        return new KserveSpec(
                url, "mean", version, Optional.empty(), Optional.of("SECRET"), Optional.empty(), batch, 4, timeout, retries,
                Duration.ofMillis(20), new PictureInput("image", 2, 2, 1, 0.5, 0, 1),
                new ScoreOutput("score", 0, Activation.NONE, Optional.of("seen"), true));
    }

    private static KserveModel open(URI url) {
        return KserveModel.open(
                spec(url, Optional.empty(), 3, 2, Duration.ofMillis(800)), Map.of("SECRET", "sesame-4711")::get);
    }

    static Content picture(double mean) {
        return Content.of("case", Image2D.of(
                2, 2, 1, 255, new float[] {0, (float) (8 * mean), 0, 0}));
    }

    static List<Content> pictures(double... means) {
        return Arrays.stream(means).mapToObj(KserveModelTest::picture).toList();
    }

    /// The server, except what the manner of answering an inference is.
    private static Peer peer(boolean binary, Manner infer) {
        return peer(Optional.empty(), binary, infer);
    }

    private static Peer peer(Optional<SelfSigned> key, boolean binary, Manner infer) {
        return new Peer(key, asked -> {
            switch (asked.path()) {
                case "/v2" -> asked.answer(200, "{\"name\": \"test\", \"version\": \"1\", \"extensions\": ["
                        + (binary ? "\"binary_tensor_data\"" : "") + "]}");
                case "/v2/models/mean" -> asked.answer(200, MeanServer.METADATA);
                case "/v2/models/mean/infer" -> infer.to(asked);
                default -> asked.answer(404, "{\"error\": \"unknown model\"}");
            }
        });
    }

    private static Output score(double mean) {
        return new Output.Scores((float) mean, new float[] {0, (float) (4 * mean), 0, 0});
    }

    private static String reason(Output output) {
        return output instanceof Output.Failure(String reason) ? reason : "no failure: " + output;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void picturesGoInBatchesAndComeBackInOrder(boolean binary) {
        try (Peer peer = peer(binary, MeanServer::infer);
                KserveModel model = open(peer.uri(""))) {
            List<Content> shown = new ArrayList<>(pictures(0.125, 0.25, 0.5, 0.75, 1, 0, 0.375));
            shown.add(1, new Content("none", Optional.empty()));
            assertThat(model.predict(shown))
                    .containsExactly(
                            score(0.125), new Output.Failure("the case has no picture"), score(0.25), score(0.5),
                            score(0.75), score(1), score(0), score(0.375));
            assertThat(peer.asked(INFER)).isEqualTo(3);
            assertThat(peer.asked()).allMatch(asked -> asked.header("Authorization").equals("Bearer sesame-4711"));
            assertThat(model.runtime()).contains(binary ? "binary" : "REST");
        }
    }

    @Test
    void stepsAreTakenBeforeASentPictureAndArePartOfWhatIsJudged() {
        try (Peer peer = peer(true, MeanServer::infer);
                KserveModel whole = open(peer.uri(""))) {
            KserveSpec plain = spec(peer.uri(""), Optional.empty(), 3, 2, Duration.ofMillis(800));
            Preprocessing steps = Preprocessing.of(new Step.Pad(8192, 1, 0, 0), new Step.Crop(2, 2, 0));
            KserveSpec stepped = new KserveSpec(
                    plain.url(), plain.model(), plain.version(), plain.artefact(), plain.keyFrom(), plain.authorities(), plain.batch(),
                    plain.concurrency(), plain.timeout(), plain.retries(), plain.pause(),
                    new PictureInput("image", 2, 2, 1, PictureWindow.FILE, steps, 0.5, 0, 1), plain.outputs());
            try (KserveModel model = KserveModel.open(stepped, Map.of("SECRET", "sesame-4711")::get)) {
                assertThat(model.preprocessing()).isNotEqualTo(whole.preprocessing());
                // The middle of the first is the picture of mean 0.5; the second would be padded to 573 million values.
                Image2D bordered = Image2D.of(4, 4, 1, 255, new float[] {9, 9, 9, 9, 9, 0, 4, 9, 9, 0, 0, 9, 9, 9, 9, 9});
                Image2D tall = Image2D.of(1, 70_000, 1, 255, new float[70_000]);
                List<Output> outputs = model.predict(
                        List.of(Content.of("a", bordered), Content.of("b", tall), picture(0.25)));
                assertThat(outputs.getFirst()).isEqualTo(score(0.5));
                assertThat(reason(outputs.get(1))).startsWith("the steps of 'input' cannot be taken: that would make more than");
                assertThat(outputs.getLast()).isEqualTo(score(0.25));
            }
        }
    }

    private static void half(Asked asked) throws IOException {
        asked.half("{\"outputs\": [");
    }

    /// What the server does to any picture of mean 0.5; the other pictures are answered all the same.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | not json                                                            | is no JSON object: not json
            200 | []                                                                  | is no JSON object
            200 | {"outputs": 3}                                                      | has no outputs
            200 | {"outputs": []}                                                     | no output 'score'
            200 | {"outputs": [{"name": "score", "datatype": "FP32", "shape": [1, 1], "data": [0.5]}]} | no output 'seen'
            200 | {"outputs": [{"name": "score", "datatype": "FP32", "shape": [1, 1], "data": [0.5, 0.6]}]} | shape [1, 1] and 2 numbers
            200 | {"outputs": [{"name": "score", "datatype": "FP32", "shape": [1, -1], "data": [0.5]}]} | impossible shape
            200 | {"outputs": [{"name": "score", "datatype": "FP32", "shape": [1, 1], "data": ["high"]}]} | "high", expected numbers
            200 | {"outputs": [{"name": "score", "datatype": "INT64", "shape": [1, 1], "data": [1]}]} | no output 'score'
            200 | {"outputs": [{"name": "score", "datatype": "FP32", "shape": [2], "data": [0.5, 0.5]}, {"name": "seen", "datatype": "FP32", "shape": [2, 1], "data": [[1], [2]]}]} | gave 2 scores
            200 | {"outputs": [{"name": "score", "datatype": "FP32", "shape": [1], "data": [NaN]}, {"name": "seen", "datatype": "FP32", "shape": [1, 1], "data": [[1]]}]} | the score is NaN
            200 | {"outputs": [{"name": "score", "datatype": "FP32", "shape": [1], "data": [1.5]}, {"name": "seen", "datatype": "FP32", "shape": [1, 1], "data": [[1]]}]} | not a probability
            400 | {"error": "unsupported picture for Bearer sesame-4711"}             | answered 400: {"error": "unsupported picture for Bearer ***"}
            500 | CUDA out of memory                                                  | answered 500: CUDA out of memory
            502 | bad gateway                                                         | answered 502: bad gateway
            """)
    void anUnusableAnswerIsAFailureOfThatPictureOnly(int status, String body, String reason) {
        try (Peer peer = peer(false, asked -> {
                    if (asked.text().contains("0.0,2.0,0.0,0.0")) {
                        asked.answer(status, body);
                    } else {
                        MeanServer.infer(asked);
                    }
                });
                KserveModel model = open(peer.uri(""))) {
            List<Output> outputs = model.predict(pictures(0.25, 0.5, 0.75, 1));
            assertThat(reason(outputs.get(1))).contains(reason).doesNotContain("sesame");
            assertThat(List.of(outputs.get(0), outputs.get(2), outputs.get(3)))
                    .containsExactly(score(0.25), score(0.75), score(1));
        }
    }

    private String failure(boolean binary, Manner manner) {
        try (Peer peer = peer(binary, manner);
                KserveModel model = open(peer.uri(""))) {
            return reason(model.predict(pictures(0.5)).getFirst());
        }
    }

    @Test
    void slowHalfClosedAndEndlessAnswersAreFailures() {
        assertThat(failure(false, asked -> Thread.sleep(5000))).contains("no answer in 0.8 s");
        assertThat(failure(false, asked -> asked.endless(" ", 100))).contains("no answer in 0.8 s");
        assertThat(failure(false, KserveModelTest::half)).contains("the connection broke off");
        assertThat(failure(false, asked -> asked.exchange().close())).contains("the connection broke off");
        byte[] much = new byte[65 << 20];
        assertThat(failure(false, asked -> asked.answer(200, much, Map.of()))).containsAnyOf("more than 67108864 bytes", "no answer in");
    }

    @Test
    void binaryAnswersThatBreakOffOrHaveMoreAreFailures() {
        String outputs = "{\"outputs\": [{\"name\": \"score\", \"datatype\": \"FP32\", \"shape\": [1], \"parameters\":"
                + " {\"binary_data_size\": 4}}, {\"name\": \"seen\", \"datatype\": \"FP32\", \"shape\": [1, 1], \"parameters\":"
                + " {\"binary_data_size\": 4}}]}";
        for (int bytes : new int[] {0, 4, 7, 9}) {
            byte[] body = Arrays.copyOf(outputs.getBytes(StandardCharsets.UTF_8), outputs.length() + bytes);
            assertThat(failure(true, asked -> asked.answer(
                            200, body, Map.of("Inference-Header-Content-Length", String.valueOf(outputs.length())))))
                    .containsAnyOf("breaks off", "more than its outputs need");
        }
        assertThat(failure(true, asked -> asked.answer(200, new byte[3], Map.of("Inference-Header-Content-Length", "99"))))
                .contains("breaks off");
    }

    @ParameterizedTest
    @CsvSource({"429", "502", "503", "504", "0"})
    void whatPassesIsRepeated(int status) {
        AtomicInteger times = new AtomicInteger();
        try (Peer peer = peer(false, asked -> {
                    if (times.getAndIncrement() < 2) {
                        if (status > 0) {
                            asked.answer(status, "later");
                        }
                    } else {
                        MeanServer.infer(asked);
                    }
                });
                KserveModel model = open(peer.uri(""))) {
            assertThat(model.predict(pictures(0.5))).containsExactly(score(0.5));
            assertThat(times).hasValue(3);
        }
    }

    @Test
    void theServerSaysWhenToComeBack() {
        List<Supplier<String>> ways = List.of(
                () -> "1",
                () -> DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(2)));
        for (Supplier<String> after : ways) {
            AtomicInteger times = new AtomicInteger();
            try (Peer peer = peer(false, asked -> {
                        if (times.getAndIncrement() == 0) {
                            asked.answer(429, new byte[0], Map.of("Retry-After", after.get()));
                        } else {
                            MeanServer.infer(asked);
                        }
                    });
                    KserveModel model = open(peer.uri(""))) {
                assertThat(model.predict(pictures(0.5))).containsExactly(score(0.5));
                List<Asked> asked = peer.asked().stream().filter(each -> each.path().equals(INFER)).toList();
                assertThat((asked.get(1).nanos() - asked.get(0).nanos()) / 1e9).isBetween(0.8, 4.0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 |     | SECRET
            403 |     | SECRET
            404 |     | name and version
            302 |     | redirect
            429 |     | fewer requests
            503 |     | until the server is ready
            429 | 900 | wait for 900 s
            """)
    void whatIsNotThePicturesFaultStopsTheRunAndKeepsWhatWasAnswered(int status, String after, String remedy) {
        try (Peer peer = peer(false, asked -> {
                    if (asked.text().contains("0.0,2.0,0.0,0.0")) {
                        asked.answer(
                                status,
                                "no Bearer sesame-4711".getBytes(StandardCharsets.UTF_8),
                                after == null ? Map.of("Location", "/redirect") : Map.of("Retry-After", after));
                    } else {
                        MeanServer.infer(asked);
                    }
                });
                KserveModel model = KserveModel.open(
                        spec(peer.uri(""), Optional.empty(), 1, 1, Duration.ofSeconds(2)), name -> "sesame-4711")) {
            assertThat(model.predict(pictures(1, 0.25))).containsExactly(score(1), score(0.25));
            Halted halted = catchThrowableOfType(Halted.class, () -> model.predict(pictures(0.5)));
            assertThat(halted.why().getMessage()).contains(remedy, peer.uri("").toString()).doesNotContain("sesame");
            assertThat(halted.answered()).containsExactly(Optional.empty());
            assertThatThrownBy(() -> model.predict(pictures(1))).isInstanceOf(Halted.class);
        }
    }

    private static String refused(URI url) {
        return String.valueOf(catchThrowableOfType(BadInput.class, () -> open(url)).getMessage());
    }

    @Test
    void mistakesOfTheStudyFileStopAtOnce() throws IOException {
        try (ServerSocket closed = new ServerSocket(0)) {
            URI nowhere = URI.create("http://127.0.0.1:" + closed.getLocalPort());
            closed.close();
            assertThat(refused(nowhere)).contains("no connection", "that the server runs");
        }
        try (Peer other = new Peer(asked -> asked.answer(404, "nothing here"))) {
            assertThat(refused(other.uri(""))).contains("answered 404", "GET /v2", "Check the address");
        }
        try (Peer other = new Peer(asked -> asked.answer(200, "<html>welcome"))) {
            assertThat(refused(other.uri(""))).contains("no JSON object: <html>welcome", "Open Inference Protocol");
        }
        try (Peer other = new Peer(asked -> asked.answer(401, "who are you, sesame-4711?"))) {
            assertThat(refused(other.uri(""))).contains("SECRET").doesNotContain("sesame");
        }
        try (Peer peer = peer(false, MeanServer::infer)) {
            assertThatThrownBy(() -> KserveModel.open(
                            spec(peer.uri(""), Optional.empty(), 1, 0, Duration.ofSeconds(1)), name -> null))
                    .hasMessageContaining("SECRET");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "image"            | "film"      | no input 'image'; it has film
            "score"            | "scores"    | no output 'score'; it has scores, seen. Did you mean 'scores'?
            [-1, 1, 2, 2]      | [-1, 1, 4, 4] | has shape [-1, 1, 4, 4], the study says [n, 1, 2, 2]
            [-1, 1, 2, 2]      | [-1, 2, 2]  | has shape [-1, 2, 2]
            [-1, 1, 2, 2]      | [-1, 1, 4, 2, 2] | It takes volumes
            [-1, 1, 2, 2]      | [-1, 2, 2, 1] | Its channels come last
            [-1, 1, 2, 2]      | [-1, 3, 2, 2] | Correct size and channels
            [-1, 1, 2, 2]      | [8, 1, 2, 2] | takes exactly 8 pictures
            FP32               | FP16        | is FP16
            "inputs"           | "input"     | names no inputs
            """)
    void aModelThatIsNotWhatTheStudySaysIsExplained(String found, String replacement, String message) {
        try (Peer peer = new Peer(asked -> asked.answer(
                200,
                asked.path().equals("/v2") ? "{}" : MeanServer.METADATA.replace(found, replacement)))) {
            assertThat(refused(peer.uri(""))).contains(message);
        }
    }

    @Test
    void aVersionIsAskedForByName() {
        try (Peer peer = new Peer(asked -> {
            if (asked.path().equals("/v2")) {
                asked.answer(200, "{}");
            } else if (asked.path().equals("/v2/models/mean/versions/7")) {
                asked.answer(200, MeanServer.METADATA);
            } else if (asked.path().equals("/v2/models/mean/versions/7/infer")) {
                MeanServer.infer(asked);
            } else {
                asked.answer(404, "{}");
            }
        })) {
            try (KserveModel model = KserveModel.open(
                    spec(peer.uri("/"), Optional.of("7"), 1, 0, Duration.ofSeconds(5)), name -> "sesame-4711")) {
                assertThat(model.predict(pictures(0.5))).containsExactly(score(0.5));
            }
            assertThatThrownBy(() -> KserveModel.open(
                            spec(peer.uri("/"), Optional.of("8"), 1, 0, Duration.ofSeconds(5)), name -> "sesame-4711"))
                    .hasMessageContaining("404");
        }
    }

    @Test
    void identityIsOfTheArtefactWhereItIsKnown() throws IOException {
        Path artefact = Files.writeString(folder.resolve("a.onnx"), "weights");
        try (Peer one = peer(false, MeanServer::infer);
                Peer two = peer(false, MeanServer::infer);
                KserveModel a = open(one.uri(""));
                KserveModel b = open(two.uri(""))) {
            assertThat(a.weights()).isNotEqualTo(b.weights());
            KserveSpec known = spec(one.uri(""), Optional.empty(), 1, 0, Duration.ofSeconds(5));
            KserveSpec here = with(known, one.uri(""), artefact);
            KserveSpec there = with(known, two.uri(""), artefact);
            try (KserveModel c = KserveModel.open(here, name -> "sesame-4711");
                    KserveModel d = KserveModel.open(there, name -> "sesame-4711")) {
                assertThat(c.weights()).isEqualTo(d.weights()).isNotEqualTo(a.weights());
                assertThat(c.preprocessing()).isEqualTo(a.preprocessing());
            }
        }
    }

    private static final String RECORD_METADATA = MeanServer.METADATA.replace(
            "\"shape\": [-1, 1, 2, 2]}",
            "\"shape\": [-1, 1, 2, 2]}, {\"name\": \"features\", \"datatype\": \"FP32\", \"shape\": [-1, %s]},"
                    + " {\"name\": \"absent\", \"datatype\": \"FP32\", \"shape\": [-1, 2]}");

    /// A server of a model of a picture, two fields, and what of them is missing.
    private static Peer recording(boolean binary, int fields) {
        return new Peer(asked -> {
            switch (asked.path()) {
                case "/v2" -> asked.answer(200, "{\"extensions\": [" + (binary ? "\"binary_tensor_data\"" : "") + "]}");
                case "/v2/models/mean" -> asked.answer(200, RECORD_METADATA.replace("%s", String.valueOf(fields)));
                default -> asked.answer(200, """
                        {"outputs": [{"name": "score", "datatype": "FP32", "shape": [2, 1], "data": [0.25, 0.5]},
                          {"name": "seen", "datatype": "FP32", "shape": [2, 1], "data": [1, 2]}]}
                        """);
            }
        });
    }

    private static KserveModel openWithRecord(URI url) {
        KserveSpec plain = spec(url, Optional.empty(), 3, 0, Duration.ofMillis(800));
        RecordInput record = new RecordInput(
                "features", List.of(new ClinicalRecord.Field("labs", "crp"), new ClinicalRecord.Field("labs", "age")), List.of(0.0, 60.0),
                List.of(1.0, 10.0), Optional.of(List.of(7.0, 60.0)), Optional.of("absent"));
        return KserveModel.open(
                new KserveSpec(
                        plain.url(), plain.model(), plain.version(), plain.artefact(), plain.keyFrom(), plain.authorities(), plain.batch(), plain.concurrency(),
                        plain.timeout(), plain.retries(), plain.pause(), new NetworkInput(plain.input().picture(), Optional.of(record)),
                        plain.outputs(), new Takes(List.of("image", "labs"), List.of("labs"))),
                Map.of("SECRET", "sesame-4711")::get);
    }

    private static Content recorded(double mean, ClinicalRecord.Value crp, ClinicalRecord.Value age) {
        SequencedMap<String, ClinicalRecord.Value> labs = new LinkedHashMap<>();
        labs.put("crp", crp);
        labs.put("age", age);
        return new Content("case", picture(mean).picture(), new ClinicalRecord(new LinkedHashMap<>(Map.of("labs", labs))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fieldsOfTheRecordAreInputsOfTheirOwn(boolean binary) {
        ClinicalRecord.Value missing = new ClinicalRecord.Value.Missing();
        try (Peer peer = recording(binary, 2);
                KserveModel model = openWithRecord(peer.uri(""))) {
            assertThat(model.predict(List.of(
                            recorded(0.5, new ClinicalRecord.Value.Number(3), new ClinicalRecord.Value.Number(80)),
                            recorded(0.25, missing, missing))))
                    .containsExactly(new Output.Scores(0.25, new float[] {1}), new Output.Scores(0.5, new float[] {2}));
            Asked asked = peer.asked().getLast();
            int header = binary ? Integer.parseInt(asked.header("Inference-Header-Content-Length")) : asked.body().length;
            JsonNode inputs = new JsonMapper().readTree(Arrays.copyOf(asked.body(), header)).path("inputs");
            assertThat(inputs.findValuesAsString("name")).containsExactly("image", "features", "absent");
            assertThat(inputs.path(1).path("shape").toString()).isEqualTo("[2,2]");
            float[] sent = new float[16];
            if (binary) {
                assertThat(inputs.path(1).at("/parameters/binary_data_size").asInt()).isEqualTo(16);
                ByteBuffer.wrap(asked.body(), header, asked.body().length - header).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(sent);
            } else {
                int at = 0;
                for (JsonNode input : inputs) {
                    for (JsonNode value : input.path("data")) {
                        sent[at++] = value.floatValue();
                    }
                }
            }
            assertThat(sent).containsExactly(0, 2, 0, 0, 0, 1, 0, 0, 3, 2, 7, 0, 0, 0, 1, 1);
        }
    }

    @Test
    void aServedModelOfOtherFieldsIsExplained() {
        try (Peer peer = recording(false, 5)) {
            assertThatThrownBy(() -> openWithRecord(peer.uri("")))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("input 'features' has shape [-1, 5], the study lists 2 fields: [n, 2]");
        }
    }

    private static KserveSpec with(KserveSpec spec, URI url, Path artefact) {
        return new KserveSpec(
                url, spec.model(), spec.version(), Optional.of(artefact), spec.keyFrom(), spec.authorities(), spec.batch(),
                spec.concurrency(), spec.timeout(), spec.retries(), spec.pause(), spec.input(), spec.outputs(), spec.takes());
    }

    /// The same, trusting a file of certificates.
    static KserveSpec trusting(KserveSpec spec, Path pem) {
        return new KserveSpec(
                spec.url(), spec.model(), spec.version(), spec.artefact(), spec.keyFrom(), Optional.of(pem), spec.batch(),
                spec.concurrency(), spec.timeout(), spec.retries(), spec.pause(), spec.input(), spec.outputs(), spec.takes());
    }

    @Test
    void aCertificateOfAnAuthorityThatIsNamedIsTrusted(@TempDir Path folder) throws Exception {
        SelfSigned key = SelfSigned.in(folder);
        try (Peer peer = peer(Optional.of(key), true, MeanServer::infer)) {
            KserveSpec spec = spec(peer.uri(""), Optional.empty(), 3, 2, Duration.ofSeconds(10));
            assertThatThrownBy(() -> KserveModel.open(spec, name -> "sesame-4711"))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContainingAll("no secure connection", "'authorities'");
            try (KserveModel model = KserveModel.open(trusting(spec, key.pem()), name -> "sesame-4711")) {
                assertThat(((Output.Scores) model.predict(pictures(0.25)).getFirst()).score()).isEqualTo(0.25);
            }
        }
    }
}

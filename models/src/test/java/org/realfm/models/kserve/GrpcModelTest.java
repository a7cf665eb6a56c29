package org.realfm.models.kserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.InsecureServerCredentials;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.models.Halted;
import org.realfm.models.Output;
import org.realfm.models.tensors.InputTensor;
import org.realfm.models.wire.SelfSigned;
import org.realfm.tables.BadInput;

/// The protocol over gRPC against a real server on loopback, whose messages are written here from the published numbers of
/// their fields.
@Timeout(60)
class GrpcModelTest {

    private interface Writing {
        void to(CodedOutputStream out) throws IOException;
    }

    /// What the server does with a request.
    private interface Manner {
        void to(byte[] request, StreamObserver<byte[]> answer) throws Exception;
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

    private static byte[] head(String name, String type, long... shape) {
        return message(out -> {
            out.writeString(1, name);
            out.writeString(2, type);
            for (long side : shape) {
                out.writeInt64(3, side);
            }
        });
    }

    private static final byte[] METADATA = message(out -> {
        out.writeString(1, "mean");
        out.writeString(2, "7");
        out.writeString(3, "test_platform");
        out.writeByteArray(4, head("image", "FP32", -1, 1, 2, 2));
        out.writeByteArray(5, head("score", "FP32", -1, 1));
        out.writeByteArray(5, head("seen", "FP32", -1, 4));
    });

    private static byte[] little(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    private static float[] values(byte[] request) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(request);
        float[] values = new float[0];
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == 7) {
                ByteBuffer raw = ByteBuffer.wrap(in.readByteArray()).order(ByteOrder.LITTLE_ENDIAN);
                values = new float[raw.remaining() / 4];
                raw.asFloatBuffer().get(values);
            } else {
                in.skipField(tag);
            }
        }
        return values;
    }

    /// Answers with raw contents, or with typed ones.
    private static byte[] answer(float[] values, boolean raw) {
        int n = values.length / 4;
        float[] means = new float[n];
        for (int i = 0; i < values.length; i++) {
            means[i / 4] += values[i] / 4;
        }
        return message(out -> {
            out.writeString(1, "mean");
            for (String name : List.of("score", "seen")) {
                float[] data = name.equals("score") ? means : values;
                out.writeByteArray(5, message(tensor -> {
                    tensor.writeRawBytes(head(name, "FP32", n, data.length / n));
                    if (!raw) {
                        tensor.writeByteArray(5, message(contents -> contents.writeByteArray(6, little(data))));
                    }
                }));
            }
            if (raw) {
                out.writeByteArray(6, little(means));
                out.writeByteArray(6, little(values));
            }
        });
    }

    private static void good(byte[] request, StreamObserver<byte[]> answer) throws IOException {
        reply(answer, answer(values(request), true));
    }

    private static void reply(StreamObserver<byte[]> answer, byte[] content) {
        answer.onNext(content);
        answer.onCompleted();
    }

    private static final class Raw implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static MethodDescriptor<byte[], byte[]> method(String name) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName("inference.GRPCInferenceService/" + name)
                .setRequestMarshaller(new Raw())
                .setResponseMarshaller(new Raw())
                .build();
    }

    /// A running server.
    private record Peer(Server server, List<String> keys) implements AutoCloseable {

        static Peer of(Manner metadata, Manner infer) {
            return of(InsecureServerCredentials.create(), metadata, infer);
        }

        static Peer of(ServerCredentials credentials, Manner metadata, Manner infer) {
            List<String> keys = new CopyOnWriteArrayList<>();
            ServerInterceptor listening = new ServerInterceptor() {
                @Override
                public <A, B> ServerCall.Listener<A> interceptCall(
                        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
                    keys.add(String.valueOf(
                            headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER))));
                    return next.startCall(call, headers);
                }
            };
            try {
                return new Peer(
                        OkHttpServerBuilder.forPort(0, credentials)
                                .intercept(listening)
                                .addService(ServerServiceDefinition.builder("inference.GRPCInferenceService")
                                        .addMethod(method("ModelMetadata"), ServerCalls.asyncUnaryCall(careful(metadata)))
                                        .addMethod(method("ModelInfer"), ServerCalls.asyncUnaryCall(careful(infer)))
                                        .build())
                                .build()
                                .start(),
                        keys);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static ServerCalls.UnaryMethod<byte[], byte[]> careful(Manner manner) {
            return (request, answer) -> {
                try {
                    manner.to(request, answer);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            };
        }

        static Peer of(Manner infer) {
            return of((request, answer) -> reply(answer, METADATA), infer);
        }

        URI uri() {
            return URI.create("grpc://localhost:" + server.getPort());
        }

        @Override
        public void close() {
            server.shutdownNow();
            try {
                server.awaitTermination(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static KserveModel open(URI url) {
        return KserveModel.open(
                KserveModelTest.spec(url, Optional.empty(), 3, 2, Duration.ofSeconds(2)), name -> "sesame-4711");
    }

    private static Output score(double mean) {
        return new Output.Scores((float) mean, new float[] {0, (float) (4 * mean), 0, 0});
    }

    private static String reason(Output output) {
        return output instanceof Output.Failure(String reason) ? reason : "no failure: " + output;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void picturesGoInBatchesAndComeBackInOrder(boolean raw) {
        try (Peer peer = Peer.of((request, answer) -> reply(answer, answer(values(request), raw)));
                KserveModel model = open(peer.uri())) {
            assertThat(model.predict(KserveModelTest.pictures(0.125, 0.25, 0.5, 0.75, 1, 0)))
                    .containsExactly(score(0.125), score(0.25), score(0.5), score(0.75), score(1), score(0));
            assertThat(peer.keys()).hasSize(3).containsOnly("Bearer sesame-4711");
            assertThat(model.runtime()).contains("gRPC");
        }
    }

    @Test
    void aCertificateOfAnAuthorityThatIsNamedIsTrusted(@TempDir Path folder) throws Exception {
        SelfSigned key = SelfSigned.in(folder);
        try (Peer peer = Peer.of(
                TlsServerCredentials.newBuilder().keyManager(key.keys()).build(),
                (request, answer) -> reply(answer, METADATA), GrpcModelTest::good)) {
            URI secure = URI.create("grpcs://localhost:" + peer.server().getPort());
            KserveSpec spec = KserveModelTest.spec(secure, Optional.empty(), 3, 2, Duration.ofSeconds(10));
            assertThatThrownBy(() -> KserveModel.open(spec, name -> "sesame-4711"))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContainingAll("no secure connection", "authorities");
            try (KserveModel model = KserveModel.open(KserveModelTest.trusting(spec, key.pem()), name -> "sesame-4711")) {
                assertThat(model.predict(KserveModelTest.pictures(0.25))).containsExactly(score(0.25));
                assertThat(peer.keys()).containsOnly("Bearer sesame-4711");
            }
            assertThatThrownBy(() -> KserveModel.open(
                            KserveModelTest.trusting(spec, folder.resolve("keytool.log")), name -> "sesame-4711"))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("holds no certificates in PEM form");
        }
    }

    private static String failure(Manner manner) {
        try (Peer peer = Peer.of(manner);
                KserveModel model = open(peer.uri())) {
            return reason(model.predict(KserveModelTest.pictures(0.5)).getFirst());
        }
    }

    private static String failureOf(byte[] content) {
        return failure((request, answer) -> reply(answer, content));
    }

    @Test
    void unusableAnswersAreFailures() {
        assertThat(failureOf("this is no message".getBytes(StandardCharsets.UTF_8))).contains("no message of the protocol");
        assertThat(failureOf(new byte[0])).contains("no output 'score'");
        byte[] good = answer(new float[] {0, 2, 0, 0}, true);
        assertThat(failureOf(Arrays.copyOf(good, good.length - 3))).contains("no message of the protocol");
        assertThat(failureOf(message(out -> {
                    out.writeByteArray(5, head("score", "FP32", 1, 1));
                    out.writeByteArray(5, head("seen", "FP32", 1, 4));
                    out.writeByteArray(6, little(1));
                })))
                .contains("2 outputs and 1 raw contents");
        assertThat(failureOf(message(out -> {
                    out.writeByteArray(5, head("score", "FP32", 1, 2));
                    out.writeByteArray(6, little(1));
                })))
                .contains("shape [1, 2] and 1 numbers");
        assertThat(failureOf(message(out -> {
                    out.writeByteArray(5, head("score", "FP32", 1L << 40, 1L << 40));
                    out.writeByteArray(6, little(1));
                })))
                .contains("impossible shape");
        assertThat(failureOf(answer(new float[] {Float.NaN, 2, 0, 0}, true))).contains("the score is NaN");
        assertThat(failureOf(answer(new float[8], true))).contains("gave 2 scores");
        assertThat(failureOf(new byte[65 << 20])).contains("RESOURCE_EXHAUSTED", "exceeds maximum size");
        assertThat(failure((request, answer) -> Thread.sleep(4000))).contains("no answer in 2.0 s");
        assertThat(failure((request, answer) ->
                        answer.onError(Status.INTERNAL.withDescription("for Bearer sesame-4711").asException())))
                .isEqualTo("the server answered INTERNAL: for Bearer ***");
        assertThat(failure((request, answer) -> answer.onError(Status.UNAVAILABLE.withDescription("busy").asException())))
                .isEqualTo("the server answered UNAVAILABLE: busy");
    }

    @Test
    void oneBadPictureTakesNoOtherWithIt() {
        try (Peer peer = Peer.of((request, answer) -> {
                    float[] values = values(request);
                    for (int i = 1; i < values.length; i += 4) {
                        if (values[i] == 2) {
                            answer.onError(Status.INVALID_ARGUMENT.withDescription("bad picture").asException());
                            return;
                        }
                    }
                    reply(answer, answer(values, true));
                });
                KserveModel model = open(peer.uri())) {
            List<Output> outputs = model.predict(KserveModelTest.pictures(0.25, 0.5, 0.75));
            assertThat(reason(outputs.get(1))).contains("INVALID_ARGUMENT: bad picture");
            assertThat(List.of(outputs.get(0), outputs.get(2))).containsExactly(score(0.25), score(0.75));
        }
    }

    @ParameterizedTest
    @EnumSource(value = Status.Code.class, names = {"UNAVAILABLE", "RESOURCE_EXHAUSTED"})
    void whatPassesIsRepeated(Status.Code code) {
        AtomicInteger times = new AtomicInteger();
        try (Peer peer = Peer.of((request, answer) -> {
                    if (times.getAndIncrement() < 2) {
                        answer.onError(code.toStatus().asException());
                    } else {
                        good(request, answer);
                    }
                });
                KserveModel model = open(peer.uri())) {
            assertThat(model.predict(KserveModelTest.pictures(0.5))).containsExactly(score(0.5));
            assertThat(times).hasValue(3);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNAUTHENTICATED", "PERMISSION_DENIED", "NOT_FOUND", "UNIMPLEMENTED", "RESOURCE_EXHAUSTED"})
    void whatIsNotThePicturesFaultStopsTheRun(Status.Code code) {
        Manner refusing = (request, answer) ->
                answer.onError(code.toStatus().withDescription("no, sesame-4711").asException());
        try (Peer peer = Peer.of(refusing);
                KserveModel model = open(peer.uri())) {
            Halted halted = catchThrowableOfType(Halted.class, () -> model.predict(KserveModelTest.pictures(0.5)));
            assertThat(halted.why().getMessage()).contains(code.name(), "no, ***").doesNotContain("sesame");
        }
        try (Peer peer = Peer.of(refusing, GrpcModelTest::good)) {
            assertThatThrownBy(() -> open(peer.uri())).isInstanceOf(BadInput.class).hasMessageContaining(code.name());
        }
    }

    @Test
    void mistakesStopAtOnce() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        assertThatThrownBy(() -> open(URI.create("grpc://localhost:" + port)))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("no connection", "that the server runs");
        assertThatThrownBy(() -> open(URI.create("grpc://gpu.example.org:8001"))).hasMessageContaining("unencrypted");
        try (Peer peer = Peer.of(
                (request, answer) -> reply(answer, message(out -> {
                    out.writeByteArray(4, head("film", "FP32", -1, 1, 2, 2));
                })),
                GrpcModelTest::good)) {
            assertThatThrownBy(() -> open(peer.uri())).hasMessageContaining("no input 'image'; it has film");
        }
        try (Peer peer = Peer.of((request, answer) -> reply(answer, new byte[] {9, 9, 9}), GrpcModelTest::good)) {
            assertThatThrownBy(() -> open(peer.uri())).hasMessageContaining("no message of the protocol");
        }
    }

    @Test
    void severalInputsEachHaveTheirHeadAndTheirBytes() throws IOException {
        byte[] request = GrpcMessages.inferRequest(
                "m", "",
                List.of(
                        new InputTensor("image", new long[] {1, 1, 1, 2}, FloatBuffer.wrap(new float[] {1, 2})),
                        new InputTensor("features", new long[] {1, 3}, FloatBuffer.wrap(new float[] {3, 4, 5}))),
                List.of("score"));
        List<Integer> raw = new ArrayList<>();
        int heads = 0;
        CodedInputStream in = CodedInputStream.newInstance(request);
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 5 -> {
                    heads++;
                    in.skipField(tag);
                }
                case 7 -> raw.add(in.readByteArray().length);
                default -> in.skipField(tag);
            }
        }
        assertThat(heads).isEqualTo(2);
        assertThat(raw).containsExactly(8, 12);
    }
}

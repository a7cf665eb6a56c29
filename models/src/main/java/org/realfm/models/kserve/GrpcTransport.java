package org.realfm.models.kserve;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ChannelCredentials;
import io.grpc.ClientInterceptors;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.okhttp.OkHttpChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.realfm.models.tensors.InputTensor;
import org.realfm.models.wire.Endpoint;
import org.realfm.models.wire.Key;
import org.realfm.models.wire.Secrets;
import org.realfm.models.wire.Trust;
import org.realfm.models.wire.Unanswered;
import org.realfm.tables.BadInput;

/// The protocol over gRPC.
///
/// | status | what follows |
/// |---|---|
/// | `UNAVAILABLE`, `RESOURCE_EXHAUSTED` | again, after a pause that doubles |
/// | still `RESOURCE_EXHAUSTED`, or no connection | [BadInput]: the model cannot go on now |
/// | a certificate that does not hold | [BadInput] |
/// | `UNAUTHENTICATED`, `PERMISSION_DENIED`, `NOT_FOUND`, `UNIMPLEMENTED` | [BadInput]: it is set up wrongly |
/// | anything else | [Unanswered] |
final class GrpcTransport implements Transport {

    private static final int MOST_BYTES = 64 << 20;
    private static final int DEFAULT_PORT = 8001;
    private static final String SERVICE = "inference.GRPCInferenceService";
    private static final String TOO_LARGE = "exceeds maximum size";

    private static final MethodDescriptor<byte[], byte[]> METADATA = method("ModelMetadata");
    private static final MethodDescriptor<byte[], byte[]> INFER = method("ModelInfer");

    private final KserveSpec spec;
    private final Optional<Key> key;
    private final Secrets secrets;
    private final ManagedChannel managed;
    private final Channel channel;

    GrpcTransport(KserveSpec spec, Optional<Key> key) {
        boolean encrypted = spec.url().getScheme().equals("grpcs");
        key.ifPresent(each -> each.checkWay(spec.url(), encrypted));
        this.spec = spec;
        this.key = key;
        this.secrets = key.map(Key::secrets).orElse(Secrets.NONE);
        ChannelCredentials credentials = encrypted ? secure() : InsecureChannelCredentials.create();
        int port = spec.url().getPort() < 0 ? DEFAULT_PORT : spec.url().getPort();
        this.managed = OkHttpChannelBuilder.forAddress(String.valueOf(spec.url().getHost()), port, credentials)
                .maxInboundMessageSize(MOST_BYTES)
                .disableRetry()
                .build();
        Metadata headers = new Metadata();
        key.ifPresent(each ->
                headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), each.bearer()));
        this.channel = ClientInterceptors.intercept(managed, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private ChannelCredentials secure() {
        return spec.authorities()
                .map(file -> TlsChannelCredentials.newBuilder().trustManager(Trust.in(file)).build())
                .orElseGet(TlsChannelCredentials::create);
    }

    private static MethodDescriptor<byte[], byte[]> method(String name) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
    }

    /// Messages as they are on the wire.
    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
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

    @Override
    public String name() {
        return "gRPC";
    }

    @Override
    public Transport.Described metadata() throws Unanswered {
        Transport.Described said =
                GrpcMessages.metadata(call(METADATA, GrpcMessages.metadataRequest(spec.model(), version())));
        return new Transport.Described(
                secrets.excerpt(said.platform(), 60), said.versions(), said.inputs(), said.outputs());
    }

    @Override
    public Map<String, Tensor> infer(List<InputTensor> inputs, List<String> outputs) throws Unanswered {
        return GrpcMessages.tensors(call(
                INFER,
                GrpcMessages.inferRequest(spec.model(), version(), inputs, outputs)));
    }

    private String version() {
        return spec.version().orElse("");
    }

    private byte[] call(MethodDescriptor<byte[], byte[]> method, byte[] request) throws Unanswered {
        Duration pause = spec.pause();
        for (int attempt = 0; ; attempt++) {
            try {
                return ClientCalls.blockingUnaryCall(
                        channel,
                        method,
                        CallOptions.DEFAULT.withDeadlineAfter(spec.timeout().toMillis(), TimeUnit.MILLISECONDS),
                        request);
            } catch (StatusRuntimeException e) {
                Status status = e.getStatus();
                if (isTls(status.getCause())) {
                    throw new BadInput(spec.url().toString(), "no secure connection: " + says(status), Endpoint.CERTIFICATE);
                }
                boolean again = status.getCode() == Status.Code.UNAVAILABLE
                        || (status.getCode() == Status.Code.RESOURCE_EXHAUSTED && !says(status).contains(TOO_LARGE));
                if (!again || attempt >= spec.retries()) {
                    throw refused(status, again);
                }
            }
            Endpoint.sleep(pause);
            pause = pause.multipliedBy(2);
        }
    }

    private static boolean isTls(@Nullable Throwable cause) {
        return cause instanceof SSLException || cause != null && isTls(cause.getCause());
    }

    private String says(Status status) {
        return secrets.excerpt(status.getDescription() == null ? "" : status.getDescription(), 300);
    }

    private Unanswered refused(Status status, boolean again) {
        String where = spec.url().toString();
        String what = "the server answered " + status.getCode() + (says(status).isEmpty() ? "" : ": " + says(status));
        return switch (status.getCode()) {
            case UNAUTHENTICATED, PERMISSION_DENIED ->
                throw new BadInput(
                        where,
                        what,
                        key.map(each -> "Check the key in the environment variable " + each.variable())
                                .orElse("It wants a key: name the environment variable that holds it as 'key-from'"));
            case NOT_FOUND, UNIMPLEMENTED ->
                throw new BadInput(where, what, "Check the address, and the name and version of the model");
            case RESOURCE_EXHAUSTED -> {
                if (again) {
                    throw new BadInput(
                            where, what, "Ask for less at once and run again: what was answered so far is kept");
                }
                yield new Unanswered(what);
            }
            case UNAVAILABLE -> {
                if (status.getCause() instanceof ConnectException || status.getCause() instanceof UnknownHostException) {
                    throw new BadInput(where, "no connection: " + what, "Check the address, and that the server runs");
                }
                yield new Unanswered(what);
            }
            case DEADLINE_EXCEEDED -> new Unanswered("no answer in " + spec.timeout().toMillis() / 1000.0 + " s", true);
            default -> new Unanswered(what);
        };
    }

    @Override
    public void close() {
        managed.shutdownNow();
    }
}

package org.realfm.models.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Collectors;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.models.tensors.InputTensor;
import org.realfm.models.tensors.Inputs;
import org.realfm.models.tensors.Signature;
import org.realfm.tables.BadInput;

/// An ONNX file run in this process, with one thread a session, so that a batch gives the same bytes however many threads
/// show batches: on the CPU, or on the first CUDA device where the runtime has that provider. CUDA was not tried by the authors.
public final class OnnxModel implements Model {

    private final OnnxSpec spec;
    private final Digest weights;
    private final int atOnce;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final ReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    private OnnxModel(
            OnnxSpec spec, Digest weights, int atOnce, OrtEnvironment environment, OrtSession session) {
        this.spec = spec;
        this.weights = weights;
        this.atOnce = atOnce;
        this.environment = environment;
        this.session = session;
    }

    /// Opens the file and checks that it takes and gives what the specification says.
    ///
    /// @throws BadInput if the file is not an ONNX model, or a name, type or shape differs; the message says what the model
    ///         expects
    public static OnnxModel open(OnnxSpec spec) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(spec.file());
        } catch (IOException e) {
            throw new BadInput(spec.file().toString(), "could not be read: " + e.getMessage(), "Check the path of the model");
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            // What is wrong with an output is said by its failure, not on the console.
            options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            if (spec.provider() == OnnxSpec.Provider.CUDA) {
                useCuda(spec, options);
            }
            OrtSession session = environment.createSession(bytes, options);
            try {
                int atOnce = new Signature(spec.file().toString(), spec.input(), spec.outputs())
                        .check(declared(session.getInputInfo()), declared(session.getOutputInfo()));
                return new OnnxModel(spec, Digest.of(bytes), atOnce, environment, session);
            } catch (BadInput e) {
                session.close();
                throw e;
            }
        } catch (OrtException e) {
            throw new BadInput(
                    spec.file().toString(), "is not a model that ONNX Runtime can run: " + e.getMessage(), "Export it again");
        }
    }

    /// Full 32-bit precision (TF32 would round to 10 bits), and no provider in its place if it cannot be had.
    private static void useCuda(OnnxSpec spec, OrtSession.SessionOptions options) throws OrtException {
        Set<OrtProvider> providers = OrtEnvironment.getAvailableProviders();
        if (!providers.contains(OrtProvider.CUDA)) {
            throw new BadInput(
                    spec.file().toString(),
                    "is to run with 'provider: cuda', but this ONNX Runtime has only "
                            + providers.stream().map(OrtProvider::getName).sorted().collect(Collectors.joining(", ")),
                    "Put onnxruntime_gpu in the place of onnxruntime in the lib folder, with CUDA and cuDNN installed, or remove 'provider'");
        }
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(0)) {
            cuda.add("use_tf32", "0");
            options.addCUDA(cuda);
        } catch (OrtException e) {
            throw new BadInput(
                    spec.file().toString(),
                    "is to run with 'provider: cuda', which cannot be used: " + e.getMessage(),
                    "Check that a CUDA device, CUDA and cuDNN are there, or remove 'provider'");
        }
    }

    private static Map<String, Signature.Declared> declared(Map<String, NodeInfo> nodes) {
        Map<String, Signature.Declared> declared = new LinkedHashMap<>();
        nodes.forEach((name, node) -> declared.put(
                name,
                node.getInfo() instanceof TensorInfo tensor
                        ? new Signature.Declared(
                                tensor.toString(), tensor.type == OnnxJavaType.FLOAT, tensor.getShape())
                        : new Signature.Declared(String.valueOf(node.getInfo()), false, new long[0])));
        return declared;
    }

    /// What it was opened by.
    public OnnxSpec spec() {
        return spec;
    }

    @Override
    public Digest weights() {
        return weights;
    }

    @Override
    public Digest preprocessing() {
        return spec.preprocessing();
    }

    @Override
    public PictureWindow window() {
        return spec.input().window();
    }

    @Override
    public String runtime() {
        return "onnxruntime " + environment.getVersion() + " " + spec.provider().name().toLowerCase(Locale.ROOT) + " fp32";
    }

    @Override
    public boolean interactive() {
        return true;
    }

    @Override
    public boolean probabilities() {
        return spec.outputs().probabilities();
    }

    @Override
    public List<Output> predict(List<Content> batch) {
        return spec.takes().show(
                batch, spec.input()::refusal, cases -> Inputs.show(spec.input(), cases, atOnce, this::show));
    }

    private List<Output> show(List<InputTensor> inputs, int n) {
        // The session is memory of ONNX Runtime: whoever runs it while it is closed takes the process down.
        use.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the network was closed while it was asked");
            }
            return run(inputs, n);
        } finally {
            use.readLock().unlock();
        }
    }

    private List<Output> run(List<InputTensor> inputs, int n) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        try {
            for (InputTensor input : inputs) {
                tensors.put(input.name(), OnnxTensor.createTensor(environment, input.values(), input.shape()));
            }
            return scores(n, tensors);
        } catch (OrtException e) {
            return Collections.nCopies(n, new Output.Failure("ONNX Runtime failed: " + e.getMessage()));
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }

    private List<Output> scores(int n, Map<String, OnnxTensor> tensors) throws OrtException {
        try (OrtSession.Result result = session.run(tensors)) {
            Optional<String> embedding = spec.outputs().embedding();
            return spec.outputs()
                    .outputs(
                            n,
                            rows(result, spec.outputs().name()),
                            embedding.isPresent() ? rows(result, embedding.get()) : new float[n][0]);
        }
    }

    /// An output as one row for each index of its first dimension; a number without dimensions is one row.
    private static float[][] rows(OrtSession.Result result, String name) throws OrtException {
        OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow();
        long[] shape = tensor.getInfo().getShape();
        FloatBuffer buffer = tensor.getFloatBuffer();
        int n = shape.length == 0 ? 1 : (int) shape[0];
        float[][] rows = new float[n][n == 0 ? 0 : buffer.remaining() / n];
        for (float[] row : rows) {
            buffer.get(row);
        }
        return rows;
    }

    /// Waits for who is asking it. Closing it again does nothing.
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                session.close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not close the session", e);
        } finally {
            use.writeLock().unlock();
        }
    }
}

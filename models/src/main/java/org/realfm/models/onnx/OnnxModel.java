package org.realfm.models.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.models.tensors.InputTensor;
import org.realfm.models.tensors.Signature;
import org.realfm.tables.BadInput;

/// An ONNX file run in this process, on the CPU, with one thread a session, so that a batch gives the same bytes however
/// many threads show batches.
public final class OnnxModel implements Model {

    private final OnnxSpec spec;
    private final Digest weights;
    private final int atOnce;
    private final OrtEnvironment environment;
    private final OrtSession session;

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
        return "onnxruntime " + environment.getVersion() + " cpu fp32";
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
        return spec.takes().show(batch, spec.input()::refusal, cases -> {
            List<Output> seen = new ArrayList<>();
            int step = Math.min(atOnce, cases.size());
            for (int from = 0; from < cases.size(); from += step) {
                seen.addAll(show(cases.subList(from, Math.min(cases.size(), from + step))));
            }
            return seen;
        });
    }

    private List<Output> show(List<Content> cases) {
        int n = cases.size();
        List<InputTensor> inputs;
        try {
            inputs = spec.input().tensors(cases);
        } catch (IllegalArgumentException e) {
            // One picture of extreme shape takes no other with it.
            return n == 1
                    ? List.of(new Output.Failure("the steps of 'input' cannot be taken: " + e.getMessage()))
                    : cases.stream().flatMap(each -> show(List.of(each)).stream()).toList();
        }
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

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime could not close the session", e);
        }
    }
}

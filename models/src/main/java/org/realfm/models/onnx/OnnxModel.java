package org.realfm.models.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.realfm.imaging.Image2D;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.tables.BadInput;
import org.realfm.tables.Names;

/// An ONNX file run in this process, on the CPU, with one thread a session, so that a batch gives the same bytes however
/// many threads show batches.
public final class OnnxModel implements Model {

    private static final float[] NO_EMBEDDING = {};

    private final OnnxSpec spec;
    private final Digest weights;
    private final OrtEnvironment environment;
    private final OrtSession session;

    private OnnxModel(OnnxSpec spec, Digest weights, OrtEnvironment environment, OrtSession session) {
        this.spec = spec;
        this.weights = weights;
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
            OrtSession session = environment.createSession(bytes, options);
            OnnxModel model = new OnnxModel(spec, Digest.of(bytes), environment, session);
            try {
                model.check();
            } catch (BadInput e) {
                model.close();
                throw e;
            }
            return model;
        } catch (OrtException e) {
            throw new BadInput(
                    spec.file().toString(), "is not a model that ONNX Runtime can run: " + e.getMessage(), "Export it again");
        }
    }

    private void check() throws OrtException {
        Map<String, NodeInfo> inputs = session.getInputInfo();
        String file = spec.file().toString();
        NodeInfo input = inputs.get(spec.input());
        if (input == null) {
            throw missing("input", spec.input(), inputs.keySet());
        }
        if (inputs.size() > 1) {
            throw new BadInput(file, "takes " + inputs.size() + " inputs " + new TreeSet<>(inputs.keySet()),
                    "Only models of one picture input can be run");
        }
        long[] expected = {-1, spec.channels(), spec.rows(), spec.columns()};
        if (!(input.getInfo() instanceof TensorInfo tensor) || tensor.type != ai.onnxruntime.OnnxJavaType.FLOAT) {
            throw new BadInput(file, "input '" + spec.input() + "' is " + input.getInfo(), "Export it with 32-bit float input");
        }
        long[] shape = tensor.getShape();
        boolean fits = shape.length == 4;
        for (int d = 1; fits && d < 4; d++) {
            fits = shape[d] < 0 || shape[d] == expected[d];
        }
        if (!fits) {
            throw new BadInput(
                    file,
                    "input '" + spec.input() + "' has shape " + Arrays.toString(shape) + ", the study says [n, "
                            + spec.channels() + ", " + spec.rows() + ", " + spec.columns() + "]",
                    "Correct size and channels in the study file");
        }
        Set<String> outputs = session.getOutputInfo().keySet();
        if (!outputs.contains(spec.score())) {
            throw missing("output", spec.score(), outputs);
        }
        if (spec.embedding().isPresent() && !outputs.contains(spec.embedding().get())) {
            throw missing("output", spec.embedding().get(), outputs);
        }
    }

    private BadInput missing(String what, String name, Set<String> known) {
        return new BadInput(
                spec.file().toString(),
                "has no " + what + " '" + name + "'; it has " + String.join(", ", new TreeSet<>(known)),
                Names.nearest(name, known).map(near -> "Did you mean '" + near + "'?").orElse("Name one of these"));
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
    public String runtime() {
        return "onnxruntime " + environment.getVersion() + " cpu fp32";
    }

    @Override
    public boolean interactive() {
        return true;
    }

    @Override
    public boolean probabilities() {
        return spec.probabilities();
    }

    @Override
    public List<Output> predict(List<Content> batch) {
        List<Output> answers = new ArrayList<>();
        List<Image2D> pictures = new ArrayList<>();
        for (Content content : batch) {
            content.image().ifPresent(pictures::add);
        }
        List<Output> seen = pictures.isEmpty() ? List.of() : show(pictures);
        int next = 0;
        for (Content content : batch) {
            answers.add(
                    content.image().isPresent() ? seen.get(next++) : new Output.Failure("the case has no picture"));
        }
        return answers;
    }

    private List<Output> show(List<Image2D> pictures) {
        int size = spec.channels() * spec.rows() * spec.columns();
        FloatBuffer values = FloatBuffer.allocate(pictures.size() * size);
        pictures.forEach(picture -> put(picture, values));
        values.flip();
        long[] shape = {pictures.size(), spec.channels(), spec.rows(), spec.columns()};
        try (OnnxTensor tensor = OnnxTensor.createTensor(environment, values, shape);
                OrtSession.Result result = session.run(Map.of(spec.input(), tensor))) {
            float[][] scores = rows(result, spec.score(), pictures.size());
            float[][] features = spec.embedding().isPresent()
                    ? rows(result, spec.embedding().get(), pictures.size())
                    : new float[pictures.size()][0];
            List<Output> outputs = new ArrayList<>();
            for (int i = 0; i < pictures.size(); i++) {
                outputs.add(output(scores[i], spec.embedding().isPresent() ? features[i] : NO_EMBEDDING));
            }
            return outputs;
        } catch (OrtException e) {
            return java.util.Collections.nCopies(
                    pictures.size(), new Output.Failure("ONNX Runtime failed: " + e.getMessage()));
        }
    }

    private void put(Image2D picture, FloatBuffer values) {
        Image2D fitted = spec.channels() == 1 ? picture.toGrey() : picture;
        if (fitted.width() != spec.columns() || fitted.height() != spec.rows()) {
            fitted = fitted.resize(spec.columns(), spec.rows());
        }
        for (int c = 0; c < spec.channels(); c++) {
            int channel = fitted.channels() == 1 ? 0 : c;
            for (int y = 0; y < spec.rows(); y++) {
                for (int x = 0; x < spec.columns(); x++) {
                    values.put((float) ((fitted.sample(x, y, channel) * spec.scale() - spec.mean()) / spec.std()));
                }
            }
        }
    }

    private static float[][] rows(OrtSession.Result result, String name, int n) throws OrtException {
        OnnxTensor tensor = (OnnxTensor) result.get(name).orElseThrow();
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[][] rows = new float[n][buffer.remaining() / n];
        for (float[] row : rows) {
            buffer.get(row);
        }
        return rows;
    }

    private Output output(float[] raw, float[] embedding) {
        if (raw.length <= spec.positive()) {
            return new Output.Failure("the score output has " + raw.length + " elements, class " + spec.positive()
                    + " was asked for");
        }
        double x = raw[spec.positive()];
        double score = switch (spec.activation()) {
            case NONE -> x;
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case SOFTMAX -> softmax(raw, spec.positive());
        };
        if (!Double.isFinite(score)) {
            return new Output.Failure("the score is " + score);
        }
        if (spec.probabilities() && (score < 0 || score > 1)) {
            return new Output.Failure("the score " + score + " is not a probability in [0, 1]; declare outputs.activation"
                    + " if the output is a logit, or 'scores: ordinal' if only the order means anything");
        }
        return new Output.Scores(score, embedding);
    }

    private static double softmax(float[] logits, int k) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp(logit - largest);
        }
        return Math.exp(logits[k] - largest) / sum;
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

package org.realfm.models.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.Model;
import org.realfm.models.Output;
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
                int atOnce = Signature.check(spec, session);
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
        return spec.window();
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
        List<Output> seen = new ArrayList<>();
        int step = Math.min(atOnce, Math.max(1, pictures.size()));
        for (int from = 0; from < pictures.size(); from += step) {
            seen.addAll(show(pictures.subList(from, Math.min(pictures.size(), from + step))));
        }
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
            float[][] scores = rows(result, spec.score());
            float[][] features = spec.embedding().isPresent()
                    ? rows(result, spec.embedding().get())
                    : new float[pictures.size()][0];
            if (scores.length != pictures.size() || features.length != pictures.size()) {
                return failures(
                        pictures.size(),
                        "the network gave " + scores.length + " scores and " + features.length + " rows of features for "
                                + pictures.size() + " pictures");
            }
            List<Output> outputs = new ArrayList<>();
            for (int i = 0; i < pictures.size(); i++) {
                outputs.add(output(scores[i], features[i]));
            }
            return outputs;
        } catch (OrtException e) {
            return failures(pictures.size(), "ONNX Runtime failed: " + e.getMessage());
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

    private static List<Output> failures(int n, String reason) {
        return Collections.nCopies(n, new Output.Failure(reason));
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

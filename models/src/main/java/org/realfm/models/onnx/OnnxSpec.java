package org.realfm.models.onnx;

import java.nio.file.Path;
import java.util.Optional;
import org.realfm.imaging.pictures.PictureWindow;
import org.realfm.ledger.Digest;

/// An ONNX file and how a picture becomes its input.
///
/// A picture is read through the window, made grey or repeated to `channels`, resized to `rows` x `columns` where it has another size (area
/// averaging when shrinking, bilinear otherwise), and each stored value v becomes (v x scale - mean) / std.
///
/// @param file       the model
/// @param input      name of the input tensor, of shape [n, channels, rows, columns], 32-bit float
/// @param rows       height in pixels, at least 1
/// @param columns    width in pixels, at least 1
/// @param channels   1 (grey) or 3 (red, green, blue)
/// @param window     which measured values are black and white
/// @param scale      multiplies stored values; 1/255 for 8 bit
/// @param mean       subtracted after scaling
/// @param std        divides last; greater than 0
/// @param score      name of the output with the score
/// @param positive   which element of the score output is the condition, where it has several
/// @param activation what turns the output into a score
/// @param embedding  name of the output with the features, if there is one
/// @param probabilities whether scores are probabilities
public record OnnxSpec(
        Path file,
        String input,
        int rows,
        int columns,
        int channels,
        PictureWindow window,
        double scale,
        double mean,
        double std,
        String score,
        int positive,
        Activation activation,
        Optional<String> embedding,
        boolean probabilities) {

    /// What turns the score output into a score.
    public enum Activation {
        /// The output is the score.
        NONE,
        /// The output is a logit: 1 / (1 + exp(-x)).
        SIGMOID,
        /// The outputs are logits of exclusive classes: exp(x_k) / sum exp(x_j).
        SOFTMAX
    }

    /// The same for pictures that are seen as their files propose.
    public OnnxSpec(
            Path file,
            String input,
            int rows,
            int columns,
            int channels,
            double scale,
            double mean,
            double std,
            String score,
            int positive,
            Activation activation,
            Optional<String> embedding,
            boolean probabilities) {
        this(file, input, rows, columns, channels, PictureWindow.FILE, scale, mean, std, score, positive, activation, embedding,
                probabilities);
    }

    /// Identity of the preprocessing and of the reading of the outputs.
    public Digest preprocessing() {
        return Digest.of(
                "onnx",
                input,
                Integer.toString(rows),
                Integer.toString(columns),
                Integer.toString(channels),
                window.id(),
                Double.toString(scale),
                Double.toString(mean),
                Double.toString(std),
                score,
                Integer.toString(positive),
                activation.name(),
                embedding.orElse(""),
                Boolean.toString(probabilities));
    }
}

package org.realfm.models.onnx;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.realfm.ledger.Digest;
import org.realfm.models.tensors.PictureInput;
import org.realfm.models.tensors.ScoreOutput;

/// An ONNX file, how a picture becomes its input, and what its outputs mean.
///
/// @param file     the model
/// @param input    the one input
/// @param outputs  the outputs that are read
/// @param provider what computes it
public record OnnxSpec(Path file, PictureInput input, ScoreOutput outputs, Provider provider) {

    /// What computes a network.
    public enum Provider {
        CPU,
        CUDA
    }

    /// On the CPU.
    public OnnxSpec(Path file, PictureInput input, ScoreOutput outputs) {
        this(file, input, outputs, Provider.CPU);
    }

    /// The same network in another place.
    public OnnxSpec at(Path other) {
        return new OnnxSpec(other, input, outputs, provider);
    }

    /// Identity of the preprocessing and of the reading of the outputs.
    public Digest preprocessing() {
        return Digest.of(Stream.of(Stream.of("onnx"), input.identity().stream(), outputs.identity().stream())
                .flatMap(parts -> parts)
                .toArray(String[]::new));
    }
}

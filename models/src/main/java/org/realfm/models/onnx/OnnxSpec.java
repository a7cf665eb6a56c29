package org.realfm.models.onnx;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.realfm.ledger.Digest;
import org.realfm.models.Takes;
import org.realfm.models.tensors.NetworkInput;
import org.realfm.models.tensors.PictureInput;
import org.realfm.models.tensors.ScoreOutput;

/// An ONNX file, how a case becomes its inputs, and what its outputs mean.
///
/// @param file     the model
/// @param input    the inputs
/// @param outputs  the outputs that are read
/// @param takes    what it is shown of a case
/// @param provider what computes it
public record OnnxSpec(Path file, NetworkInput input, ScoreOutput outputs, Takes takes, Provider provider) {

    /// What computes a network.
    public enum Provider {
        CPU,
        CUDA
    }

    /// A network of one picture input, on the CPU.
    public OnnxSpec(Path file, PictureInput input, ScoreOutput outputs) {
        this(file, NetworkInput.of(input), outputs, Takes.PICTURES, Provider.CPU);
    }

    /// The same network in another place.
    public OnnxSpec at(Path other) {
        return new OnnxSpec(other, input, outputs, takes, provider);
    }

    /// Identity of the preprocessing and of the reading of the outputs.
    public Digest preprocessing() {
        return Digest.of(Stream.of(Stream.of("onnx"), input.identity().stream(), outputs.identity().stream(), takes.identity().stream())
                .flatMap(parts -> parts)
                .toArray(String[]::new));
    }
}

package org.realfm.models.tensors;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import org.realfm.imaging.pictures.Picture;
import org.realfm.models.Output;

/// Pictures on their way into a network and their scores on the way out: each becomes one input or several, inputs go in
/// batches, and the outputs of one picture's inputs become its output.
public final class Inputs {

    /// Tiles that are shown at once, at most: how many a picture has is not known beforehand.
    private static final int TILES = 64;

    private Inputs() {}

    /// A network.
    @FunctionalInterface
    public interface Network {
        /// Shows a batch.
        ///
        /// @param values n inputs, one after the other
        /// @param n      at least 1
        /// @return n outputs, in order
        List<Output> show(FloatBuffer values, int n);
    }

    /// Shows pictures to a network.
    ///
    /// A picture that cannot take the steps is a failure. Pictures of one input each are then shown one by one, as no other batch
    /// than the planned one should be made of the others.
    ///
    /// @param most inputs of a batch, at least 1
    /// @return an output for each picture, in order
    public static List<Output> show(PictureInput input, List<Picture> pictures, int most, Network network) {
        List<Output> outputs = new ArrayList<>();
        if (input.combination().isPresent()) {
            for (Picture picture : pictures) {
                outputs.add(tiled(input, picture, Math.min(most, TILES), network));
            }
            return outputs;
        }
        for (int from = 0; from < pictures.size(); ) {
            int to = Math.min(from + Math.min(most, pictures.size()), pictures.size());
            outputs.addAll(whole(input, pictures.subList(from, to), network));
            from = to;
        }
        return outputs;
    }

    private static List<Output> whole(PictureInput input, List<Picture> pictures, Network network) {
        List<float[]> inputs = new ArrayList<>();
        try {
            pictures.forEach(picture -> inputs.addAll(input.inputs(picture)));
        } catch (IllegalArgumentException e) {
            return pictures.size() == 1
                    ? List.of(impossible(e))
                    : pictures.stream().flatMap(picture -> whole(input, List.of(picture), network).stream()).toList();
        }
        return network.show(tensor(inputs), inputs.size());
    }

    private static Output tiled(PictureInput input, Picture picture, int most, Network network) {
        List<float[]> inputs;
        try {
            inputs = input.inputs(picture);
        } catch (IllegalArgumentException e) {
            return impossible(e);
        }
        List<Output> outputs = new ArrayList<>();
        for (int from = 0; from < inputs.size(); from += most) {
            List<float[]> batch = inputs.subList(from, Math.min(from + most, inputs.size()));
            outputs.addAll(network.show(tensor(batch), batch.size()));
        }
        return input.combination().orElseThrow().of(outputs);
    }

    private static Output impossible(IllegalArgumentException e) {
        return new Output.Failure("the steps of 'input' cannot be taken: " + e.getMessage());
    }

    private static FloatBuffer tensor(List<float[]> inputs) {
        if (inputs.size() == 1) {
            return FloatBuffer.wrap(inputs.getFirst());
        }
        FloatBuffer values = FloatBuffer.allocate(Math.multiplyExact(inputs.size(), inputs.getFirst().length));
        inputs.forEach(values::put);
        return values.flip();
    }
}

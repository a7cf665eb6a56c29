package org.realfm.models.tensors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.realfm.models.Content;
import org.realfm.models.Output;

/// Cases on their way into a network and their scores on the way out: each becomes one input or several, inputs go in batches,
/// and the outputs of one case's inputs become its output.
public final class Inputs {

    /// Tiles that are shown at once, at most: how many a picture has is not known beforehand.
    private static final int TILES = 64;

    private Inputs() {}

    /// A network.
    @FunctionalInterface
    public interface Network {
        /// Shows a batch.
        ///
        /// @param inputs of n cases or tiles
        /// @param n      at least 1
        /// @return n outputs, in order
        List<Output> show(List<InputTensor> inputs, int n);
    }

    /// Shows cases to a network.
    ///
    /// A picture that cannot take the steps is a failure. Pictures of one input each are then shown one by one, as no other batch
    /// than the planned one should be made of the others.
    ///
    /// @param cases with all that the network needs
    /// @param most  inputs of a batch, at least 1
    /// @return an output for each case, in order
    public static List<Output> show(NetworkInput input, List<Content> cases, int most, Network network) {
        List<Output> outputs = new ArrayList<>();
        if (input.combination().isPresent()) {
            for (Content content : cases) {
                outputs.add(tiled(input, content, Math.min(most, TILES), network));
            }
            return outputs;
        }
        for (int from = 0; from < cases.size(); ) {
            int to = Math.min(from + Math.min(most, cases.size()), cases.size());
            outputs.addAll(whole(input, cases.subList(from, to), network));
            from = to;
        }
        return outputs;
    }

    private static List<Output> whole(NetworkInput input, List<Content> cases, Network network) {
        List<float[]> pictures = new ArrayList<>();
        try {
            cases.forEach(content -> pictures.addAll(input.pictures(content)));
        } catch (IllegalArgumentException e) {
            return cases.size() == 1
                    ? List.of(impossible(e))
                    : cases.stream().flatMap(content -> whole(input, List.of(content), network).stream()).toList();
        }
        return network.show(input.tensors(cases, pictures), cases.size());
    }

    private static Output tiled(NetworkInput input, Content content, int most, Network network) {
        List<float[]> tiles;
        try {
            tiles = input.pictures(content);
        } catch (IllegalArgumentException e) {
            return impossible(e);
        }
        List<Output> outputs = new ArrayList<>();
        for (int from = 0; from < tiles.size(); from += most) {
            List<float[]> batch = tiles.subList(from, Math.min(from + most, tiles.size()));
            outputs.addAll(network.show(
                    input.tensors(Collections.nCopies(batch.size(), content), batch), batch.size()));
        }
        return input.combination().orElseThrow().of(outputs);
    }

    private static Output impossible(IllegalArgumentException e) {
        return new Output.Failure("the steps of 'input' cannot be taken: " + e.getMessage());
    }
}

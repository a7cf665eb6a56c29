package org.realfm.models.tensors;

import java.util.List;
import org.realfm.models.Output;

/// How the scores of the tiles of one case become the score of the case.
public enum Combination {
    /// The highest; with the features of the first tile that has it.
    MAX,
    /// The mean; with the mean of each feature.
    MEAN;

    /// The output of a case; the first failure of a tile if there is one, since a case that was seen in part was not seen.
    ///
    /// @param tiles at least one
    Output of(List<Output> tiles) {
        Output.Scores highest = null;
        double sum = 0;
        double[] features = new double[0];
        for (Output tile : tiles) {
            if (!(tile instanceof Output.Scores scores)) {
                return tile;
            }
            if (highest == null) {
                features = new double[scores.embedding().length];
            }
            highest = highest == null || scores.score() > highest.score() ? scores : highest;
            sum += scores.score() / tiles.size();
            for (int i = 0; i < features.length; i++) {
                features[i] += scores.embedding()[i] / tiles.size();
            }
        }
        if (highest == null) {
            throw new IllegalArgumentException("a case has at least one tile");
        }
        if (this == MAX) {
            return highest;
        }
        float[] mean = new float[features.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (float) features[i];
        }
        return new Output.Scores(sum, mean);
    }
}

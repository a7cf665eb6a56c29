package org.realfm.models.tensors;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.realfm.models.Output;

/// What the outputs of a network mean.
///
/// @param name          name of the output with the score
/// @param positive      which element of the score output is the condition, where it has several
/// @param activation    what turns the output into a score
/// @param embedding     name of the output with the features, if there is one
/// @param probabilities whether scores are probabilities
public record ScoreOutput(
        String name, int positive, Activation activation, Optional<String> embedding, boolean probabilities) {

    /// What turns the score output into a score.
    public enum Activation {
        /// The output is the score.
        NONE,
        /// The output is a logit: 1 / (1 + exp(-x)).
        SIGMOID,
        /// The outputs are logits of exclusive classes: exp(x_k) / sum exp(x_j).
        SOFTMAX
    }

    /// The outputs of a batch.
    ///
    /// @param n        how many pictures were shown
    /// @param scores   a row a picture
    /// @param features a row a picture, of length 0 where there are none
    public List<Output> outputs(int n, float[][] scores, float[][] features) {
        if (scores.length != n || features.length != n) {
            return Collections.nCopies(
                    n,
                    new Output.Failure("the network gave " + scores.length + " scores and " + features.length
                            + " rows of features for " + n + " pictures"));
        }
        List<Output> outputs = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            outputs.add(output(scores[i], features[i]));
        }
        return outputs;
    }

    private Output output(float[] raw, float[] features) {
        if (raw.length <= positive) {
            return new Output.Failure(
                    "the score output has " + raw.length + " elements, class " + positive + " was asked for");
        }
        double x = raw[positive];
        double score = switch (activation) {
            case NONE -> x;
            case SIGMOID -> 1 / (1 + Math.exp(-x));
            case SOFTMAX -> softmax(raw, positive);
        };
        return Output.checked(
                score, features, probabilities, "declare outputs.activation if the output is a logit, or");
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

    /// What of it is part of a model's identity.
    public List<String> identity() {
        return List.of(
                name,
                Integer.toString(positive),
                activation.name(),
                embedding.orElse(""),
                Boolean.toString(probabilities));
    }
}

package org.realfm.models;

import java.util.Arrays;

/// What a model said of one input.
public sealed interface Output {

    /// A score for the condition, and the features behind it where the model gives them.
    ///
    /// @param score     finite; a probability in [0, 1] unless the model is declared ordinal
    /// @param embedding features of the penultimate layer; of length 0 where the model gives none
    record Scores(double score, float[] embedding) implements Output {
        public Scores {
            if (!Double.isFinite(score)) {
                throw new IllegalArgumentException("a score is a finite number, found " + score);
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Scores that
                    && Double.compare(score, that.score) == 0
                    && Arrays.equals(embedding, that.embedding);
        }

        @Override
        public int hashCode() {
            return 31 * Double.hashCode(score) + Arrays.hashCode(embedding);
        }

        @Override
        public String toString() {
            return "Scores[" + score + ", " + embedding.length + " features]";
        }
    }

    /// The model gave no usable answer. A failure is an observation: it is counted, never skipped.
    ///
    /// @param reason what went wrong, for a reader
    record Failure(String reason) implements Output {}
}

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

    /// The model declined to answer. It counts as no answer, like a failure, and is reported apart.
    ///
    /// @param words what it said, for a reader
    record Refusal(String words) implements Output {}

    /// A score, or the failure that it is none.
    ///
    /// @param score       what the model gave
    /// @param embedding   features; of length 0 where there are none
    /// @param probability whether it must lie in [0, 1]
    /// @param remedy      what else than 'scores: ordinal' would help, ending in "or"; may be empty
    static Output checked(double score, float[] embedding, boolean probability, String remedy) {
        if (!Double.isFinite(score)) {
            return new Failure("the score is " + score);
        }
        if (probability && (score < 0 || score > 1)) {
            return new Failure("the score " + score + " is not a probability in [0, 1]; " + remedy
                    + (remedy.isEmpty() ? "declare" : "") + " 'scores: ordinal' if only the order means anything");
        }
        return new Scores(score, embedding);
    }
}

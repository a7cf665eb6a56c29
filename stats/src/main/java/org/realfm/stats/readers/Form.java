package org.realfm.stats.readers;

/// How the second moments of a U-statistic are estimated.
public enum Form {
    /// From distinct readers and cases only: unbiased, and so at times negative.
    UNBIASED("U-statistic"),
    /// From all pairs, as if the sample were the population (in a crossed design what the ideal bootstrap gives): biased,
    /// mostly upwards, but never negative in a crossed design.
    MLE("U-statistic, MLE variance");

    private final String label;

    Form(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }
}

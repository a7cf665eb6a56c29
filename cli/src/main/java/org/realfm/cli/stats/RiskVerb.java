package org.realfm.cli.stats;

import picocli.CommandLine.Option;

/// A family about predicted probabilities beside a truth.
abstract class RiskVerb extends ScoredVerb {

    @Option(
            names = {"--risk", "--score"},
            paramLabel = "COLUMN",
            required = true,
            description = "The predicted probability, from 0 to 1.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String risk;

    String risk() {
        return risk;
    }
}

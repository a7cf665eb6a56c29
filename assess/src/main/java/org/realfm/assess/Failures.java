package org.realfm.assess;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.realfm.models.Output;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;

/// How often a model failed on what it was shown, and whether it is worth going on.
///
/// A model is stopped once it has been shown 50 stimuli or more and the lower 95% limit (Clopper-Pearson) of its failure
/// rate is above one half. A case without a score counts as called wrongly, so that such a model cannot be better than
/// calls that are always wrong on most cases: whatever it would say of the rest, nothing could be met, and what it takes in
/// time and money would be lost. Fifty, and a limit rather than the rate, so that a few bad inputs at the beginning stop
/// nothing. The rule is applied after each chunk of the plan, in the order of the plan: it stops at the same place whatever
/// the threads, and however often the run was interrupted.
final class Failures {

    private static final int FEWEST = 50;
    private static final double MOST = 0.5;
    private static final double CONFIDENCE = 0.95;

    private int chunks;
    private long shown;
    private long failed;
    private String first = "";

    /// How many chunks were counted.
    int chunks() {
        return chunks;
    }

    /// Takes in what the model said of the next chunk.
    ///
    /// @return how many of these are failures
    long count(Collection<Output> outputs) {
        chunks++;
        long before = failed;
        for (Output output : outputs) {
            shown++;
            if (output instanceof Output.Failure failure) {
                failed++;
                first = first.isEmpty() ? failure.reason() : first;
            }
        }
        return failed - before;
    }

    /// Why the model is stopped; empty while it is not.
    Optional<String> tooMany() {
        if (shown < FEWEST) {
            return Optional.empty();
        }
        Estimate rate = Proportion.clopperPearson("failure rate", failed, shown, CONFIDENCE);
        return rate.lower() > MOST
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "it failed on %d of the first %d showings (rate %.2f, %.2f to %.2f); first: %s",
                        failed, shown, rate.value(), rate.lower(), rate.upper(), first))
                : Optional.empty();
    }
}

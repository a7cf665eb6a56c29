package org.realfm.assess;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.realfm.models.Output;
import org.realfm.run.Progress;
import org.realfm.run.Sample;
import org.realfm.run.Stimulus;
import org.realfm.study.Split;
import org.realfm.tables.BadInput;

/// Cases on which a model gave no score: they count as wrong, and nobody should have to look for them.
final class Silence {

    private Silence() {}

    /// Tells of models that failed on some cases to evaluate, with the first reason.
    ///
    /// @throws BadInput if a model gave no score at all: nothing can be judged, and something is not as declared
    static void check(Observed observed, Progress progress) {
        for (String name : observed.models().names()) {
            Sample sample = observed.sample(name, Split.EVALUATE);
            int failed = sample.failed().length;
            if (failed == 0) {
                continue;
            }
            long refused = Arrays.stream(sample.failed())
                    .filter(row -> output(observed, name, row) instanceof Output.Refusal)
                    .count();
            String what = "the model " + name + " gave no score on " + failed + " of " + (failed + sample.size())
                    + " cases to evaluate" + (refused == 0 ? "" : ", of which it refused " + refused) + "; first: "
                    + reason(output(observed, name, sample.failed()[0]));
            if (sample.size() == 0) {
                throw new BadInput(
                        observed.study().file().toString(),
                        what,
                        "Correct the model's entry or its file; repeat with --fresh if the cause was outside of both");
            }
            progress.note(what + " (they count as called wrongly)");
        }
    }

    private static @Nullable Output output(Observed observed, String name, int row) {
        return Objects.requireNonNull(
                        observed.said().get(OpenModels.scorer(observed.models().get(name))))
                .get(Stimulus.of(row).digest(observed.cohort(), observed.salt()));
    }

    private static String reason(@Nullable Output output) {
        return switch (output) {
            case Output.Failure(String reason) -> reason;
            case Output.Refusal(String words) -> "refused: " + words;
            case null, default -> "it was not shown";
        };
    }
}

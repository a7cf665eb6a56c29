package org.realfm.assess;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.realfm.models.Output;
import org.realfm.run.Progress;
import org.realfm.run.Sample;
import org.realfm.tables.BadInput;

/// Cases on which a model gave no score: they count as wrong, and nobody should have to look for them.
final class Silence {

    private static final String REMEDY =
            "Correct the model's entry or its file; repeat with --fresh if the cause was outside of both";

    private Silence() {}

    /// Tells of models that were stopped, and of those that failed on some cases to evaluate, with the first reason.
    ///
    /// @throws BadInput if a model gave no score at all, or all models were stopped: nothing can be judged, and something is
    ///                  not as declared
    static void check(Observed observed, Progress progress) {
        if (observed.names().stream().allMatch(name -> observed.stopped(name).isPresent())) {
            String first = observed.names().getFirst();
            throw new BadInput(
                    observed.studyFile(),
                    "every model was stopped; " + first + ": " + observed.stopped(first).orElseThrow(),
                    REMEDY);
        }
        for (String name : observed.names()) {
            Optional<String> stopped = observed.stopped(name);
            if (stopped.isPresent()) {
                progress.note("the model " + name + " was stopped and is not judged: " + stopped.get());
                continue;
            }
            Sample sample = observed.evaluated(name);
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
                        observed.studyFile(),
                        what,
                        REMEDY);
            }
            progress.note(what + " (they count as called wrongly)");
        }
    }

    private static @Nullable Output output(Observed observed, String name, int row) {
        return observed.observations(name).get(observed.digest(row));
    }

    private static String reason(@Nullable Output output) {
        return switch (output) {
            case Output.Failure(String reason) -> reason;
            case Output.Refusal(String words) -> "refused: " + words;
            case null, default -> "it was not shown";
        };
    }
}

package org.realfm.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.JointMeasures;

/// Two thousand bootstrap resamples of patients, five measures each, against a loop over scikit-learn.
final class BootstrapRace {

    private static final int ROWS = 100_000;
    private static final int RESAMPLES = 2_000;
    private static final int OF_PEER = 100;
    private static final int RUNS = 5;
    private static final double TARGET = 100;

    private BootstrapRace() {}

    static Races.Result run() {
        Sample sample = Sample.of(ROWS, 2).risks();
        List<String> lines = new ArrayList<>(Races.HEAD);
        Path data = Peer.data(sample.score(), sample.truth(), sample.patient());
        Optional<Peer> found;
        try {
            found = Peer.run(Peer.python(), "bootstrap.py", data, OF_PEER);
        } finally {
            Peer.delete(data);
        }
        Times ours = Times.of(2, RUNS, () -> JointMeasures.of(sample.score(), sample.truth(), 0.5, 10)
                .estimates(Bootstrap.plan(sample.patient(), RESAMPLES, 7), 0.95));
        if (found.isEmpty()) {
            return new Races.Result(
                    "Bootstrap", List.of("Not raced, since it is not there: Debian package python3-sklearn."
                            + " realfm alone: " + ours.words()), true);
        }
        Peer theirs = found.get();
        double all = RESAMPLES * theirs.times().median();
        int[] ones = new int[ROWS];
        Arrays.fill(ones, 1);
        double[] values = JointMeasures.of(sample.score(), sample.truth(), 0.5, 10).at(ones);
        boolean agreed = true;
        for (int k = 0; k < values.length; k++) {
            agreed &= Races.close(theirs.values().get(k), values[k], 1e-10);
        }
        lines.add(Races.line(
                theirs.version(), Times.words(all) + ", extrapolated", ours.words(), all / ours.median(), TARGET));
        lines.add("");
        lines.add("The loop was timed for " + OF_PEER + " resamples, median " + Times.words(theirs.times().median())
                + " each, and multiplied up to " + RESAMPLES + "; realfm did all of them, sorting, plan and intervals"
                + " included, in parallel.");
        lines.add(agreed ? "Both find the same five measures of the sample to 1e-10." : "THE PEER FINDS OTHER NUMBERS.");
        return new Races.Result(
                "2,000 resamples of patients: AUROC, sensitivity, specificity, Brier, ECE; 100,000 rows", lines, agreed);
    }
}

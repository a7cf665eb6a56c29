package org.realfm.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.realfm.stats.Auroc;
import org.realfm.stats.Estimate;
import org.realfm.stats.StandardNormal;

/// AUROC with DeLong's interval at a million rows, against pROC and numpy.
final class AurocRace {

    private static final int ROWS = 1_000_000;
    private static final int RUNS = 9;
    private static final double TARGET = 4;

    private AurocRace() {}

    static Races.Result run() {
        Sample sample = Sample.of(ROWS, 1);
        Estimate estimate = Auroc.estimate("auroc", sample.score(), sample.truth(), 0.95);
        double error = estimate.halfWidth() / StandardNormal.critical(0.95);
        List<String> lines = new ArrayList<>(Races.HEAD);
        List<String> absent = new ArrayList<>();
        boolean agreed = true;
        Path data = Peer.data(sample.score(), sample.truth(), sample.patient());
        try {
            for (String[] peer : new String[][] {
                {"Rscript", "delong.R", "pROC: R with the Debian package r-cran-proc"},
                {Peer.python(), "delong.py", "a fast DeLong in numpy: Debian package python3-numpy"}
            }) {
                Optional<Peer> found = Peer.run(peer[0], peer[1], data, RUNS);
                if (found.isEmpty()) {
                    absent.add("Not raced, since it is not there: " + peer[2] + ".");
                    continue;
                }
                // Ours after theirs each time, so that both meet the same state of the machine.
                Times ours = Times.of(
                        RUNS, RUNS, () -> Auroc.estimate("auroc", sample.score(), sample.truth(), 0.95));
                Peer theirs = found.get();
                agreed &= Races.close(theirs.values().get(0), estimate.value(), 1e-10)
                        && Races.close(theirs.values().get(1), error, 1e-10);
                lines.add(Races.line(
                        theirs.version(), theirs.times().words(), ours.words(), theirs.times().median() / ours.median(),
                        TARGET));
            }
        } finally {
            Peer.delete(data);
        }
        lines.add("");
        lines.addAll(absent);
        lines.add(agreed ? "All find the same AUROC and standard error to 1e-10." : "THE PEERS FIND OTHER NUMBERS.");
        return new Races.Result("AUROC with DeLong's interval, a million rows", lines, agreed);
    }
}

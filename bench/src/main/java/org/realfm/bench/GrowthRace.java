package org.realfm.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.realfm.stats.Auroc;

/// How the time of AUROC with DeLong's interval grows.
final class GrowthRace {

    private static final int[] ROWS = {10_000, 100_000, 1_000_000, 10_000_000};
    private static final int RUNS = 9;

    private GrowthRace() {}

    static Races.Result run() {
        List<String> lines = new ArrayList<>(List.of(
                "| rows | time | ns a row | ns a row and doubling |", "|---:|---|---:|---:|"));
        double[] work = new double[ROWS.length];
        double[] size = new double[ROWS.length];
        double[] seconds = new double[ROWS.length];
        for (int k = 0; k < ROWS.length; k++) {
            int n = ROWS[k];
            Sample sample = Sample.of(n, k);
            Times times = Times.of(
                    Math.max(2, 3_000_000 / n), RUNS,
                    () -> Auroc.estimate("auroc", sample.score(), sample.truth(), 0.95));
            double doublings = Math.log(n) / Math.log(2);
            size[k] = n;
            work[k] = n * doublings;
            seconds[k] = times.median();
            lines.add(String.format(
                    Locale.ROOT, "| %,d | %s | %.1f | %.2f |", n, times.words(), 1e9 * seconds[k] / n,
                    1e9 * seconds[k] / work[k]));
        }
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "Fitted exponent of the time on n: %.2f; on n log n: %.2f, where 1 is growth as n log n.",
                Races.exponent(size, seconds), Races.exponent(work, seconds)));
        return new Races.Result("Growth of AUROC with DeLong's interval", lines, true);
    }
}

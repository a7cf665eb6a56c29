package org.realfm.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The memory that `realfm assess` takes for cohorts of pictures of growing size, each picture a file of its own, shown to a
/// network whose 128 features of the largest cohort alone would take 51 MB.
final class PicturesRace {

    private static final int[] CASES = {1_000, 10_000, 100_000};
    private static final String HEAP = "-Xmx250m";
    private static final int SIDE = 32;
    private static final int FILTERS = 4;
    private static final int FEATURES = 128;
    private static final int PROBE = 50;
    private static final double MOST_GIGABYTES = 1;

    private PicturesRace() {}

    static Races.Result run() {
        List<String> lines =
                new ArrayList<>(List.of("| pictures | processor time | peak memory |", "|---:|---:|---:|"));
        boolean held = true;
        for (int cases : CASES) {
            Path folder = ScaleRace.temporary();
            try {
                Path study = PictureStudy.write(folder, cases, SIDE, FILTERS, FEATURES, PROBE);
                Child child = Child.run(HEAP, "assess", study.toString(), "--out", folder.resolve("out").toString());
                held &= child.exit() == 0 && child.gigabytes() <= MOST_GIGABYTES;
                lines.add(String.format(
                        Locale.ROOT, "| %,d | %.1f s | %.2f GB%s |", cases, child.processorSeconds(), child.gigabytes(),
                        child.exit() == 0 ? "" : ", failed with exit code " + child.exit()));
            } finally {
                ScaleRace.delete(folder);
            }
        }
        lines.add("");
        lines.add("The heap is limited by " + HEAP + ", with Java's own memory, ONNX Runtime and DuckDB (256 MB at most) beside it.");
        return new Races.Result("Memory of `realfm assess` on pictures", lines, held);
    }
}

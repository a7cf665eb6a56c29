package org.realfm.run;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.realfm.stats.Seeds;
import org.realfm.stats.SplitMix;
import org.realfm.study.Cohort;
import org.realfm.study.Split;
import org.realfm.study.Study;

/// The evaluation cases that are shown again by criteria that change films or repeat them. All criteria draw alike, so
/// that the picture of a case is read once for everything that is done to it.
public final class ProbeCases {

    private ProbeCases() {}

    /// At most the declared number of cases (`limits: cases-per-probe`), sick and well in proportion, ascending.
    public static int[] drawn(Study study, Cohort cohort) {
        return drawn(study, cohort, cohort.rows(Split.EVALUATE), study.limits().casesPerProbe());
    }

    /// As [#drawn], one case a patient and at most `most`.
    public static int[] drawnPatients(Study study, Cohort cohort, int most) {
        Set<Integer> seen = new HashSet<>();
        int[] firsts = Arrays.stream(drawn(study, cohort))
                .filter(row -> seen.add(cohort.columns().patient()[row]))
                .toArray();
        return drawn(study, cohort, firsts, most);
    }

    private static int[] drawn(Study study, Cohort cohort, int[] rows, int most) {
        if (rows.length <= most) {
            return rows;
        }
        int[] sick = shuffled(study, cohort, rows, 1);
        int[] well = shuffled(study, cohort, rows, 0);
        int fromSick = Math.toIntExact(Math.round((double) most * sick.length / rows.length));
        return IntStream.concat(
                        Arrays.stream(sick).limit(fromSick), Arrays.stream(well).limit((long) most - fromSick))
                .sorted()
                .toArray();
    }

    private static int[] shuffled(Study study, Cohort cohort, int[] rows, int truth) {
        int[] members = Arrays.stream(rows)
                .filter(row -> cohort.columns().truth()[row] == truth)
                .toArray();
        new SplitMix(Seeds.derive(study.seed(), "probe cases", truth)).shuffle(members);
        return members;
    }
}

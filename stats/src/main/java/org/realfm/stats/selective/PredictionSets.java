package org.realfm.stats.selective;

import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.realfm.stats.Estimate;
import org.realfm.stats.Mean;
import org.realfm.stats.Proportion;
import org.realfm.stats.Require;

/// Sets of classes held against the truth on cases that took no part in calibration: do they cover, and are they small?
/// Compare the coverage with [CoverageLaw#expected], since calibration itself was a matter of chance.
public final class PredictionSets {

    private final boolean[][] set;
    private final int[] truth;
    private final int[] patient;

    private PredictionSets(boolean[][] set, int[] truth, int[] patient) {
        this.set = set;
        this.truth = truth;
        this.patient = patient;
    }

    /// @param set     `[case][class]`, whether the class is in the case's set
    /// @param truth   for each case its class
    /// @param patient for each case
    public static PredictionSets of(boolean[][] set, int[] truth, int[] patient) {
        Require.notEmpty(set.length, "cases");
        Require.sameLength(set.length, truth.length, "truth");
        Require.sameLength(set.length, patient.length, "patient");
        for (int i = 0; i < set.length; i++) {
            Require.sameLength(set[0].length, set[i].length, "classes of case " + i);
            Require.that(truth[i] >= 0 && truth[i] < set[i].length, "case " + i + ": no class " + truth[i]);
        }
        return new PredictionSets(set, truth, patient);
    }

    private int size(int i) {
        int size = 0;
        for (boolean in : set[i]) {
            size += in ? 1 : 0;
        }
        return size;
    }

    /// Share of cases whose set holds the truth, by Wilson's interval of clustered items.
    public Estimate coverage(double confidence) {
        return share("coverage", i -> set[i][truth[i]], i -> true, confidence).orElseThrow();
    }

    /// The same among the cases of one class; empty where it has none.
    public Optional<Estimate> coverageOf(int label, double confidence) {
        return share("coverage of class " + label, i -> set[i][truth[i]], i -> truth[i] == label, confidence);
    }

    /// Share of cases whose set is a single class.
    public Estimate singletons(double confidence) {
        return share("singletons", i -> size(i) == 1, i -> true, confidence).orElseThrow();
    }

    /// Share of cases whose set is empty.
    public Estimate empty(double confidence) {
        return share("empty sets", i -> size(i) == 0, i -> true, confidence).orElseThrow();
    }

    /// Mean number of classes in a set, by Student's interval of clustered values.
    public Estimate meanSize(double confidence) {
        double[] sizes = IntStream.range(0, set.length).mapToDouble(this::size).toArray();
        return Mean.clustered("mean set size", sizes, patient, confidence);
    }

    private Optional<Estimate> share(String name, IntPredicate hit, IntPredicate among, double confidence) {
        int[] rows = IntStream.range(0, set.length).filter(among).toArray();
        if (rows.length == 0) {
            return Optional.empty();
        }
        boolean[] hits = new boolean[rows.length];
        int[] patients = new int[rows.length];
        for (int k = 0; k < rows.length; k++) {
            hits[k] = hit.test(rows[k]);
            patients[k] = patient[rows[k]];
        }
        return Optional.of(Proportion.clustered(name, hits, patients, confidence));
    }
}

package org.realfm.stats.readers;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.realfm.stats.Require;

/// The scores of a reader study: who read which case in which modality, and how suspicious it looked.
///
/// Any design will do: fully crossed, split-plot, readers or cases of one modality only, readings that are missing. What
/// was not read simply is not there. A higher score speaks for the condition; scores may be tied or infinite, never NaN.
/// Cases are the independent units: give a case to a patient, not to an image, where a patient has several.
///
/// Modalities and readers are numbered 0, 1, ... in ascending order of the ids that were given.
public final class ReaderStudy {

    private final double[][][] negative;
    private final double[][][] positive;

    private ReaderStudy(double[][][] negative, double[][][] positive) {
        this.negative = negative;
        this.positive = positive;
    }

    /// A study from one row for each reading.
    ///
    /// @param reader   for each row who read
    /// @param modality for each row in which modality (for example 0 without and 1 with assistance)
    /// @param caseId   for each row which case; a case has one truth
    /// @param truth    for each row whether the case has the condition
    /// @param score    for each row the reader's score
    /// @throws IllegalArgumentException where there is no row, a case is read twice by one reader in one modality, a
    ///                                  case has two truths, or a score is NaN
    public static ReaderStudy of(int[] reader, int[] modality, int[] caseId, boolean[] truth, double[] score) {
        int rows = score.length;
        Require.notEmpty(rows, "readings");
        Require.sameLength(rows, reader.length, "reader");
        Require.sameLength(rows, modality.length, "modality");
        Require.sameLength(rows, caseId.length, "case");
        Require.sameLength(rows, truth.length, "truth");
        int[] readers = distinct(reader);
        int[] modalities = distinct(modality);
        Map<Integer, Boolean> truthOf = new HashMap<>();
        for (int i = 0; i < rows; i++) {
            Boolean known = truthOf.putIfAbsent(caseId[i], truth[i]);
            Require.that(known == null || known == truth[i], "case " + caseId[i] + " has two truths");
        }
        int[] cases = distinct(caseId);
        boolean[] truthOfCase = new boolean[cases.length];
        for (int c = 0; c < cases.length; c++) {
            truthOfCase[c] = Boolean.TRUE.equals(truthOf.get(cases[c]));
        }
        double[][][] table = new double[modalities.length][readers.length][cases.length];
        for (double[][] ofModality : table) {
            for (double[] ofReader : ofModality) {
                Arrays.fill(ofReader, Double.NaN);
            }
        }
        for (int i = 0; i < rows; i++) {
            Require.that(!Double.isNaN(score[i]), "score " + i + " is NaN; leave out what was not read");
            double[] of = table[Arrays.binarySearch(modalities, modality[i])][Arrays.binarySearch(readers, reader[i])];
            int c = Arrays.binarySearch(cases, caseId[i]);
            Require.that(
                    Double.isNaN(of[c]),
                    "reader " + reader[i] + " has read case " + caseId[i] + " twice in modality " + modality[i]);
            of[c] = score[i];
        }
        return of(table, truthOfCase);
    }

    /// A study from a table.
    ///
    /// @param score `[modality][reader][case]`; NaN where a case was not read
    /// @param truth for each case whether it has the condition
    public static ReaderStudy of(double[][][] score, boolean[] truth) {
        Require.notEmpty(score.length, "modalities");
        Require.notEmpty(score[0].length, "readers");
        double[][][] negative = new double[score.length][score[0].length][];
        double[][][] positive = new double[score.length][score[0].length][];
        for (int m = 0; m < score.length; m++) {
            Require.sameLength(score[0].length, score[m].length, "readers of modality " + m);
            for (int r = 0; r < score[m].length; r++) {
                Require.sameLength(truth.length, score[m][r].length, "cases of reader " + r + ", modality " + m);
                negative[m][r] = select(score[m][r], truth, false);
                positive[m][r] = select(score[m][r], truth, true);
            }
        }
        return new ReaderStudy(negative, positive);
    }

    private static double[] select(double[] score, boolean[] truth, boolean which) {
        double[] selected = new double[score.length];
        int n = 0;
        for (int c = 0; c < score.length; c++) {
            if (truth[c] == which) {
                selected[n++] = score[c];
            }
        }
        return Arrays.copyOf(selected, n);
    }

    private static int[] distinct(int[] ids) {
        return Arrays.stream(ids).sorted().distinct().toArray();
    }

    public int modalities() {
        return negative.length;
    }

    public int readers() {
        return negative[0].length;
    }

    /// Cases without the condition.
    public int negatives() {
        return negative[0][0].length;
    }

    /// Cases with the condition.
    public int positives() {
        return positive[0][0].length;
    }

    /// Scores of the cases of one class, NaN where not read; not a copy.
    double[] scores(int modality, int reader, boolean truth) {
        return (truth ? positive : negative)[modality][reader];
    }

    /// Whether every reader who read anything in one of two modalities read, in both, every case that anyone read in
    /// one of them.
    ///
    /// @param second may equal `first`
    public boolean crossed(int first, int second) {
        for (boolean truth : new boolean[] {false, true}) {
            boolean[] read = read(first, second, truth);
            for (int r = 0; r < readers(); r++) {
                if (readsAnything(first, r) || readsAnything(second, r)) {
                    for (int m : new int[] {first, second}) {
                        double[] score = scores(m, r, truth);
                        for (int c = 0; c < read.length; c++) {
                            if (read[c] && Double.isNaN(score[c])) {
                                return false;
                            }
                        }
                    }
                }
            }
        }
        return true;
    }

    /// How many readers read anything in one of two modalities.
    public int readers(int first, int second) {
        int count = 0;
        for (int r = 0; r < readers(); r++) {
            count += readsAnything(first, r) || readsAnything(second, r) ? 1 : 0;
        }
        return count;
    }

    /// How many cases of one class anyone read in one of two modalities.
    public int cases(int first, int second, boolean truth) {
        int count = 0;
        for (boolean read : read(first, second, truth)) {
            count += read ? 1 : 0;
        }
        return count;
    }

    boolean readsAnything(int modality, int reader) {
        return anyRead(scores(modality, reader, false)) || anyRead(scores(modality, reader, true));
    }

    private static boolean anyRead(double[] scores) {
        return Arrays.stream(scores).anyMatch(s -> !Double.isNaN(s));
    }

    private boolean[] read(int first, int second, boolean truth) {
        boolean[] read = new boolean[truth ? positives() : negatives()];
        for (int m : new int[] {first, second}) {
            for (int r = 0; r < readers(); r++) {
                double[] score = scores(m, r, truth);
                for (int c = 0; c < read.length; c++) {
                    read[c] |= !Double.isNaN(score[c]);
                }
            }
        }
        return read;
    }
}

package org.realfm.bench;

import java.util.Arrays;
import java.util.Locale;

/// Seconds of several runs of the same.
@SuppressWarnings("ArrayRecordComponent")
record Times(double[] seconds) {

    Times {
        if (seconds.length == 0) {
            throw new IllegalArgumentException("at least one run");
        }
        seconds = Arrays.stream(seconds).sorted().toArray();
    }

    /// Runs something until it is warm, then as often as is asked for.
    ///
    /// @param warm how often first, without a clock
    static Times of(int warm, int runs, Runnable work) {
        for (int i = 0; i < warm; i++) {
            work.run();
        }
        double[] seconds = new double[runs];
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        return new Times(seconds);
    }

    double median() {
        int n = seconds.length;
        return (seconds[(n - 1) / 2] + seconds[n / 2]) / 2;
    }

    /// The median, and from the fastest to the slowest run.
    String words() {
        return words(median()) + " (" + words(seconds[0]) + " to " + words(seconds[seconds.length - 1]) + ", "
                + seconds.length + " runs)";
    }

    static String words(double seconds) {
        return seconds < 1
                ? String.format(Locale.ROOT, "%.3g ms", 1000 * seconds)
                : String.format(Locale.ROOT, "%.3g s", seconds);
    }
}

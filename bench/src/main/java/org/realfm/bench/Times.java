package org.realfm.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;

/// Seconds of several runs of the same.
@SuppressWarnings("ArrayRecordComponent")
record Times(double[] seconds) {

    private static final OperatingSystemMXBean PROCESSOR = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final long LEAST_NANOSECONDS = 330_000_000;

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

    /// The same in processor time, of all threads, Java's collector and compiler among them: what one core would need, also
    /// on a machine that others use. Each run repeats the work for a third of a second, as the clock ticks in hundredths.
    static Times ofProcessor(int warm, int runs, Runnable work) {
        for (int i = 0; i < warm; i++) {
            work.run();
        }
        double[] seconds = new double[runs];
        for (int i = 0; i < runs; i++) {
            long start = PROCESSOR.getProcessCpuTime();
            long took = 0;
            int repeats = 0;
            while (took < LEAST_NANOSECONDS) {
                for (int more = Math.max(1, repeats / 4); more > 0; more--) {
                    work.run();
                    repeats++;
                }
                took = PROCESSOR.getProcessCpuTime() - start;
            }
            seconds[i] = took / 1e9 / repeats;
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

package org.realfm.imaging.codecs;

import java.util.Arrays;

/// One scan of JPEG-LS (ITU-T T.87 annex A): each sample is predicted from its neighbours, the error is coded with a
/// Golomb code that adapts to the context, runs of equal samples are coded as lengths.
final class JpegLsScan {

    private static final int[] RUN_ORDER = {
        0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15
    };
    private static final int RUN = 365; // the contexts of samples that end a run: 365 and 366

    private final JpegLsBits code;
    private final JpegLsThresholds limits;
    private final int near;
    private final int step;
    private final int range;
    private final int bits;
    private final int limit;
    private final int[] sums = new int[367]; // A
    private final int[] biases = new int[365]; // B
    private final int[] corrections = new int[365]; // C
    private final int[] counts = new int[367]; // N
    private final int[] negatives = new int[2]; // Nn
    private int runIndex;

    JpegLsScan(JpegLsBits code, JpegLsThresholds limits, int near) {
        this.code = code;
        this.limits = limits;
        this.near = near;
        this.step = 2 * near + 1;
        this.range = (limits.maximum() + 2 * near) / step + 1;
        this.bits = Math.max(1, 32 - Integer.numberOfLeadingZeros(range - 1));
        int depth = Math.max(2, 32 - Integer.numberOfLeadingZeros(limits.maximum()));
        this.limit = 2 * (depth + Math.max(8, depth));
        Arrays.fill(sums, Math.max(2, (range + 32) / 64));
        Arrays.fill(counts, 1);
    }

    /// Decodes the scan.
    ///
    /// @param first    the frame's component that the scan's first is
    /// @param count    components of the scan
    /// @param together whether the samples of a pixel follow one another, else the lines do
    /// @param values   the frame's samples
    void decode(Shape shape, int first, int count, boolean together, int[] values) throws CorruptCode {
        int width = shape.width();
        int[][] above = new int[count][width + 2];
        int[][] line = new int[count][width + 2];
        int[] runIndices = new int[count];
        for (int y = 0; y < shape.height(); y++) {
            for (int c = 0; c < count; c++) {
                line[c][0] = above[c][1];
                above[c][width + 1] = above[c][width];
            }
            if (together) {
                pixels(above, line, width);
            } else {
                for (int c = 0; c < count; c++) {
                    runIndex = runIndices[c];
                    samples(above[c], line[c], width);
                    runIndices[c] = runIndex;
                }
            }
            for (int c = 0; c < count; c++) {
                int to = y * width * shape.components() + first + c;
                for (int x = 1; x <= width; x++, to += shape.components()) {
                    values[to] = line[c][x];
                }
            }
            int[][] swap = above;
            above = line;
            line = swap;
        }
    }

    private void samples(int[] above, int[] line, int width) throws CorruptCode {
        for (int x = 1; x <= width; ) {
            int context = context(above, line, x);
            if (context != 0) {
                line[x] = regular(context, above, line, x);
                x++;
                continue;
            }
            int run = run(width - x + 1);
            Arrays.fill(line, x, x + run, line[x - 1]);
            x += run;
            if (x <= width) {
                line[x] = interruption(line[x - 1], above[x], Math.abs(line[x - 1] - above[x]) <= near);
                runIndex = Math.max(0, runIndex - 1);
                x++;
            }
        }
    }

    private void pixels(int[][] above, int[][] line, int width) throws CorruptCode {
        int count = line.length;
        int[] contexts = new int[count];
        for (int x = 1; x <= width; ) {
            boolean flat = true;
            for (int c = 0; c < count; c++) {
                contexts[c] = context(above[c], line[c], x);
                flat &= contexts[c] == 0;
            }
            if (!flat) {
                for (int c = 0; c < count; c++) {
                    line[c][x] = regular(contexts[c], above[c], line[c], x);
                }
                x++;
                continue;
            }
            int run = run(width - x + 1);
            for (int c = 0; c < count; c++) {
                Arrays.fill(line[c], x, x + run, line[c][x - 1]);
            }
            x += run;
            if (x <= width) {
                for (int c = 0; c < count; c++) {
                    line[c][x] = interruption(line[c][x - 1], above[c][x], false);
                }
                runIndex = Math.max(0, runIndex - 1);
                x++;
            }
        }
    }

    /// The quantised gradients around a sample (T.87 A.3), with a sign; 0 where all are flat.
    private int context(int[] above, int[] line, int x) {
        int left = line[x - 1];
        int corner = above[x - 1];
        return 81 * gradient(above[x + 1] - above[x]) + 9 * gradient(above[x] - corner) + gradient(corner - left);
    }

    private int gradient(int difference) {
        int size = Math.abs(difference);
        int level = size <= near ? 0 : size < limits.t1() ? 1 : size < limits.t2() ? 2 : size < limits.t3() ? 3 : 4;
        return difference < 0 ? -level : level;
    }

    /// A sample of regular mode (T.87 A.4 to A.6).
    private int regular(int context, int[] above, int[] line, int x) throws CorruptCode {
        int sign = context < 0 ? -1 : 1;
        int q = context * sign;
        int left = line[x - 1];
        int up = above[x];
        int corner = above[x - 1];
        int prediction = corner >= Math.max(left, up) ? Math.min(left, up)
                : corner <= Math.min(left, up) ? Math.max(left, up) : left + up - corner;
        prediction = Math.clamp(prediction + sign * corrections[q], 0, limits.maximum());
        int k = order(sums[q], counts[q]);
        int mapped = code.golomb(k, limit, bits);
        int error = (mapped & 1) == 0 ? mapped >> 1 : -(mapped + 1 >> 1);
        if (near == 0 && k == 0 && 2 * biases[q] <= -counts[q]) {
            error = -error - 1;
        }
        biases[q] += error * step;
        sums[q] += Math.abs(error);
        if (counts[q] == limits.reset()) {
            sums[q] >>= 1;
            biases[q] >>= 1;
            counts[q] >>= 1;
        }
        counts[q]++;
        if (biases[q] <= -counts[q]) {
            biases[q] = Math.max(biases[q] + counts[q], 1 - counts[q]);
            corrections[q] = Math.max(corrections[q] - 1, -128);
        } else if (biases[q] > 0) {
            biases[q] = Math.min(biases[q] - counts[q], 0);
            corrections[q] = Math.min(corrections[q] + 1, 127);
        }
        return reconstructed(prediction, sign * error);
    }

    private int reconstructed(int prediction, int error) {
        int value = prediction + error * step;
        if (value < -near) {
            value += range * step;
        } else if (value > limits.maximum() + near) {
            value -= range * step;
        }
        return Math.clamp(value, 0, limits.maximum());
    }

    /// The length of a run (T.87 A.7.1), at most what is left of the line.
    private int run(int left) throws CorruptCode {
        int run = 0;
        while (code.bit() == 1) {
            int block = 1 << RUN_ORDER[runIndex];
            if (block <= left - run) {
                run += block;
                runIndex = Math.min(31, runIndex + 1);
            } else {
                run = left;
            }
            if (run == left) {
                return run;
            }
        }
        run += code.bits(RUN_ORDER[runIndex]);
        if (run >= left) {
            throw new CorruptCode(code.position(), "a run of " + run + " samples",
                    "fewer than the " + left + " that are left of the line");
        }
        return run;
    }

    /// The sample that ends a run (T.87 A.7.2).
    private int interruption(int left, int up, boolean alike) throws CorruptCode {
        int type = alike ? 1 : 0;
        int q = RUN + type;
        int k = order(sums[q] + (alike ? counts[q] >> 1 : 0), counts[q]);
        int mapped = code.golomb(k, limit - RUN_ORDER[runIndex] - 1, bits);
        int odd = mapped + type & 1;
        int size = mapped + type + odd >> 1;
        boolean mostlyNegative = k != 0 || 2 * negatives[type] >= counts[q];
        int error = mostlyNegative == (odd == 1) ? -size : size;
        if (error < 0) {
            negatives[type]++;
        }
        sums[q] += mapped + 1 - type >> 1;
        if (counts[q] == limits.reset()) {
            sums[q] >>= 1;
            counts[q] >>= 1;
            negatives[type] >>= 1;
        }
        counts[q]++;
        return reconstructed(alike ? left : up, !alike && left > up ? -error : error);
    }

    private static int order(int sum, int count) {
        int k = 0;
        while (k < 24 && count << k < sum) {
            k++;
        }
        return k;
    }
}

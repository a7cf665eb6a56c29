package org.realfm.imaging;

/// Triangle-filter weights that carry one line of samples to another length.
///
/// @param first   for each new sample the first old one that counts
/// @param weights for each new sample the weights of the old ones from there on; they sum to 1
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Resampling(int[] first, float[][] weights) {

    /// To another number of samples, the ends of both lines aligned.
    ///
    /// @param from old samples, at least 1
    /// @param to   new samples, at least 1
    public static Resampling of(int from, int to) {
        return of(from, to, (double) from / to, 0);
    }

    /// To another distance of samples, the middles of both lines aligned.
    ///
    /// @param factor the new distance over the old; `to * factor` is within half a `factor` of `from`
    public static Resampling centred(int from, int to, double factor) {
        return of(from, to, factor, (from - to * factor) / 2);
    }

    private static Resampling of(int from, int to, double factor, double shift) {
        double support = Math.max(1, factor);
        int[] first = new int[to];
        float[][] weights = new float[to][];
        for (int i = 0; i < to; i++) {
            double centre = (i + 0.5) * factor + shift;
            int low = Math.max(0, (int) Math.floor(centre - support));
            int high = Math.min(from, (int) Math.ceil(centre + support));
            double[] exact = new double[high - low];
            double sum = 0;
            for (int j = low; j < high; j++) {
                exact[j - low] = Math.max(0, 1 - Math.abs(j + 0.5 - centre) / support);
                sum += exact[j - low];
            }
            first[i] = low;
            weights[i] = new float[exact.length];
            for (int j = 0; j < exact.length; j++) {
                weights[i][j] = (float) (exact[j] / sum);
            }
        }
        return new Resampling(first, weights);
    }

    /// Resamples one line.
    public double[] apply(double[] line) {
        double[] result = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            for (int j = 0; j < weights[i].length; j++) {
                result[i] += weights[i][j] * line[first[i] + j];
            }
        }
        return result;
    }

    /// Resamples `lines` lines.
    ///
    /// @param fromLine    distance between the starts of two old lines; with `step` apart, the samples of one line
    /// @param toLine      distance between the starts of two new lines
    /// @param step        distance between two samples of a line
    /// @param interleaved independent samples at each place of a line
    public void apply(float[] from, float[] to, int lines, int fromLine, int toLine, int step, int interleaved) {
        for (int line = 0; line < lines; line++) {
            for (int i = 0; i < first.length; i++) {
                float[] weight = weights[i];
                for (int c = 0; c < interleaved; c++) {
                    int source = line * fromLine + first[i] * step + c;
                    double sum = 0;
                    for (int j = 0; j < weight.length; j++) {
                        sum += weight[j] * (double) from[source + j * step];
                    }
                    to[line * toLine + i * step + c] = (float) sum;
                }
            }
        }
    }
}

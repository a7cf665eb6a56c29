package org.realfm.stats.readers;

/// The moments of a U-statistic by the direct double loop over pairs of cases, for every pair of readers: what
/// [UStatistic] must agree with, and be much faster than.
final class DoubleLoop {

    private DoubleLoop() {}

    static Moments moments(ReaderStudy study, int first, int second) {
        int readers = study.readers();
        double[] sums = new double[Moments.COUNT];
        double[] pairs = new double[Moments.COUNT];
        for (int r = 0; r < readers; r++) {
            for (int q = 0; q < readers; q++) {
                double[] both = products(study, first, r, second, q);
                for (int k = 0; k < 4; k++) {
                    sums[k + 4] += both[k];
                    pairs[k + 4] += both[k + 4];
                    sums[k] += r == q ? both[k] : 0;
                    pairs[k] += r == q ? both[k + 4] : 0;
                }
            }
        }
        return Moments.of(sums, pairs);
    }

    private static double[] products(ReaderStudy study, int first, int r, int second, int q) {
        double[] x = study.scores(first, r, false);
        double[] y = study.scores(first, r, true);
        double[] u = study.scores(second, q, false);
        double[] v = study.scores(second, q, true);
        double[] bySecond = new double[y.length * 4];
        double same = 0;
        double samePairs = 0;
        double sameNegative = 0;
        double sameNegativePairs = 0;
        double[] total = new double[4];
        for (int i = 0; i < x.length; i++) {
            double a = 0;
            double b = 0;
            double aPairs = 0;
            double bPairs = 0;
            for (int j = 0; j < y.length; j++) {
                double s = success(x[i], y[j]);
                double t = success(u[i], v[j]);
                double p = pair(x[i], y[j]);
                double w = pair(u[i], v[j]);
                same += s * t;
                samePairs += p * w;
                a += s;
                b += t;
                aPairs += p;
                bPairs += w;
                bySecond[4 * j] += s;
                bySecond[4 * j + 1] += t;
                bySecond[4 * j + 2] += p;
                bySecond[4 * j + 3] += w;
            }
            sameNegative += a * b;
            sameNegativePairs += aPairs * bPairs;
            total[0] += a;
            total[1] += b;
            total[2] += aPairs;
            total[3] += bPairs;
        }
        double samePositive = 0;
        double samePositivePairs = 0;
        for (int j = 0; j < y.length; j++) {
            samePositive += bySecond[4 * j] * bySecond[4 * j + 1];
            samePositivePairs += bySecond[4 * j + 2] * bySecond[4 * j + 3];
        }
        return new double[] {
            same, samePositive, sameNegative, total[0] * total[1],
            samePairs, samePositivePairs, sameNegativePairs, total[2] * total[3],
        };
    }

    private static double success(double x, double y) {
        return x < y ? 1 : x == y ? 0.5 : 0;
    }

    private static double pair(double x, double y) {
        return Double.isNaN(x) || Double.isNaN(y) ? 0 : 1;
    }
}

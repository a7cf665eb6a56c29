package org.realfm.stats.agreement;

/// How much two categories of an ordered scale agree, from 1 (the same) to 0.
public enum Weights {
    /// All or nothing: for categories without order.
    IDENTITY {
        @Override
        double of(int a, int b, int categories) {
            return a == b ? 1 : 0;
        }
    },
    /// 1 - |a - b| / (q - 1) with q categories.
    LINEAR {
        @Override
        double of(int a, int b, int categories) {
            return categories == 1 ? 1 : 1 - Math.abs(a - b) / (categories - 1.0);
        }
    },
    /// 1 - (a - b)^2 / (q - 1)^2.
    QUADRATIC {
        @Override
        double of(int a, int b, int categories) {
            double apart = categories == 1 ? 0 : (a - b) / (categories - 1.0);
            return 1 - apart * apart;
        }
    };

    abstract double of(int a, int b, int categories);

    double[][] matrix(int categories) {
        double[][] matrix = new double[categories][categories];
        for (int a = 0; a < categories; a++) {
            for (int b = 0; b < categories; b++) {
                matrix[a][b] = of(a, b, categories);
            }
        }
        return matrix;
    }
}

package org.realfm.stats.readers;

/// Variance components of the model of Dorfman, Berbaum and Metz (of Roe and Metz) for pseudovalues of cases. Estimates
/// may be negative.
///
/// @param reader             Var(R)
/// @param subject            Var(C), cases
/// @param readerCase         Var(RC)
/// @param modalityReader     Var(TR)
/// @param modalityCase       Var(TC)
/// @param modalityReaderCase Var(TRC) with the error
///
/// Source: Dorfman, Berbaum & Metz 1992, doi:10.1097/00004424-199209000-00015; Roe & Metz 1997,
/// doi:10.1016/S1076-6332(97)80210-3.
public record DbmComponents(
        double reader, double subject, double readerCase, double modalityReader, double modalityCase,
        double modalityReaderCase) {

    /// From components of variance of two modalities that were fully crossed.
    ///
    /// @param first   components of the variance in the first modality, see [Moments#components]
    /// @param second  in the second
    /// @param between components of their covariance
    static DbmComponents of(
            double[] first, double[] second, double[] between, int readers, int negatives, int positives) {
        double[] a = grouped(first, readers, negatives, positives);
        double[] b = grouped(second, readers, negatives, positives);
        double[] ab = grouped(between, readers, negatives, positives);
        return new DbmComponents(
                ab[0], ab[1], ab[2], (a[0] + b[0]) / 2 - ab[0], (a[1] + b[1]) / 2 - ab[1], (a[2] + b[2]) / 2 - ab[2]);
    }

    /// From components of variance of one modality.
    static DbmComponents of(double[] only, int readers, int negatives, int positives) {
        double[] c = grouped(only, readers, negatives, positives);
        return new DbmComponents(c[0], c[1], c[2], 0, 0, 0);
    }

    /// Readers, cases and readers by cases, the latter two per case.
    private static double[] grouped(double[] c, int readers, int negatives, int positives) {
        double n0 = negatives;
        double n1 = positives;
        double cases = c[0] / n0 + c[1] / n1 + c[2] / (n0 * n1);
        double both = c[4] / n0 + c[5] / n1 + c[6] / (n0 * n1);
        return new double[] {c[3], (n0 + n1) * cases, (n0 + n1) * both};
    }

    /// The components of the model of Obuchowski and Rockette that say the same.
    ///
    /// @param cases of both classes together
    public OrComponents or(long cases) {
        return new OrComponents(
                reader, modalityReader, (subject + readerCase) / cases, (subject + modalityCase) / cases,
                subject / cases, (subject + readerCase + modalityCase + modalityReaderCase) / cases);
    }

    /// The mean squares that these components are the estimates from.
    ///
    /// @param modalities how many, t
    /// @param readers    how many, r
    /// @param cases      of both classes together, n
    public MeanSquares meanSquares(int modalities, int readers, long cases) {
        double rest = modalityReaderCase;
        double tr = cases * modalityReader + rest;
        double tc = readers * modalityCase + rest;
        return new MeanSquares(
                modalities * (cases * reader + readerCase) + tr,
                modalities * (readers * subject + readerCase) + tc,
                tr, tc, modalities * readerCase + rest, rest);
    }
}

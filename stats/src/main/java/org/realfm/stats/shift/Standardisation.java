package org.realfm.stats.shift;

import java.util.Arrays;
import org.realfm.stats.Require;

/// Puts variables in different units on one scale: (x - centre) / scale, each variable by the mean and the standard
/// deviation (n - 1) of a reference. A variable that does not vary in the reference is only centred.
///
/// @param centre for each variable
/// @param scale  for each variable, positive
@SuppressWarnings("ArrayRecordComponent")
public record Standardisation(double[] centre, double[] scale) {

    /// Learned from the rows of a reference; apply it to the reference and to what is compared with it.
    ///
    /// @param reference `[row][variable]`, finite, at least one row
    public static Standardisation of(double[][] reference) {
        Require.notEmpty(reference.length, "reference");
        int variables = reference[0].length;
        double[] centre = new double[variables];
        double[] scale = new double[variables];
        for (int i = 0; i < reference.length; i++) {
            Require.sameLength(variables, reference[i].length, "variables of row " + i);
            Require.finite(reference[i], "row " + i);
        }
        for (int v = 0; v < variables; v++) {
            int variable = v;
            double mean = Arrays.stream(reference).mapToDouble(r -> r[variable]).average().orElseThrow();
            double squares = Arrays.stream(reference)
                    .mapToDouble(r -> (r[variable] - mean) * (r[variable] - mean))
                    .sum();
            double deviation = reference.length > 1 ? Math.sqrt(squares / (reference.length - 1)) : 0;
            centre[v] = mean;
            scale[v] = deviation > 0 ? deviation : 1;
        }
        return new Standardisation(centre, scale);
    }

    /// The rows on the reference's scale.
    public double[][] apply(double[][] rows) {
        return Arrays.stream(rows).map(this::apply).toArray(double[][]::new);
    }

    private double[] apply(double[] row) {
        Require.sameLength(centre.length, row.length, "variables");
        double[] scaled = new double[row.length];
        Arrays.setAll(scaled, v -> (row[v] - centre[v]) / scale[v]);
        return scaled;
    }
}

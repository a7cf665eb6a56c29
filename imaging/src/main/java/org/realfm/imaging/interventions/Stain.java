package org.realfm.imaging.interventions;

/// More haematoxylin and less eosin. Optical densities `-log10(I / I0)` of red, green and blue are a sum of the stains'
/// vectors, H (0.65, 0.70, 0.29) and E (0.07, 0.99, 0.11), each of length 1, and of what is at right angles to both.
///
/// Source: Ruifrok and Johnston 2001, Anal Quant Cytol Histol 23:291-299 (PubMed 11531144; it has no doi).
final class Stain {

    private static final double[] HAEMATOXYLIN = unit(0.65, 0.70, 0.29);
    private static final double[] EOSIN = unit(0.07, 0.99, 0.11);
    private static final double[] REST = cross(HAEMATOXYLIN, EOSIN);

    private Stain() {}

    /// @param share by which haematoxylin grows and eosin shrinks
    /// @throws IllegalArgumentException if the picture has no colour
    static Grid shift(Grid grid, double share) {
        if (grid.channels() != 3) {
            throw new IllegalArgumentException("a stain shift is for pictures in colour, found 1 channel");
        }
        double white = grid.scale().high();
        float[] samples = grid.samples().clone();
        double volume = dot(REST, REST);
        double[] density = new double[3];
        for (int i = 0; i < samples.length; i += 3) {
            for (int c = 0; c < 3; c++) {
                density[c] = -StrictMath.log10(Math.max(0.5, samples[i + c]) / white);
            }
            double haematoxylin = dot(density, cross(EOSIN, REST)) / volume;
            double eosin = dot(density, cross(REST, HAEMATOXYLIN)) / volume;
            for (int c = 0; c < 3; c++) {
                double shifted = density[c] + share * (haematoxylin * HAEMATOXYLIN[c] - eosin * EOSIN[c]);
                samples[i + c] = (float) Math.min(white, white * StrictMath.pow(10, -shifted));
            }
        }
        return grid.with(samples);
    }

    private static double[] unit(double... v) {
        double length = Math.sqrt(dot(v, v));
        return new double[] {v[0] / length, v[1] / length, v[2] / length};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static double[] cross(double[] a, double[] b) {
        return new double[] {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
    }
}

package org.realfm.imaging.interventions;

/// Cubic convolution: interpolation between four neighbours with the weights of Keys 1981,
/// doi:10.1109/TASSP.1981.1163711 (a = -1/2). Beyond the ends the last value goes on.
final class Cubic {

    private Cubic() {}

    /// The value of a line at a place between its samples.
    static double between(double[] line, double place) {
        int first = (int) Math.floor(place) - 1;
        double sum = 0;
        for (int i = first; i < first + 4; i++) {
            sum += weight(place - i) * line[Math.clamp(i, 0, line.length - 1)];
        }
        return sum;
    }

    /// The weight of a sample at a distance of up to 2.
    static double weight(double distance) {
        double t = Math.abs(distance);
        if (t >= 2) {
            return 0;
        }
        return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : ((-0.5 * t + 2.5) * t - 4) * t + 2;
    }
}

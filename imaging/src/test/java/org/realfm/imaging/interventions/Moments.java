package org.realfm.imaging.interventions;

/// Mean and standard deviation of samples.
final class Moments {

    private Moments() {}

    static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    static double deviation(float[] values) {
        double mean = mean(values);
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }
}

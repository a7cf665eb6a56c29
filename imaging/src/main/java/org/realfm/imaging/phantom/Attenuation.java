package org.realfm.imaging.phantom;

/// How tissue weakens X-rays.
final class Attenuation {

    /// Of water at 70 keV, about the mean energy of a beam of 120 kV, in 1/mm (NIST XCOM: 0.1929 cm²/g).
    static final double WATER = 0.01929;

    private Attenuation() {}

    /// Of each structure, in 1/mm, from Hounsfield units: HU = 1000 (mu / mu of water - 1).
    static double[] of(Body body) {
        double[] mu = body.intensities("hu");
        for (int i = 0; i < mu.length; i++) {
            mu[i] = Math.max(0, WATER * (1 + mu[i] / 1000));
        }
        return mu;
    }
}

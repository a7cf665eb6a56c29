package org.realfm.imaging.interventions;

import org.realfm.imaging.Fourier;
import org.realfm.imaging.SplitMix64;

/// What happens to magnetic resonance while k-space is filled line by line. Rows are the phase-encoded axis; line `l` of
/// `n` holds the frequency `l - n/2` and is taken at the time `l`. All slices are taken at once.
///
/// Phase is not stored in a picture, so it is taken to be 0 before, and the magnitude is given back.
final class KSpace {

    private static final int MOVES = 4;

    private KSpace() {}

    /// The patient moves along the rows' axis at four moments, each in one quarter of the time, and lies still between. A
    /// shift by d mm while a line is taken turns its phase by `-2 pi f d / (n s)` (f its frequency, s the spacing).
    ///
    /// @param distance root mean square over all lines of the displacement from where the patient lies when the middle of
    ///                 k-space is taken, mm
    static Grid motion(Grid grid, double distance, long seed) {
        return displaced(grid, path(grid.rows(), distance, seed));
    }

    /// Displacement at each line, mm: 0 at the middle line.
    static double[] path(int lines, double distance, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        double[] path = new double[lines];
        double level = random.nextGaussian();
        int line = 0;
        for (int move = 0; move <= MOVES; move++) {
            double until = move < MOVES ? lines * (move + random.nextDouble()) / MOVES : lines;
            for (; line < lines && line < until; line++) {
                path[line] = level;
            }
            level = random.nextGaussian();
        }
        double middle = path[lines / 2];
        double squares = 0;
        for (int l = 0; l < lines; l++) {
            path[l] -= middle;
            squares += path[l] * path[l];
        }
        double factor = squares > 0 ? distance / Math.sqrt(squares / lines) : 0;
        for (int l = 0; l < lines; l++) {
            path[l] *= factor;
        }
        return path;
    }

    /// @param path displacement towards higher rows while each line is taken, mm
    static Grid displaced(Grid grid, double[] path) {
        int n = grid.rows();
        Fourier fourier = new Fourier(n);
        double[] cosine = new double[n];
        double[] sine = new double[n];
        for (int k = 0; k < n; k++) {
            int frequency = fourier.frequency(k);
            double turn = -2 * Math.PI * frequency * path[frequency + n / 2] / (n * grid.spacing(1));
            cosine[k] = StrictMath.cos(turn);
            sine[k] = StrictMath.sin(turn);
        }
        double low = grid.scale().low();
        return grid.alongLines(1, line -> {
            double[] imaginary = new double[n];
            for (int i = 0; i < n; i++) {
                line[i] -= low;
            }
            fourier.forward(line, imaginary);
            for (int k = 0; k < n; k++) {
                double real = line[k];
                line[k] = real * cosine[k] - imaginary[k] * sine[k];
                imaginary[k] = real * sine[k] + imaginary[k] * cosine[k];
            }
            fourier.inverse(line, imaginary);
            for (int i = 0; i < n; i++) {
                line[i] = low + Math.sqrt(line[i] * line[i] + imaginary[i] * imaginary[i]);
            }
            return line;
        });
    }

    /// Strength that swings four times a cycle of lines, as pulsation or breathing does: modulating line `l` by
    /// `1 + 2 g cos(2 pi l / 4)` adds two copies of strength g, displaced by a quarter of the rows and wrapped around. That
    /// sum is formed here.
    ///
    /// @param share g, signal of one ghost over signal of what casts it
    static Grid ghosting(Grid grid, double share) {
        int n = grid.rows();
        int shift = n / 4;
        double low = grid.scale().low();
        return grid.alongLines(1, line -> {
            double[] ghosted = new double[n];
            for (int i = 0; i < n; i++) {
                double ghosts = line[(i + shift) % n] + line[(i + n - shift) % n] - 2 * low;
                ghosted[i] = shift == 0 ? line[i] : line[i] + share * ghosts;
            }
            return ghosted;
        });
    }
}

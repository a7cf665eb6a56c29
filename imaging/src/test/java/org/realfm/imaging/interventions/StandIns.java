package org.realfm.imaging.interventions;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.phantom.ChestPhantom;
import org.realfm.imaging.phantom.Scene;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// Something to alter: a chest film, and simple drawings of a chest in computed tomography, of a head in magnetic resonance
/// and of stained tissue.
final class StandIns {

    /// By size and seed; drawing one takes longer than most of what is done to it.
    private static final Map<List<Long>, Image2D> FILMS = new ConcurrentHashMap<>();

    private StandIns() {}

    static Image2D film(int size) {
        return film(size, 2);
    }

    static Image2D film(int size, long seed) {
        return FILMS.computeIfAbsent(List.of((long) size, seed), key -> ChestPhantom.render(
                ChestPhantom.scene(seed, new Scene.Patient(false, 50), Scene.Style.DIGITAL, 0, Optional.empty()), size));
    }

    /// A film of a better detector, on which little noise hides what is done to it.
    static Image2D fineFilm(int size) {
        Scene.Style fine = new Scene.Style("fine", 2.75, 3.6, 1_000_000, 0.02);
        return ChestPhantom.render(
                ChestPhantom.scene(2, new Scene.Patient(false, 50), fine, 0, Optional.empty()), size);
    }

    /// The value at a place of a drawing that spans [-1, 1] in each direction.
    private interface Drawing {
        double at(double x, double y, double z);
    }

    private static Volume drawn(int size, int slices, double mm, double thick, double noise, Drawing drawing) {
        SplitMix64 random = new SplitMix64(5);
        float[] values = new float[size * size * slices];
        for (int i = 0; i < values.length; i++) {
            double sum = 0;
            for (int part = 0; part < 9; part++) {
                double x = 2 * (i % size + (part % 3 + 0.5) / 3) / size - 1;
                double y = 2 * (i / size % size + (part / 3 + 0.5) / 3) / size - 1;
                sum += drawing.at(x, y, slices == 1 ? 0 : 2.0 * (i / size / size) / (slices - 1) - 1) / 9;
            }
            values[i] = (float) (sum + noise * random.nextGaussian());
        }
        return Volume.of(size, size, slices, values, Affine.scaling(mm, mm, thick));
    }

    /// A slab of the chest in HU: 350 mm across, slices of 5 mm. The patient's left is on the right.
    static Volume chest(int size, int slices) {
        return drawn(size, slices, 350.0 / size, 5, 10, StandIns::chest);
    }

    private static double chest(double x, double y, double z) {
        double body = ellipse(x, y, 0, 0, 0.93, 0.66);
        if (body > 1) {
            return y > 0.70 && y < 0.73 && Math.abs(x) < 0.8 ? -200 : -1000;
        }
        double value = body > 0.86 ? -100 : 50;
        for (int side = -1; side <= 1; side += 2) {
            double lung = ellipse(x, y, 0.43 * side, 0.02, 0.34, 0.46);
            if (lung < 1) {
                value = -860 + 60 * y;
                for (int vessel = 0; vessel < 26; vessel++) {
                    double angle = 2.4 * vessel;
                    double far = 0.05 + 0.9 * Math.sqrt(vessel / 26.0);
                    double vx = side * 0.43 + 0.30 * far * Math.cos(angle) + 0.02 * z;
                    double vy = 0.02 + 0.42 * far * Math.sin(angle) - 0.03 * z * side;
                    value = Math.hypot(x - vx, y - vy) < 0.022 - 0.014 * far ? 40 : value;
                }
                double fissure = y - 0.10 - 0.4 * (x * side - 0.43);
                value = Math.abs(fissure) < 0.004 && value < -500 ? -700 : value;
            } else if (lung < 1.22) {
                double around = Math.atan2(y, x - 0.43 * side);
                double rib = around * 4 + z;
                boolean bone = lung > 1.08 && x * side > 0.3 && rib - Math.floor(rib) < 0.4;
                value = !bone ? value : lung > 1.12 && lung < 1.18 ? 250 : 650;
            }
        }
        value = ellipse(x, y, 0.12, -0.10, 0.27, 0.25) < 1 ? 45 : value;
        value = ellipse(x, y, 0.16, -0.10, 0.11, 0.15) < 1 ? 150 : value;
        value = ellipse(x, y, 0.16, 0.25, 0.075, 0.075) < 1 ? 160 : value;
        value = ellipse(x, y, -0.03, 0.20, 0.035, 0.03) < 1 ? -950 : value;
        double spine = ellipse(x, y, 0, 0.42, 0.13, 0.11);
        value = spine < 1 ? (spine > 0.8 ? 600 : 230) : value;
        value = ellipse(x, y, 0, 0.56, 0.05, 0.045) < 1 ? 30 : value;
        value = ellipse(x, y, 0, 0.565, 0.09, 0.085) < 1 && ellipse(x, y, 0, 0.56, 0.05, 0.045) >= 1 ? 500 : value;
        value = ellipse(x, y, 0, -0.58, 0.10, 0.03) < 1 ? 400 : value;
        return value;
    }

    /// Slices of a head, T1-weighted, signal up to 1,000: 220 mm across, slices of 4 mm.
    static Volume head(int size, int slices) {
        return drawn(size, slices, 220.0 / size, 4, 8, StandIns::head);
    }

    private static double head(double x, double y, double z) {
        double shrink = 1 - 0.03 * z * z;
        double radius = Math.sqrt(ellipse(x, y, 0, 0, 0.72 * shrink, 0.88 * shrink));
        if (radius > 1) {
            return 8;
        }
        if (radius > 0.94) {
            return 850;
        }
        if (radius > 0.88) {
            return 90;
        }
        double around = Math.atan2(y, x);
        double fold = 0.035 * Math.sin(19 * around + 2 * Math.sin(3 * around) + z) + 0.02 * Math.sin(31 * around);
        double midline = Math.abs(x) < 0.012 && Math.abs(y) > 0.25 ? 1 : 0;
        if (radius > 0.845 + 0.4 * fold || midline > 0) {
            return 140;
        }
        if (radius > 0.75 + 1.6 * fold) {
            return 430;
        }
        double value = 640;
        for (int side = -1; side <= 1; side += 2) {
            double horn = ellipse(x - side * 0.35 * (y + 0.1) * (y + 0.1), y, side * 0.09, -0.05, 0.055 + 0.01 * z, 0.26);
            value = ellipse(x, y, side * 0.22, -0.08, 0.07, 0.17) < 1 ? 480 : value;
            value = ellipse(x, y, side * 0.15, 0.16, 0.09, 0.12) < 1 ? 510 : value;
            value = horn < 1 ? 120 : value;
        }
        return value;
    }

    /// Square of the distance from an ellipse's centre, 1 at its edge.
    private static double ellipse(double x, double y, double cx, double cy, double rx, double ry) {
        return (x - cx) * (x - cx) / (rx * rx) + (y - cy) * (y - cy) / (ry * ry);
    }

    /// Tissue stained with haematoxylin and eosin: dark nuclei, pink between.
    static Image2D tissue(int size) {
        SplitMix64 random = new SplitMix64(9);
        double[] nuclei = new double[4 * 55];
        for (int i = 0; i < nuclei.length; i += 4) {
            nuclei[i] = random.nextDouble();
            nuclei[i + 1] = random.nextDouble();
            nuclei[i + 2] = random.between(0.022, 0.042);
            nuclei[i + 3] = random.between(0, Math.PI);
        }
        float[] samples = new float[3 * size * size];
        for (int i = 0; i < size * size; i++) {
            double x = (i % size + 0.5) / size;
            double y = (i / size + 0.5) / size;
            double fibre = 0.5 + 0.5 * Math.sin(40 * (y + 0.06 * Math.sin(9 * x) + 0.3 * x));
            double eosin = 0.30 + 0.22 * fibre + 0.03 * random.nextGaussian();
            double haematoxylin = 0.04;
            for (int n = 0; n < nuclei.length; n += 4) {
                double dx = Math.cos(nuclei[n + 3]) * (x - nuclei[n]) + Math.sin(nuclei[n + 3]) * (y - nuclei[n + 1]);
                double dy = Math.cos(nuclei[n + 3]) * (y - nuclei[n + 1]) - Math.sin(nuclei[n + 3]) * (x - nuclei[n]);
                double inside = ellipse(dx, dy, 0, 0, nuclei[n + 2], 0.65 * nuclei[n + 2]);
                if (inside < 1) {
                    haematoxylin = 0.62 + 0.18 * inside + 0.06 * random.nextGaussian();
                    eosin = 0.15;
                }
            }
            double[] h = {0.65, 0.70, 0.29};
            double[] e = {0.07, 0.99, 0.11};
            for (int c = 0; c < 3; c++) {
                samples[3 * i + c] = (float) Math.clamp(
                        250 * Math.pow(10, -haematoxylin * h[c] - eosin * e[c]), 0, 255);
            }
        }
        return Image2D.of(size, size, 3, 255, samples).quantised();
    }

    /// A slice as a picture of 8 bits, in a window.
    static Image2D slice(Volume volume, int slice, double low, double high) {
        int size = volume.columns() * volume.rows();
        float[] samples = new float[size];
        for (int i = 0; i < size; i++) {
            double value = volume.value(i % volume.columns(), i / volume.columns(), slice);
            samples[i] = (float) Math.clamp(255 * (value - low) / (high - low), 0, 255);
        }
        return Image2D.of(volume.columns(), volume.rows(), 1, 255, samples).quantised();
    }
}

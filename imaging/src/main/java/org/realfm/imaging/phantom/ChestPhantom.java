package org.realfm.imaging.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.interventions.Mark;
import org.realfm.imaging.phantom.Scene.Anatomy;
import org.realfm.imaging.phantom.Scene.Lesion;
import org.realfm.imaging.phantom.Scene.Patient;
import org.realfm.imaging.phantom.Scene.Style;

/// Frontal chest films of patients that do not exist. [#scene] draws a patient, [#render] takes the film: optical depths
/// of trunk, lungs, heart, vessels, bones and consolidations are added along parallel rays, the detector counts
/// quanta of exp(-depth) plus scatter, and the film shows the logarithm of what was counted.
///
/// Phantoms are made for tests and demonstrations of software; they say nothing about a model's worth for patients.
public final class ChestPhantom {

    private static final int SUBSAMPLES = 2;

    private ChestPhantom() {}

    /// Draws a scene.
    ///
    /// @param seed     settles everything that is random
    /// @param patient  who
    /// @param style    which site's way of taking films
    /// @param severity 0 for a well patient; above 0, to 1, how large and dense the consolidation is on average
    /// @param mark     burned into the film, if any
    public static Scene scene(long seed, Patient patient, Style style, double severity, Optional<Mark> mark) {
        if (!(severity >= 0 && severity <= 1)) {
            throw new IllegalArgumentException("a severity lies in [0, 1], found " + severity);
        }
        SplitMix64 random = new SplitMix64(seed);
        double aged = (patient.age() - 18) / 72.0;
        double frame = (patient.female() ? 0.66 : 0.71) + 0.03 * clipped(random);
        double stout = clipped(random);
        double rightDome = 0.42 + 0.07 * clipped(random) + 0.04 * stout;
        double leftDome = 0.50 + 0.07 * clipped(random);
        Anatomy anatomy = new Anatomy(
                frame, -0.80 + 0.03 * clipped(random), rightDome, leftDome, 0.13 + 0.03 * stout,
                Style.USUAL_DEPTH + 0.35 * stout,
                frame * (0.40 + 0.05 * aged + 0.04 * clipped(random)), 0.165 + 0.01 * clipped(random),
                random.nextDouble(), 0.20 + 0.05 * clipped(random), 0.75 + 0.25 * clipped(random),
                0.02 * clipped(random), 0.03 * clipped(random));
        List<Lesion> lesions = severity > 0 ? consolidation(random, anatomy, severity) : List.of();
        return new Scene(random.nextLong(), patient, anatomy, style, lesions, mark);
    }

    /// Normal, cut at two standard deviations.
    private static double clipped(SplitMix64 random) {
        return Math.clamp(random.nextGaussian(), -2.0, 2.0);
    }

    /// A few overlapping patches around one place in one lung, clear of the hilum.
    private static List<Lesion> consolidation(SplitMix64 random, Anatomy anatomy, double severity) {
        int side = random.below(2) == 0 ? -1 : 1;
        double x = side * anatomy.chest() * random.between(0.42, 0.78);
        double y = random.between(-0.38, 0.28);
        double extent = 0.09 + 0.16 * severity * random.between(0.6, 1.4);
        double lost = Math.min(0.9, (0.16 + 0.5 * severity) * random.between(0.6, 1.4));
        List<Lesion> lesions = new ArrayList<>();
        lesions.add(new Lesion(x, y, extent, extent * random.between(0.7, 1.1), lost));
        for (int patch = 0; patch < 3; patch++) {
            double size = extent * random.between(0.35, 0.7);
            lesions.add(new Lesion(
                    x + extent * random.between(-0.9, 0.9), y + extent * random.between(-0.9, 0.9), size,
                    size * random.between(0.7, 1.3), lost * random.between(0.3, 0.8)));
        }
        return lesions;
    }

    /// Takes the film.
    ///
    /// @param scene what is before the detector
    /// @param size  rows and columns of the film, at least 16
    /// @return a grey film of 8 bits; bright is dense
    public static Image2D render(Scene scene, int size) {
        if (size < 16) {
            throw new IllegalArgumentException("a film has at least 16 rows and columns, found " + size);
        }
        Projection projection = new Projection(scene);
        SplitMix64 random = new SplitMix64(scene.seed());
        Style style = scene.style();
        // The same dose over the film, however many pixels share it.
        double photons = style.photons() * 64 * 64 / ((double) size * size);
        double centre = style.centre() + 0.7 * (scene.anatomy().depth() - Style.USUAL_DEPTH);
        float[] samples = new float[size * size];
        for (int row = 0; row < size; row++) {
            for (int column = 0; column < size; column++) {
                double signal = 0;
                for (int i = 0; i < SUBSAMPLES * SUBSAMPLES; i++) {
                    double x = 2 * (column + (i % SUBSAMPLES + 0.5) / SUBSAMPLES) / size - 1;
                    double y = 2 * (row + (i / SUBSAMPLES + 0.5) / SUBSAMPLES) / size - 1;
                    signal += StrictMath.exp(-projection.depth(x, y)) / (SUBSAMPLES * SUBSAMPLES);
                }
                double quanta = photons * (signal + style.scatter());
                double counted = Math.max(1, quanta + Math.sqrt(quanta) * random.nextGaussian());
                double depth = -StrictMath.log(counted / photons);
                double shown = 0.5 + (depth - centre) / style.span();
                samples[row * size + column] = (float) Math.clamp(255 * shown, 0.0, 255.0);
            }
        }
        Image2D film = Image2D.of(size, size, 1, 255, samples).quantised();
        return scene.mark().map(mark -> mark.apply(film, scene.seed())).orElse(film);
    }
}

package org.realfm.imaging.interventions;

import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;

/// A ball of soft tissue in a lung, on a film whose bright parts are dense: to the logarithm of the exposure it adds what
/// the ray's way through it takes away, `mu 2 sqrt(r² - d²)` with mu = 0.0145 per mm (three quarters of water's 0.0193 at
/// 70 keV, since the lung has a quarter), over a latitude of a thirtyfold exposure from black to white. Scatter is left
/// out. The film's own noise stays, so the noise is matched.
///
/// The [removal][#removal] makes the disc again from the film around it: the same on a film with a lesion there.
///
/// @param cx       centre as a fraction of the width, in [0, 1]
/// @param cy       centre as a fraction of the height, in [0, 1]
/// @param diameter mm, above 0
/// @param field    millimetres that the picture's shorter side spans, above 0
public record FilmNodule(double cx, double cy, double diameter, double field) implements Edit {

    private static final double ATTENUATION = 0.0145;
    private static final int SUBSAMPLES = 4;

    public FilmNodule {
        if (!(cx >= 0 && cx <= 1 && cy >= 0 && cy <= 1 && diameter > 0 && field > 0
                && Double.isFinite(diameter + field))) {
            throw new IllegalArgumentException("no such nodule: centre " + cx + ", " + cy + ", diameter " + diameter
                    + " mm, field " + field + " mm");
        }
    }

    @Override
    public String id() {
        return "nodule:cx=" + cx + ":cy=" + cy + ":mm=" + diameter + ":field=" + field;
    }

    @Override
    public String name() {
        return "nodule of " + diameter + " mm";
    }

    @Override
    public Mask mask(int width, int height) {
        return Mask.of(width, height, (x, y) -> way(x, y, width, height) > 0
                || (x == (int) Math.min(width - 1, cx * width) && y == (int) Math.min(height - 1, cy * height)));
    }

    /// The mean way through the ball over a pixel, mm.
    private double way(int x, int y, int width, int height) {
        double pitch = field / Math.min(width, height);
        double sum = 0;
        for (int i = 0; i < SUBSAMPLES * SUBSAMPLES; i++) {
            double dx = (x + (i % SUBSAMPLES + 0.5) / SUBSAMPLES - cx * width) * pitch;
            double dy = (y + (i / SUBSAMPLES + 0.5) / SUBSAMPLES - cy * height) * pitch;
            sum += 2 * Math.sqrt(Math.max(0, diameter * diameter / 4 - dx * dx - dy * dy));
        }
        return sum / (SUBSAMPLES * SUBSAMPLES);
    }

    @Override
    public Image2D apply(Image2D image, long seed) {
        return added(Grid.of(image, field)).image(image);
    }

    Grid added(Grid grid) {
        int width = grid.columns();
        float[] samples = grid.samples().clone();
        double scale = ATTENUATION / Noise.LATITUDE * grid.scale().span();
        for (int pixel : mask(width, grid.rows()).indices()) {
            double added = scale * way(pixel % width, pixel / width, width, grid.rows());
            for (int c = 0; c < grid.channels(); c++) {
                samples[pixel * grid.channels() + c] += (float) added;
            }
        }
        return grid.with(samples);
    }
}

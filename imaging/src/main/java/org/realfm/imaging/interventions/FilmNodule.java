package org.realfm.imaging.interventions;

import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;

/// A nodule in a lung, on a film whose bright parts are dense. Its density falls from the middle outwards as
/// `1 - r²/R²`, to a half at the stated diameter D (`R = D / sqrt 2`), as a real nodule's margin does: on films subtle
/// nodules have diffuse edges and contrast like a bell, which balls and discs imitate poorly (Samei, Flynn and Eyler 1997,
/// Radiology 202:117-124). To the logarithm of the exposure it adds what a ray loses on its way through,
/// `density mu (4/3) R (1 - d²/R²)^1.5` at the distance d from the middle, with mu = 0.0145 per mm (three quarters of
/// water's 0.0193 at 70 keV, since the lung has a quarter), over a latitude of a thirtyfold exposure from black to white.
/// Scatter is left out. The film's own noise stays, so the noise is matched.
///
/// The [removal][#removal] makes the disc of radius R again from the film around it: the same on a film with a lesion there.
///
/// @param cx       centre as a fraction of the width, in [0, 1]
/// @param cy       centre as a fraction of the height, in [0, 1]
/// @param diameter mm, above 0
/// @param density  of its middle, in (0, 1]: 1 is soft tissue, 0.5 half as much, as in a part-solid nodule
/// @param field    millimetres that the picture's shorter side spans, above 0
public record FilmNodule(double cx, double cy, double diameter, double density, double field) implements Edit {

    private static final double ATTENUATION = 0.0145;
    private static final int SUBSAMPLES = 4;

    public FilmNodule {
        if (!(cx >= 0 && cx <= 1 && cy >= 0 && cy <= 1 && diameter > 0 && density > 0 && density <= 1 && field > 0
                && Double.isFinite(diameter + field))) {
            throw new IllegalArgumentException("no such nodule: centre " + cx + ", " + cy + ", diameter " + diameter
                    + " mm, density " + density + ", field " + field + " mm");
        }
    }

    /// Whether nodules of this size and density held the catalogue's limit ([Separation#LIMIT]) on all films on which that
    /// was measured, see `docs/design/018-interventions.md`. No finding may rest on one that does not, unless [Separation]
    /// holds on the films at hand.
    public boolean faithful() {
        return diameter <= (density <= 0.25 ? 15 : density <= 0.5 ? 8 : 6);
    }

    @Override
    public String id() {
        return "soft-nodule:cx=" + cx + ":cy=" + cy + ":mm=" + diameter + ":density=" + density + ":field=" + field;
    }

    @Override
    public String name() {
        return "nodule of " + diameter + " mm";
    }

    /// Those of one place and size have one mask.
    @Override
    public Edit outline() {
        return new FilmNodule(cx, cy, diameter, 1, field);
    }

    @Override
    public Mask mask(int width, int height) {
        return Mask.of(width, height, (x, y) -> way(x, y, width, height) > 0
                || (x == (int) Math.min(width - 1, cx * width) && y == (int) Math.min(height - 1, cy * height)));
    }

    /// The mean way through the nodule over a pixel, as through tissue of the density of its middle, mm.
    private double way(int x, int y, int width, int height) {
        double pitch = field / Math.min(width, height);
        double radius = diameter / Math.sqrt(2);
        double sum = 0;
        for (int i = 0; i < SUBSAMPLES * SUBSAMPLES; i++) {
            double dx = (x + (i % SUBSAMPLES + 0.5) / SUBSAMPLES - cx * width) * pitch / radius;
            double dy = (y + (i / SUBSAMPLES + 0.5) / SUBSAMPLES - cy * height) * pitch / radius;
            double inside = Math.max(0, 1 - dx * dx - dy * dy);
            sum += 4 * radius / 3 * inside * Math.sqrt(inside);
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
        double scale = density * ATTENUATION / Noise.LATITUDE * grid.scale().span();
        for (int pixel : mask(width, grid.rows()).indices()) {
            double added = scale * way(pixel % width, pixel / width, width, grid.rows());
            for (int c = 0; c < grid.channels(); c++) {
                samples[pixel * grid.channels() + c] += (float) added;
            }
        }
        return grid.with(samples);
    }
}

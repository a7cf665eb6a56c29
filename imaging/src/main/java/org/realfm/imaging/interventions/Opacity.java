package org.realfm.imaging.interventions;

import java.util.List;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;

/// A soft opacity in a lung: what a model of pneumonia should react to. On well films it gives the scale, `ACE_lesion`,
/// that a shortcut's effect is held against: `ACE_lesion = mean f(opacity) - f(x)`. A Gaussian bump is added to the stored values (a film is close to
/// logarithmic, so an added absorber adds a constant), cut at three standard deviations.
///
/// @param cx       centre as a fraction of the width, in [0, 1]
/// @param cy       centre as a fraction of the height, in [0, 1]
/// @param radius   standard deviation as a fraction of the shorter side, in (0, 0.5]
/// @param contrast height of the bump as a fraction of full scale, in (0, 1]
public record Opacity(double cx, double cy, double radius, double contrast) implements Intervention {

    public Opacity {
        if (!(cx >= 0 && cx <= 1 && cy >= 0 && cy <= 1 && radius > 0 && radius <= 0.5 && contrast > 0 && contrast <= 1)) {
            throw new IllegalArgumentException("no such opacity: centre " + cx + ", " + cy + ", radius " + radius
                    + ", contrast " + contrast);
        }
    }

    /// Opacities in the lower zone of either lung of a frontal film that fills the picture.
    public static List<Opacity> standard() {
        return List.of(new Opacity(0.27, 0.55, 0.12, 0.3), new Opacity(0.73, 0.55, 0.12, 0.3));
    }

    @Override
    public String id() {
        return "opacity:cx=" + cx + ":cy=" + cy + ":radius=" + radius + ":contrast=" + contrast;
    }

    /// The pixels that it may change on a picture of this size; at least one.
    public Mask mask(int width, int height) {
        return Mask.of(width, height, (x, y) -> distance2(x, y, width, height) <= 9
                || (x == (int) Math.min(width - 1, cx * width) && y == (int) Math.min(height - 1, cy * height)));
    }

    /// Squared distance from the centre in standard deviations.
    private double distance2(int x, int y, int width, int height) {
        double sigma = radius * Math.min(width, height);
        double dx = (x + 0.5 - cx * width) / sigma;
        double dy = (y + 0.5 - cy * height) / sigma;
        return dx * dx + dy * dy;
    }

    @Override
    public Image2D apply(Image2D image, long seed) {
        int width = image.width();
        float[] samples = image.samples();
        double height = contrast * image.fullScale();
        for (int pixel : mask(width, image.height()).indices()) {
            double bump = StrictMath.exp(-0.5 * distance2(pixel % width, pixel / width, width, image.height()));
            for (int c = 0; c < image.channels(); c++) {
                samples[pixel * image.channels() + c] += (float) (height * bump);
            }
        }
        return image.withStored(samples);
    }
}

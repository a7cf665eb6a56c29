package org.realfm.imaging.interventions;

import org.realfm.imaging.Image2D;
import org.realfm.imaging.Mask;

/// A radio-opaque line that enters at the top edge and curves down across the film, as an enteric tube or a catheter
/// does. It adds 0.35 of full scale to what lies under it, as a thin absorber does, and is one pixel wide for every 128
/// of the picture's shorter side (at least one).
public record Tube() implements Edit {

    /// Share of full scale that it adds.
    static final double GAIN = 0.35;

    @Override
    public String id() {
        return "tube:gain=" + GAIN;
    }

    @Override
    public String name() {
        return "tube";
    }

    @Override
    public Mask mask(int width, int height) {
        return mask(width, height, Math.max(1, Math.min(width, height) / 128));
    }

    /// The pixels of a tube of that many pixels across.
    static Mask mask(int width, int height, int thickness) {
        return Mask.of(width, height, (x, y) -> {
            double down = (y + 0.5) / height;
            double centre = width * (0.53 + 0.05 * StrictMath.sin(5 * down) + 0.18 * down * down * down);
            int left = (int) Math.floor(centre - thickness / 2.0);
            return down < 0.88 && x >= left && x < left + thickness;
        });
    }

    @Override
    public Image2D apply(Image2D image, long seed) {
        float[] samples = image.samples();
        float gain = (float) (GAIN * image.fullScale());
        for (int pixel : mask(image.width(), image.height()).indices()) {
            for (int c = 0; c < image.channels(); c++) {
                samples[pixel * image.channels() + c] += gain;
            }
        }
        return image.withStored(samples);
    }
}

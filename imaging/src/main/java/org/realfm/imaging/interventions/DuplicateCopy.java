package org.realfm.imaging.interventions;

import java.util.Locale;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.SplitMix64;

/// A copy of a film as it comes back from the wild under another name: planted among others, it measures the recall of a
/// search for duplicates. The seed draws how strong the change is.
///
/// @param kind how the copy was made
public record DuplicateCopy(Kind kind) implements Intervention {

    /// How a copy is made, and the range that the seed draws from.
    public enum Kind {
        /// Baseline JPEG of quality 50 to 95.
        JPEG,
        /// Resampled to 0.5 to 2 times the size; a picture of less than 64 pixels to 0.75 to 2 times.
        RESIZE,
        /// 5 to 20% of the width and of the height cut away, at a random place.
        CROP,
        /// Another window: contrast times 0.7 to 1.4 about the middle, brightness shifted by up to 10% of full scale.
        WINDOW,
        /// A text burned into a random corner.
        ANNOTATION,
        /// Left and right exchanged.
        FLIP
    }

    private static final String[] TEXTS = {"L", "R", "AP", "PA"};

    @Override
    public String id() {
        return "duplicate:" + kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Image2D apply(Image2D image, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        return switch (kind) {
            case JPEG -> JpegCodec.roundTrip(image, 50 + random.below(46));
            case RESIZE -> {
                double scale = random.between(image.shorterSide() < 64 ? 0.75 : 0.5, 2);
                yield image.resize(scaled(image.width(), scale), scaled(image.height(), scale)).quantised();
            }
            case CROP -> {
                int width = scaled(image.width(), random.between(0.80, 0.95));
                int height = scaled(image.height(), random.between(0.80, 0.95));
                yield image.crop(random.below(image.width() - width + 1), random.below(image.height() - height + 1),
                        width, height);
            }
            case WINDOW -> windowed(image, random.between(0.7, 1.4), random.between(-0.1, 0.1));
            case ANNOTATION -> new BurnedText(TEXTS[random.below(TEXTS.length)], Corner.values()[random.below(4)])
                    .apply(image, seed);
            case FLIP -> Geometry.mirrored(Grid.of(image, 1), 0).image(image);
        };
    }

    private static int scaled(int length, double scale) {
        return Math.max(1, (int) Math.round(length * scale));
    }

    private static Image2D windowed(Image2D image, double gain, double shift) {
        float[] samples = image.samples();
        double scale = image.fullScale();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (scale / 2 + gain * (samples[i] - scale / 2) + shift * scale);
        }
        return image.withStored(samples);
    }
}

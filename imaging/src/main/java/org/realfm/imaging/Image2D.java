package org.realfm.imaging;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.imageio.ImageIO;

/// A picture: an immutable grid of samples.
///
/// Samples are row-major and channel-interleaved: the sample of channel `c` at column `x` and row `y` has the index
/// `(y * width + x) * channels + c`, with (0, 0) at the top left. They lie in [0, maximum], where [#maximum] is the
/// largest value that the stored bit depth can hold (255 for 8 bit, 4095 for 12, 65535 for 16), so nothing is rescaled
/// on reading. A picture as stored has whole samples; resampling may leave fractions, [#quantised] rounds them.
public final class Image2D {

    private final int width;
    private final int height;
    private final int channels;
    private final int maximum;
    private final float[] samples;

    private Image2D(int width, int height, int channels, int maximum, float[] samples) {
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.maximum = maximum;
        this.samples = samples;
    }

    /// A picture of the given samples, which are copied.
    ///
    /// @param width    columns, at least 1
    /// @param height   rows, at least 1
    /// @param channels 1 (grey) or 3 (red, green, blue)
    /// @param maximum  the largest value that the stored bit depth can hold, in [1, 65535]
    /// @param samples  `width * height * channels` finite values in [0, maximum], channel-interleaved
    /// @throws IllegalArgumentException if any of this does not hold
    public static Image2D of(int width, int height, int channels, int maximum, float[] samples) {
        return owned(width, height, channels, maximum, samples.clone());
    }

    /// The same without a copy.
    ///
    /// @param samples not changed by anybody any more
    static Image2D owned(int width, int height, int channels, int maximum, float[] samples) {
        if (width < 1 || height < 1 || (channels != 1 && channels != 3) || maximum < 1 || maximum > 65535) {
            throw new IllegalArgumentException("no such picture: " + width + " x " + height + ", " + channels
                    + " channels, maximum " + maximum);
        }
        if (samples.length != (long) width * height * channels) {
            throw new IllegalArgumentException("expected " + (long) width * height * channels + " samples, found "
                    + samples.length);
        }
        for (float sample : samples) {
            if (!(sample >= 0 && sample <= maximum)) {
                throw new IllegalArgumentException("a sample lies in [0, " + maximum + "], found " + sample);
            }
        }
        return new Image2D(width, height, channels, maximum, samples);
    }

    /// A grey picture with this one's size and depth.
    ///
    /// @param grey one value a pixel, cut to [0, maximum] and rounded to whole stored values
    Image2D grey(float[] grey) {
        return new Image2D(width, height, 1, maximum, grey).quantised();
    }

    /// Columns.
    public int width() {
        return width;
    }

    /// Rows.
    public int height() {
        return height;
    }

    /// Samples a pixel: 1 for grey, 3 for red, green and blue.
    public int channels() {
        return channels;
    }

    /// The largest value that the stored bit depth can hold.
    public int maximum() {
        return maximum;
    }

    /// The full scale that the picture itself uses: the largest value of the fewest whole bits, at least 8, that hold all
    /// samples. A film of 12 bits that is stored in 16 has a [#maximum] of 65535 and a full scale of 4095.
    public int fullScale() {
        float largest = 0;
        for (float sample : samples) {
            largest = Math.max(largest, sample);
        }
        int scale = 255;
        while (scale < largest) {
            scale = 2 * scale + 1;
        }
        return Math.min(scale, maximum);
    }

    /// The shorter of width and height, the length that spatial parameters scale with.
    public int shorterSide() {
        return Math.min(width, height);
    }

    /// A copy of all samples, channel-interleaved.
    public float[] samples() {
        return samples.clone();
    }

    /// The sample of channel `c` at column `x` and row `y`.
    public float sample(int x, int y, int c) {
        if (x < 0 || x >= width || c < 0 || c >= channels) {
            throw new IndexOutOfBoundsException("no sample " + x + ", " + y + ", " + c);
        }
        return samples[(y * width + x) * channels + c];
    }

    /// This picture with other samples of the same layout, cut to [0, maximum] and rounded to whole stored values: what
    /// is left of a computed picture when it is stored.
    ///
    /// @param computed as many values as [#samples] has; copied
    public Image2D withStored(float[] computed) {
        if (computed.length != samples.length) {
            throw new IllegalArgumentException("expected " + samples.length + " samples, found " + computed.length);
        }
        return new Image2D(width, height, channels, maximum, computed).quantised();
    }

    /// The picture with its samples rounded to whole stored values.
    public Image2D quantised() {
        float[] whole = new float[samples.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = Math.clamp((float) Math.rint(samples[i]), 0f, (float) maximum);
        }
        return new Image2D(width, height, channels, maximum, whole);
    }

    /// The grey picture: luma of ITU-R BT.601, 0.299 R + 0.587 G + 0.114 B of the stored values, rounded to a whole
    /// stored value. A grey picture is returned as it is.
    public Image2D toGrey() {
        if (channels == 1) {
            return this;
        }
        float[] grey = new float[width * height];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (float) (0.299 * samples[3 * i] + 0.587 * samples[3 * i + 1] + 0.114 * samples[3 * i + 2]);
        }
        return grey(grey);
    }

    /// The part with the given top left corner and size.
    ///
    /// @throws IllegalArgumentException if it does not lie within the picture
    public Image2D crop(int left, int top, int newWidth, int newHeight) {
        if (left < 0 || top < 0 || newWidth < 1 || newHeight < 1 || left + newWidth > width || top + newHeight > height) {
            throw new IllegalArgumentException("the part " + newWidth + " x " + newHeight + " at " + left + ", " + top
                    + " does not lie within " + width + " x " + height);
        }
        float[] part = new float[newWidth * newHeight * channels];
        for (int y = 0; y < newHeight; y++) {
            System.arraycopy(samples, ((top + y) * width + left) * channels, part, y * newWidth * channels,
                    newWidth * channels);
        }
        return new Image2D(newWidth, newHeight, channels, maximum, part);
    }

    /// The picture resampled to another size by a separable triangle filter: bilinear interpolation when enlarging; when
    /// shrinking, the triangle is widened by the factor, so that every sample counts and nothing aliases. Pixel centres
    /// are aligned (the corners of both grids coincide). Samples keep fractions.
    public Image2D resize(int newWidth, int newHeight) {
        if (newWidth < 1 || newHeight < 1) {
            throw new IllegalArgumentException("no such size: " + newWidth + " x " + newHeight);
        }
        if (newWidth == width && newHeight == height) {
            return this;
        }
        Resampling columns = Resampling.of(width, newWidth);
        Resampling rows = Resampling.of(height, newHeight);
        float[] narrow = new float[newWidth * height * channels];
        columns.apply(samples, narrow, height, width * channels, newWidth * channels, channels, channels);
        float[] result = new float[newWidth * newHeight * channels];
        rows.apply(narrow, result, newWidth * channels, 1, 1, newWidth * channels, 1);
        for (int i = 0; i < result.length; i++) {
            result[i] = Math.clamp(result[i], 0f, (float) maximum);
        }
        return new Image2D(newWidth, newHeight, channels, maximum, result);
    }

    /// The picture as a PNG file of 8 bits a sample if [#maximum] is at most 255, of 16 bits otherwise. Whole samples
    /// come back exactly.
    public byte[] toPng() {
        boolean deep = maximum > 255;
        BufferedImage image = buffered(deep);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, "png", bytes)) {
                throw new IllegalStateException("this Java runtime has no PNG writer");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private BufferedImage buffered(boolean deep) {
        BufferedImage image = Pixels.blank(width, height, channels, deep);
        WritableRaster raster = image.getRaster();
        int[] row = new int[width * channels];
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < row.length; i++) {
                row[i] = Math.round(samples[y * row.length + i]);
            }
            raster.setPixels(0, y, width, 1, row);
        }
        return image;
    }

    /// SHA-256 of the canonical pixels in lower-case hexadecimal: of the line `image2d width height channels maximum`
    /// and each sample as a big-endian 32-bit float. A colour picture whose channels are equal everywhere counts as grey,
    /// so a film has one digest whether it was stored as grey or as colour, and whatever lossless format held it.
    public String canonicalSha256() {
        Image2D canonical = channels == 3 && colourless() ? toGrey() : this;
        ByteBuffer bytes = ByteBuffer.allocate(canonical.samples.length * Float.BYTES);
        bytes.asFloatBuffer().put(canonical.samples);
        String header = "image2d " + width + " " + height + " " + canonical.channels + " " + maximum + "\n";
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(header.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sha.digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no SHA-256", e);
        }
    }

    private boolean colourless() {
        for (int i = 0; i < samples.length; i += 3) {
            if (samples[i] != samples[i + 1]
                    || samples[i] != samples[i + 2]
                    || samples[i] != (float) Math.rint(samples[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Image2D that
                && width == that.width
                && height == that.height
                && channels == that.channels
                && maximum == that.maximum
                && Arrays.equals(samples, that.samples);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(samples);
    }

    @Override
    public String toString() {
        return "Image2D[" + width + " x " + height + ", " + channels + " channels, maximum " + maximum + "]";
    }
}

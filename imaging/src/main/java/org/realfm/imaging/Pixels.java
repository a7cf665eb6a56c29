package org.realfm.imaging;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.SampleModel;

/// Between decoded rasters and [Image2D]: palettes are looked up, depths are kept, transparency is laid over black.
final class Pixels {

    private Pixels() {}

    static BufferedImage blank(int width, int height, int channels, boolean deep) {
        if (channels == 1) {
            return new BufferedImage(width, height, deep ? BufferedImage.TYPE_USHORT_GRAY : BufferedImage.TYPE_BYTE_GRAY);
        }
        if (!deep) {
            return new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        }
        ColorModel rgb = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false, Transparency.OPAQUE, DataBuffer.TYPE_USHORT);
        return new BufferedImage(rgb, rgb.createCompatibleWritableRaster(width, height), false, null);
    }

    /// @throws UnsupportedPixels if the samples are not whole numbers of up to 16 bits, or the bands are no colours
    static Image2D of(BufferedImage image) throws UnsupportedPixels {
        return image.getColorModel() instanceof IndexColorModel palette ? looked(image, palette) : stored(image);
    }

    /// One bit, two bits, four bits and palettes become 8 bits a sample: grey if every colour in use is grey.
    private static Image2D looked(BufferedImage image, IndexColorModel palette) {
        int size = palette.getMapSize();
        float[][] colours = new float[3][size];
        for (int i = 0; i < size; i++) {
            int alpha = palette.getAlpha(i);
            colours[0][i] = over(palette.getRed(i), alpha, 255);
            colours[1][i] = over(palette.getGreen(i), alpha, 255);
            colours[2][i] = over(palette.getBlue(i), alpha, 255);
        }
        Raster raster = image.getRaster();
        int width = raster.getWidth();
        int[] row = new int[width];
        boolean[] used = new boolean[size];
        for (int y = 0; y < raster.getHeight(); y++) {
            for (int index : raster.getSamples(0, y, width, 1, 0, row)) {
                used[index] = true;
            }
        }
        boolean grey = true;
        for (int i = 0; i < size; i++) {
            grey &= !used[i] || colours[0][i] == colours[1][i] && colours[0][i] == colours[2][i];
        }
        int channels = grey ? 1 : 3;
        float[] samples = new float[width * raster.getHeight() * channels];
        int at = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            for (int index : raster.getSamples(0, y, width, 1, 0, row)) {
                for (int c = 0; c < channels; c++) {
                    samples[at++] = colours[c][index];
                }
            }
        }
        return Image2D.owned(width, raster.getHeight(), channels, 255, samples);
    }

    private static Image2D stored(BufferedImage image) throws UnsupportedPixels {
        Raster raster = image.getRaster();
        SampleModel samples = raster.getSampleModel();
        int type = samples.getDataType();
        int bits = samples.getSampleSize(0);
        if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE || type == DataBuffer.TYPE_SHORT || bits > 16) {
            throw new UnsupportedPixels("has samples that are not whole numbers of up to 16 bits without a sign");
        }
        boolean transparent = image.getColorModel().hasAlpha();
        int bands = raster.getNumBands();
        int channels = bands - (transparent ? 1 : 0);
        if (channels != 1 && channels != 3) {
            throw new UnsupportedPixels("has " + channels + " colour channels, expected 1 or 3");
        }
        int scale = bits < 8 ? 255 / ((1 << bits) - 1) : 1;
        int maximum = bits < 8 ? 255 : (1 << bits) - 1;
        int width = raster.getWidth();
        float[] result = new float[width * raster.getHeight() * channels];
        int[] row = new int[width * bands];
        int at = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int alpha = transparent ? row[x * bands + channels] : maximum;
                for (int c = 0; c < channels; c++) {
                    result[at++] = over(row[x * bands + c] * scale, alpha, maximum);
                }
            }
        }
        return Image2D.owned(width, raster.getHeight(), channels, maximum, result);
    }

    private static float over(int value, int alpha, int maximum) {
        return alpha == maximum ? value : (float) Math.rint((double) value * alpha / maximum);
    }

    /// Pixels of a kind that this software does not take.
    static final class UnsupportedPixels extends Exception {

        private static final long serialVersionUID = 1L;

        private final String what;

        UnsupportedPixels(String what) {
            super(what);
            this.what = what;
        }

        String what() {
            return what;
        }
    }
}

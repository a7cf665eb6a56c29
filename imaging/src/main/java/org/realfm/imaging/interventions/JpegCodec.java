package org.realfm.imaging.interventions;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.realfm.imaging.Image2D;

/// A picture through a baseline JPEG encoder and back. Baseline JPEG holds 8 bits: deeper pictures lose the rest, as they
/// do in a clinic's export, and come back at their own scale.
final class JpegCodec {

    private JpegCodec() {}

    /// @param quality 1 to 100 as in the IJG scale
    static Image2D roundTrip(Image2D image, int quality) {
        return roundTrip(image, quality, image.fullScale());
    }

    /// @param scale what becomes 255
    static Image2D roundTrip(Image2D image, int quality, int scale) {
        try {
            Raster raster = ImageIO.read(new ByteArrayInputStream(encode(image, quality, scale))).getRaster();
            int[] decoded = raster.getPixels(0, 0, image.width(), image.height(), (int[]) null);
            float[] samples = new float[decoded.length];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = decoded[i] * (scale / 255f);
            }
            return image.withStored(samples);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] encode(Image2D image, int quality, int scale) throws IOException {
        int type = image.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
        BufferedImage buffer = new BufferedImage(image.width(), image.height(), type);
        float[] samples = image.samples();
        int[] bytes = new int[samples.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Math.round(samples[i] * 255f / scale);
        }
        buffer.getRaster().setPixels(0, 0, image.width(), image.height(), bytes);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
            writer.setOutput(stream);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality / 100f);
            writer.write(null, new IIOImage(buffer, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}

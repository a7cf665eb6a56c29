package org.realfm.imaging.pictures;

import java.util.List;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.dicom.Colour;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.ModalityTransform;
import org.realfm.imaging.dicom.PixelData;
import org.realfm.imaging.dicom.PixelFormat;
import org.realfm.imaging.dicom.StoredFrame;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.dicom.VoiTransform;

/// From the stored values of a frame to a picture, as PS3.3 C.11 and PS3.4 N.2 lay down: modality transform, window,
/// polarity; colours to RGB.
final class DicomPicture {

    /// The largest sample of a picture of more than 8 bits, or through a stated window.
    static final int DEEP = 65535;

    private static final int SHALLOW = 255;

    private DicomPicture() {}

    /// The picture of a frame.
    ///
    /// @param frame from 0
    /// @throws UnreadableDicom if its pixels cannot be decoded or its transforms are malformed
    static Image2D of(DataSet set, PixelData pixels, int frame, PictureWindow window) throws UnreadableDicom {
        PixelFormat format = pixels.format();
        boolean inverted = format.photometric().equals("MONOCHROME1");
        if (!inverted && !format.photometric().equals("MONOCHROME2")) {
            return colour(set, pixels, frame, window);
        }
        if (format.samples() != 1) {
            throw new UnreadableDicom(Tag.SAMPLES_PER_PIXEL, UnreadableDicom.NONE, format.samples() + " samples of "
                    + format.photometric(), "1");
        }
        ModalityTransform measured = ModalityTransform.of(set, frame);
        VoiTransform view = view(set, format, frame, window, measured);
        StoredFrame stored = pixels.frame(frame);
        int maximum = format.stored() > 8 || window instanceof PictureWindow.Stated ? DEEP : SHALLOW;
        float[] samples = new float[stored.values().length];
        for (int i = 0; i < samples.length; i++) {
            double brightness = view.apply(measured.apply(stored.value(i)));
            samples[i] = stored(inverted ? 1 - brightness : brightness, maximum);
        }
        return Image2D.of(stored.columns(), stored.rows(), 1, maximum, samples);
    }

    private static VoiTransform view(DataSet set, PixelFormat format, int frame, PictureWindow window,
            ModalityTransform measured) throws UnreadableDicom {
        return switch (window) {
            case PictureWindow.Stated(double centre, double width) -> window(centre, width);
            case PictureWindow.Full ignored -> full(format, measured);
            case PictureWindow.File ignored -> {
                List<VoiTransform> proposed = VoiTransform.of(set, frame);
                yield proposed.isEmpty() ? full(format, measured) : proposed.getFirst();
            }
        };
    }

    /// A window by its edges.
    static VoiTransform window(double centre, double width) {
        return new VoiTransform.Window(centre, width, VoiTransform.Function.LINEAR_EXACT);
    }

    private static VoiTransform full(PixelFormat format, ModalityTransform measured) throws UnreadableDicom {
        long least = format.signed() ? -(1L << format.stored() - 1) : 0;
        double[] range = measured.range(least, least + (1L << format.stored()) - 1);
        if (!(range[1] > range[0])) {
            throw new UnreadableDicom(Tag.RESCALE_SLOPE, UnreadableDicom.NONE, "that every pixel means " + range[0],
                    "values that differ");
        }
        return window((range[0] + range[1]) / 2, range[1] - range[0]);
    }

    private static Image2D colour(DataSet set, PixelData pixels, int frame, PictureWindow window) throws UnreadableDicom {
        if (window instanceof PictureWindow.Stated) {
            throw new UnreadableDicom(Tag.PHOTOMETRIC_INTERPRETATION, UnreadableDicom.NONE,
                    "'" + pixels.format().photometric() + "'", "grey values for the window " + window.id());
        }
        StoredFrame rgb = Colour.toRgb(set, pixels.format(), pixels.frame(frame));
        if (rgb.samples() != 3) {
            throw new UnreadableDicom(Tag.SAMPLES_PER_PIXEL, UnreadableDicom.NONE, rgb.samples() + " samples of "
                    + pixels.format().photometric(), "3");
        }
        int maximum = rgb.bits() > 8 ? DEEP : SHALLOW;
        double most = (1L << rgb.bits()) - 1.0;
        float[] samples = new float[rgb.values().length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = stored(Math.clamp(rgb.value(i) / most, 0.0, 1.0), maximum);
        }
        return Image2D.of(rgb.columns(), rgb.rows(), 3, maximum, samples);
    }

    /// The whole sample for a brightness in [0, 1].
    static float stored(double brightness, int maximum) {
        return (float) Math.rint(brightness * maximum);
    }
}

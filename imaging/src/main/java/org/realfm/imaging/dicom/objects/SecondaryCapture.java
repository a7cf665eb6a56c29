package org.realfm.imaging.dicom.objects;

import org.realfm.imaging.Image2D;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.Vr;

/// A picture as a Secondary Capture Image (PS3.3 A.8.1): grey of up to 16 bits, or colour of 8.
public final class SecondaryCapture {

    private static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.7";

    private SecondaryCapture() {}

    /// The object of a picture, whose samples become the stored values unchanged.
    ///
    /// @throws IllegalArgumentException if the picture has fractions (see [Image2D#quantised]), more than 65535 rows or
    ///         columns, or colour of more than 8 bits
    public static DataSet of(Image2D image, Subject subject, Instance instance) {
        boolean colour = image.channels() == 3;
        int stored = Math.max(8, 32 - Integer.numberOfLeadingZeros(image.maximum()));
        if (colour && stored > 8) {
            throw new IllegalArgumentException("a secondary capture in colour has 8 bits a sample, found a maximum of "
                    + image.maximum());
        }
        int allocated = stored > 8 ? 16 : 8;
        DataSetBuilder set = instance.begin(SOP_CLASS, "OT", subject);
        set.text(0x00080008, "DERIVED", "SECONDARY").text(0x00080064, "WSD").empty(0x00200020).empty(0x00200060)
                .numbers(Tag.SAMPLES_PER_PIXEL, image.channels())
                .text(Tag.PHOTOMETRIC_INTERPRETATION, colour ? "RGB" : "MONOCHROME2")
                .numbers(Tag.ROWS, image.height()).numbers(Tag.COLUMNS, image.width())
                .numbers(Tag.BITS_ALLOCATED, allocated).numbers(Tag.BITS_STORED, stored).numbers(Tag.HIGH_BIT, stored - 1)
                .numbers(Tag.PIXEL_REPRESENTATION, 0)
                .bytes(Tag.PIXEL_DATA, allocated == 8 ? Vr.OB : Vr.OW, bytes(image, allocated / 8));
        if (colour) {
            set.numbers(Tag.PLANAR_CONFIGURATION, 0);
        }
        return set.build();
    }

    private static byte[] bytes(Image2D image, int size) {
        float[] samples = image.samples();
        byte[] bytes = new byte[Math.multiplyExact(samples.length, size)];
        for (int i = 0; i < samples.length; i++) {
            int value = (int) samples[i];
            if (value != samples[i]) {
                throw new IllegalArgumentException("a stored value is a whole number, found " + samples[i]);
            }
            bytes[size * i] = (byte) value;
            if (size == 2) {
                bytes[2 * i + 1] = (byte) (value >> 8);
            }
        }
        return bytes;
    }
}

package org.realfm.imaging.dicom;

import java.util.Arrays;

/// Compressed frames put into DICOM files, so that tests reach decoders as readers do.
public final class Frames {

    private Frames() {}

    /// A file of one frame.
    ///
    /// @param allocated bits allocated, and stored, of each sample
    public static byte[] file(TransferSyntax syntax, int rows, int columns, int samples, int allocated, byte[] code) {
        return DicomBytes.of(syntax)
                .format(rows, columns, samples, allocated, allocated, false, samples == 1 ? "MONOCHROME2" : "RGB", 1)
                .fragments(new byte[0], code).file(syntax);
    }

    /// A file whose data set is deflated already.
    public static byte[] deflated(byte[] dataSet) {
        byte[] start = DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE).file(TransferSyntax.DEFLATED);
        int end = start.length - DicomBytes.deflated(new byte[0]).length;
        return DicomBytes.of(TransferSyntax.EXPLICIT_LITTLE).raw(Arrays.copyOf(start, end)).raw(dataSet).bytes();
    }

    /// A small file of every kind: each byte order, deflated, nested sequences, other character sets, several frames.
    public static byte[] file(TransferSyntax syntax) {
        DicomBytes set = DicomBytes.of(syntax);
        set.text(Tag.SPECIFIC_CHARACTER_SET, "CS", "\\ISO 2022 IR 87")
                .sequence(0x00081140, true, set.item().text(0x00081155, "UI", "1.2.3")
                        .sequence(0x00082112, false, set.item().text(0x00081155, "UI", "1.2.3")))
                .text(0x00100010, "PN", "A^B=\u001b$B;3ED\u001b(B")
                .format(4, 4, 1, 16, 12, true, "MONOCHROME2", 2)
                .element(Tag.PIXEL_DATA, "OW", new byte[64]);
        return set.file(syntax);
    }
}

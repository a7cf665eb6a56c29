package org.realfm.imaging.dicom;

import java.nio.ByteOrder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.codecs.CorruptCode;
import org.realfm.imaging.codecs.DicomRle;
import org.realfm.imaging.codecs.Jpeg;
import org.realfm.imaging.codecs.Jpeg2000;
import org.realfm.imaging.codecs.JpegLs;
import org.realfm.imaging.codecs.Samples;
import org.realfm.imaging.codecs.Shape;

/// The pixels of a data set (PS3.3 C.7.6.3, PS3.5 section 8), decoded one frame at a time.
///
/// What it allocates for a frame is at most 32 times the bytes of a native or run-length encoded frame; other codes may
/// make 4096 samples a byte, and a million on top, so that blank frames can be read and small files cannot claim all
/// memory.
public final class PixelData {

    private static final long FREE_SAMPLES = 1L << 20;
    private static final long MOST_SAMPLES_A_BYTE = 4096;

    private final PixelFormat format;
    private final TransferSyntax syntax;
    private final Element element;
    private final ByteOrder order;
    private final @Nullable FrameIndex index;

    private PixelData(DataSet set, TransferSyntax syntax, Element element) throws UnreadableDicom {
        this.format = PixelFormat.of(set);
        this.syntax = syntax;
        this.element = element;
        this.order = set.order();
        this.index = element.value() instanceof Element.Fragments fragments
                ? FrameIndex.of(set, element, fragments, format.frames()) : null;
    }

    /// The pixels of a file.
    ///
    /// @throws UnreadableDicom if it has none, or their format is missing or inconsistent, or the transfer syntax is
    ///         none that is read here
    public static PixelData of(DicomFile file) throws UnreadableDicom {
        Optional<TransferSyntax> syntax = file.transferSyntax();
        if (syntax.isEmpty()) {
            throw new UnreadableDicom(Tag.TRANSFER_SYNTAX_UID, UnreadableDicom.NONE,
                    "the transfer syntax " + file.transferSyntaxUid(), "native, RLE, JPEG, JPEG-LS or JPEG 2000");
        }
        return of(file.dataSet(), syntax.get());
    }

    /// The pixels of a data set, which may be within another, as icons are.
    public static PixelData of(DataSet set, TransferSyntax syntax) throws UnreadableDicom {
        Optional<Element> element = set.element(Tag.PIXEL_DATA);
        if (element.isEmpty()) {
            boolean real = set.has(Tag.FLOAT_PIXEL_DATA) || set.has(Tag.DOUBLE_PIXEL_DATA);
            throw new UnreadableDicom(Tag.PIXEL_DATA, UnreadableDicom.NONE, real ? "pixels that are real numbers"
                    : "no pixel data", "pixel data of whole numbers");
        }
        return new PixelData(set, syntax, element.get());
    }

    /// How the pixels are laid out.
    public PixelFormat format() {
        return format;
    }

    /// Decodes a frame.
    ///
    /// @param number from 0 to `format().frames() - 1`
    /// @throws UnreadableDicom if its pixels are missing, too few, or damaged
    public StoredFrame frame(int number) throws UnreadableDicom {
        if (number < 0 || number >= format.frames()) {
            throw new IndexOutOfBoundsException("frame " + number + " of " + format.frames());
        }
        int[] values = index == null
                ? NativePixels.frame(element, format, order, number)
                : compressed(index.bytes(number), index.offset(number), number);
        return new StoredFrame(format.rows(), format.columns(), format.samples(), format.signed(), format.stored(), values);
    }

    /// All bits that are allocated to the samples of a frame, those that they leave unused too.
    ///
    /// @throws UnreadableDicom if the pixels are compressed, which leaves no such bits, or too few
    int[] allocated(int number) throws UnreadableDicom {
        if (index != null) {
            throw new UnreadableDicom(Tag.PIXEL_DATA, element.offset(), "compressed pixels", "native ones with unused bits");
        }
        return NativePixels.frame(element, format.unmasked(), order, number);
    }

    private int[] compressed(byte[] code, long offset, int number) throws UnreadableDicom {
        if ((long) format.rows() * format.columns() * format.samples() > FREE_SAMPLES + MOST_SAMPLES_A_BYTE * code.length) {
            throw new UnreadableDicom(Tag.PIXEL_DATA, offset, code.length + " bytes for " + format.rows() + " x "
                    + format.columns() + " x " + format.samples() + " samples", "a byte for each " + MOST_SAMPLES_A_BYTE);
        }
        Shape shape = new Shape(format.columns(), format.rows(), format.samples());
        TransferSyntax.Coding coding = syntax.coding == TransferSyntax.Coding.NATIVE ? looks(code) : syntax.coding;
        Samples decoded;
        try {
            decoded = switch (coding) {
                case RLE -> DicomRle.decode(code, shape, whole(format.allocated()));
                case JPEG -> Jpeg.decode(code, shape);
                case JPEG_LS -> JpegLs.decode(code, shape);
                case JPEG_2000 -> Jpeg2000.decode(code, shape);
                case NATIVE -> throw new CorruptCode(0, "encapsulated pixels of an unknown code", "native ones");
            };
        } catch (CorruptCode e) {
            throw new UnreadableDicom(Tag.PIXEL_DATA, offset + e.offset(), e.found(), e.expected()
                    + " (frame " + (number + 1) + " of " + format.frames() + ")");
        }
        int[] values = decoded.values();
        if (!decoded.signed()) {
            cut(values, coding == TransferSyntax.Coding.RLE ? format.stored() : decoded.precision());
        }
        return values;
    }

    /// What a frame is coded in where the transfer syntax is missing or wrong: encapsulated pixels are never native.
    private static TransferSyntax.Coding looks(byte[] code) {
        int start = code.length < 4 ? 0 : (code[0] & 0xFF) << 8 | code[1] & 0xFF;
        if (start == 0xFFD8) {
            boolean extended = (code[2] & 0xFF) == 0xFF && (code[3] & 0xFF) == 0xF7;
            return extended ? TransferSyntax.Coding.JPEG_LS : TransferSyntax.Coding.JPEG;
        }
        if (start == 0xFF4F || start == 0 && code.length > 4 && code[4] == 'j') {
            return TransferSyntax.Coding.JPEG_2000;
        }
        return code.length > 64 && code[1] == 0 && code[2] == 0 && code[3] == 0
                ? TransferSyntax.Coding.RLE : TransferSyntax.Coding.NATIVE;
    }

    private int whole(int bits) throws CorruptCode {
        if (bits < 8) {
            throw new CorruptCode(0, bits + " bits allocated", "8, 16 or 32");
        }
        return bits / 8;
    }

    /// Cuts the stored bits out of the samples that a code has, which may be narrower or wider than what is said of them.
    private void cut(int[] values, int precision) {
        boolean wider = precision > format.stored();
        for (int i = 0; i < values.length; i++) {
            values[i] = wider && !format.signed() ? values[i] : format.value(values[i]);
        }
    }
}

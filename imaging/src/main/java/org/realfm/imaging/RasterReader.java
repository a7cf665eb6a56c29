package org.realfm.imaging;

import com.twelvemonkeys.imageio.metadata.CompoundDirectory;
import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/// Reads PNG, JPEG (8, 12 and 16 bit, lossless too) and TIFF files as they are stored.
///
/// - Depth is kept: 8 bit gives a maximum of 255, 12 bit of 4095, 16 bit of 65535.
/// - Grey, RGB and palettes are read; 1, 2 and 4 bit samples and palettes become 8 bit (0 and 255 for 1 bit); a palette
///   of greys becomes grey. CMYK and YCbCr become RGB.
/// - Transparency is laid over black.
/// - The format follows from the content, not from the file's ending.
/// - The pixels are taken as stored: an EXIF orientation is not applied, because films are exported upright and most
///   training pipelines ignore it too. Gamma and colour profiles of grey files are not applied either.
public final class RasterReader {

    /// The most pixels that a picture may have, 2^26 (8192 x 8192): checked in the header, before memory is taken, so
    /// that a small file cannot claim all of it.
    public static final long MOST_PIXELS = 1L << 26;

    /// What reading allocates at most for each byte of a file, beyond [#FREE_BYTES].
    public static final long MOST_ALLOCATION = 1L << 17;

    /// What reading may allocate for any file.
    public static final long FREE_BYTES = 1L << 26;

    /// Samples that a byte of a file can make, beyond a million: deflate makes at most 1032 bytes of one, of eight samples
    /// each. More can only come from codes of blank pictures, or from nowhere.
    private static final long MOST_SAMPLES_A_BYTE = 8 * 1032;

    private static final long FREE_SAMPLES = 1L << 20;

    /// Scans of any JPEG, as in [org.realfm.imaging.codecs.Jpeg]: each takes time for all of it, however few bytes it has.
    private static final int FREE_SCANS = 20;

    /// Beyond them: samples times scans.
    private static final long MOST_WORK = 1L << 30;

    /// Samples of a pixel: colours and what else a TIFF may have beside them.
    private static final int MOST_BANDS = 64;

    private static final long MOST_BYTES = 1L << 30;
    private static final String AGAIN = "Export or copy the file again";

    private RasterReader() {}

    /// Reads a file.
    ///
    /// @throws UnreadableImage if it is missing, empty, not a picture of these formats, damaged, cut short, of more than
    ///         [#MOST_PIXELS], of more samples than so few bytes can make, a JPEG of more scans than any encoder makes, of
    ///         more than one page, or of samples that are not whole numbers of up to 16 bits
    public static Image2D read(Path path) throws UnreadableImage {
        byte[] bytes = content(path);
        Optional<String> format = format(bytes);
        if (format.isEmpty()) {
            throw new UnreadableImage(path, stranger(path, bytes), "Give a DICOM, PNG, JPEG or TIFF file");
        }
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            ImageReader reader = decoder(stream).orElseThrow(() -> new UnreadableImage(
                    path, "starts like " + format.get() + " but no decoder takes it", AGAIN));
            try {
                reader.setInput(stream, false, true);
                return decode(path, reader, format.get(), bytes);
            } finally {
                reader.dispose();
            }
        } catch (Pixels.UnsupportedPixels e) {
            throw new UnreadableImage(
                    path, e.what(), "Export it as grey or RGB with 8 or 16 bits a sample, without a sign");
        } catch (IOException | RuntimeException e) {
            throw damaged(path, format.get(), bytes, e);
        }
    }

    /// Whether a file starts like one of these formats.
    public static boolean isRaster(Path path) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return format(in.readNBytes(4)).isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /// The first decoder that takes it. JAI ImageIO, which comes with the decoder of JPEG 2000, has a TIFF reader too, which
    /// knows less than the one that this class is made for.
    static Optional<ImageReader> decoder(ImageInputStream stream) {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (!reader.getClass().getName().startsWith("com.github.jaiimageio.")) {
                return Optional.of(reader);
            }
            reader.dispose();
        }
        return Optional.empty();
    }

    private static byte[] content(Path path) throws UnreadableImage {
        if (Files.isDirectory(path)) {
            throw new UnreadableImage(path, "is a folder, not a file", "Name the file in it");
        }
        if (!Files.exists(path)) {
            throw new UnreadableImage(path, "there is no such file", "Check the path, or restore the file");
        }
        try {
            long size = Files.size(path);
            if (size == 0) {
                throw new UnreadableImage(path, "has 0 bytes", AGAIN);
            }
            if (size > MOST_BYTES) {
                throw new UnreadableImage(path, "has " + size + " bytes, more than the limit of " + MOST_BYTES,
                        "Give the film as one picture of reasonable size");
            }
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new UnreadableImage(path, "cannot be opened (" + e.getClass().getSimpleName() + ")",
                    "Check that the file may be read");
        }
    }

    private static Image2D decode(Path path, ImageReader reader, String format, byte[] bytes)
            throws IOException, UnreadableImage, Pixels.UnsupportedPixels {
        if (format.equals("TIFF") && reader.getNumImages(true) > 1) {
            throw new UnreadableImage(path, "holds " + reader.getNumImages(true) + " pages, expected one picture",
                    "Export each picture as a file of its own");
        }
        long each = format.equals("TIFF") ? samplesOfAPixel(bytes) : 1;
        if (each < 1 || each > MOST_BANDS) {
            throw new UnreadableImage(path, "says that a pixel has " + each + " samples; the limit is " + MOST_BANDS,
                    "Export it as grey or RGB");
        }
        long width = reader.getWidth(0);
        long height = reader.getHeight(0);
        if (width < 1 || height < 1 || width * height > MOST_PIXELS) {
            throw new UnreadableImage(path, "says that it has " + width + " x " + height + " pixels; the limit is "
                    + MOST_PIXELS + " pixels", "Check the file, or export it at the resolution that the model takes");
        }
        int bands = reader.getRawImageType(0) == null ? 1 : reader.getRawImageType(0).getNumBands();
        if (width * height * bands > FREE_SAMPLES + MOST_SAMPLES_A_BYTE * bytes.length) {
            throw new UnreadableImage(path, "says that it has " + width + " x " + height + " x " + bands + " samples in "
                    + bytes.length + " bytes", "Check the file: no picture of that size is so small");
        }
        int scans = format.equals("JPEG") ? scans(bytes) : 1;
        if (scans > FREE_SCANS && scans * width * height * bands > MOST_WORK) {
            throw new UnreadableImage(path, "has " + scans + " scans of " + width + " x " + height + " x " + bands
                    + " samples; no encoder makes so many", AGAIN);
        }
        StringBuilder faults = new StringBuilder();
        reader.addIIOReadWarningListener((source, warning) -> {
            String text = warning.toLowerCase(Locale.ROOT);
            if (text.contains("premature") || text.contains("corrupt") || text.contains("truncated")) {
                faults.append(faults.isEmpty() ? "" : "; ").append(warning);
            }
        });
        BufferedImage image = reader.read(0);
        if (!faults.isEmpty()) {
            throw new UnreadableImage(path, "is a damaged or cut short " + format + " (" + faults + ")", AGAIN);
        }
        return Pixels.of(image);
    }

    /// What a TIFF says of it: decoders take memory for each before they find that there is no such picture.
    private static long samplesOfAPixel(byte[] tiff) throws IOException {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(tiff))) {
            Directory directory = new TIFFReader().read(stream);
            if (directory instanceof CompoundDirectory files && files.directoryCount() > 0) {
                directory = files.getDirectory(0);
            }
            Entry samples = directory.getEntryById(TIFF.TAG_SAMPLES_PER_PIXEL);
            return samples != null && samples.getValue() instanceof Number number ? number.longValue() : 1;
        }
    }

    private static int scans(byte[] jpeg) {
        int scans = 0;
        for (int i = 0; i + 1 < jpeg.length; i++) {
            scans += (jpeg[i] & 0xFF) == 0xFF && (jpeg[i + 1] & 0xFF) == 0xDA ? 1 : 0;
        }
        return scans;
    }

    private static UnreadableImage damaged(Path path, String format, byte[] bytes, Exception e) {
        String message = e.getMessage();
        String detail = message == null || message.isBlank() ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
        return new UnreadableImage(
                path, "is a damaged or cut short " + format + " of " + bytes.length + " bytes (" + detail + ")", AGAIN);
    }

    private static Optional<String> format(byte[] bytes) {
        if (starts(bytes, 0x89, 'P', 'N', 'G')) {
            return Optional.of("PNG");
        }
        if (starts(bytes, 0xFF, 0xD8, 0xFF)) {
            return Optional.of("JPEG");
        }
        boolean tiff = starts(bytes, 'I', 'I', 42, 0) || starts(bytes, 'M', 'M', 0, 42)
                || starts(bytes, 'I', 'I', 43, 0) || starts(bytes, 'M', 'M', 0, 43);
        return tiff ? Optional.of("TIFF") : Optional.empty();
    }

    private static boolean starts(byte[] bytes, int... magic) {
        for (int i = 0; i < magic.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private static String stranger(Path path, byte[] bytes) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        String claimed = name.endsWith(".png") ? "PNG"
                : name.endsWith(".jpg") || name.endsWith(".jpeg") ? "JPEG"
                : name.endsWith(".tif") || name.endsWith(".tiff") ? "TIFF"
                : "PNG, JPEG or TIFF";
        int shown = Math.min(bytes.length, 9);
        boolean text = true;
        for (int i = 0; i < Math.min(bytes.length, 512); i++) {
            text &= bytes[i] >= ' ' || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t' || bytes[i] < 0;
        }
        if (!text) {
            return "starts with the bytes " + HexFormat.ofDelimiter(" ").formatHex(bytes, 0, shown) + ", which is "
                    + binary(bytes) + ", not " + claimed;
        }
        String start = new String(bytes, 0, Math.min(bytes.length, 512), StandardCharsets.UTF_8).strip();
        String lower = start.toLowerCase(Locale.ROOT);
        String kind = lower.startsWith("<!doctype") || lower.startsWith("<html") ? "HTML"
                : lower.startsWith("<?xml") || lower.startsWith("<svg") ? "XML"
                : lower.startsWith("version https://git-lfs") ? "a Git LFS pointer"
                : lower.startsWith("%pdf") ? "PDF" : "text";
        String first = start.lines().findFirst().orElse("").split("\\s", 2)[0];
        return "starts with '" + first.substring(0, Math.min(first.length(), 24)) + "', which is " + kind + ", not "
                + claimed;
    }

    private static String binary(byte[] bytes) {
        if (bytes.length > 132 && starts(Arrays.copyOfRange(bytes, 128, 132), 'D', 'I', 'C', 'M')) {
            return "DICOM";
        }
        return starts(bytes, 'G', 'I', 'F') ? "GIF"
                : starts(bytes, 'B', 'M') ? "BMP"
                : starts(bytes, 'R', 'I', 'F', 'F') ? "WebP or another RIFF file"
                : starts(bytes, 0x1F, 0x8B) ? "gzip"
                : starts(bytes, 'P', 'K') ? "ZIP" : "no format known here";
    }
}

package org.realfm.imaging.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.volume.Affine;

/// NIfTI-1 and NIfTI-2, in one file (`.nii`) or two (`.hdr` and `.img`), compressed by gzip or not, in both byte orders.
///
/// Whole and real samples of up to 64 bits are read; bits, complex numbers, colours and 128 bits are refused. Extensions
/// are passed over. ANALYZE 7.5, which has no magic number, is refused, since it does not say left from right.
///
/// Source: Cox et al. 2004, "A (sort of) new image data format standard: NIfTI-1", and `nifti1.h`, `nifti2.h` of
/// nifti.nimh.nih.gov.
final class Nifti {

    private static final Map<Integer, SampleType> TYPES = Map.of(2, SampleType.UINT8, 4, SampleType.INT16, 8,
            SampleType.INT32, 16, SampleType.FLOAT32, 64, SampleType.FLOAT64, 256, SampleType.INT8, 512, SampleType.UINT16,
            768, SampleType.UINT32, 1024, SampleType.INT64, 1280, SampleType.UINT64);
    private static final Map<Integer, String> REFUSED = Map.of(1, "bits", 32, "complex numbers", 128, "red, green and blue",
            1536, "real numbers of 128 bits", 1792, "complex numbers of 128 bits", 2048, "complex numbers of 256 bits",
            2304, "red, green, blue and alpha");
    private static final String AGAIN = "Export or copy the file again";

    private final Path path;
    private final ByteBuffer header;
    private final boolean second;
    private final List<String> remarks = new ArrayList<>();

    private Nifti(Path path, ByteBuffer header, boolean second) {
        this.path = path;
        this.header = header;
        this.second = second;
    }

    /// Whether a file starts like NIfTI or ANALYZE 7.5, of either byte order.
    static boolean starts(byte[] start) {
        if (start.length < 4) {
            return false;
        }
        int size = ByteBuffer.wrap(start).getInt();
        return size == 348 || size == 540 || Integer.reverseBytes(size) == 348 || Integer.reverseBytes(size) == 540;
    }

    /// Reads a header.
    static VolumeFile read(Path path) throws UnreadableImage {
        byte[] bytes = new byte[540];
        int length;
        boolean compressed;
        try (InputStream file = Files.newInputStream(path)) {
            byte[] magic = file.readNBytes(2);
            compressed = isGzip(magic);
        } catch (IOException e) {
            throw new UnreadableImage(path, "cannot be opened (" + e + ")", AGAIN);
        }
        try (InputStream file = Files.newInputStream(path); InputStream in = compressed ? new GZIPInputStream(file) : file) {
            length = in.readNBytes(bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new UnreadableImage(path, "is a damaged or cut short gzip file (" + e.getMessage() + ")", AGAIN);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, 0, length);
        int size = length < 4 ? 0 : header.getInt(0);
        if (size != 348 && size != 540) {
            header.order(ByteOrder.LITTLE_ENDIAN);
            size = Integer.reverseBytes(size);
        }
        if (length < size || size == 0) {
            throw new UnreadableImage(path, "has " + length + " bytes of header, expected " + Math.max(348, size), AGAIN);
        }
        return new Nifti(path, header, size == 540).read(compressed);
    }

    static boolean isGzip(byte[] start) {
        return start.length >= 2 && (start[0] & 0xFF) == 0x1F && (start[1] & 0xFF) == 0x8B;
    }

    private UnreadableImage wrong(String field, int offset, Object found, String expected) {
        return new UnreadableImage(path, "the " + format() + " field " + field + " at byte " + offset + " is " + found
                + ", expected " + expected, AGAIN);
    }

    private String format() {
        return second ? "NIfTI-2" : "NIfTI-1";
    }

    private VolumeFile read(boolean compressed) throws UnreadableImage {
        boolean pair = pair();
        int[] dim = dimensions();
        SampleType type = type();
        double slope = second ? header.getDouble(176) : header.getFloat(112);
        double intercept = second ? header.getDouble(184) : header.getFloat(116);
        if (slope == 0 || !Double.isFinite(slope)) {
            slope = 1; // "no scaling"; nibabel takes NaN for the same
            intercept = 0;
        } else if (!Double.isFinite(intercept)) {
            throw wrong("scl_inter", second ? 184 : 116, intercept, "a finite number");
        }
        VoxelLayout layout;
        try {
            layout = new VoxelLayout(dim[0], dim[1], dim[2], dim[3], false, type, header.order(), slope, intercept);
        } catch (IllegalArgumentException e) {
            throw new UnreadableImage(path, String.valueOf(e.getMessage()), AGAIN);
        }
        SampleSource source = source(pair, compressed);
        NiftiGeometry geometry = new NiftiGeometry(header, second, remarks);
        Optional<Affine> affine;
        try {
            affine = geometry.affine();
        } catch (IllegalArgumentException e) {
            return VolumeFile.unplaced(path, format(), layout, source, String.valueOf(e.getMessage()), remarks);
        }
        return affine.isPresent() ? VolumeFile.placed(path, format(), layout, source, affine.get(), remarks)
                : VolumeFile.unplaced(path, format(), layout, source, VolumeFile.NO_SIDES
                        + " (qform_code and sform_code are 0)", remarks);
    }

    private boolean pair() throws UnreadableImage {
        byte[] magic = new byte[second ? 8 : 4];
        int at = second ? 4 : 344;
        header.get(at, magic);
        String text = new String(magic, 0, 3, StandardCharsets.ISO_8859_1);
        if (second && !(magic[4] == 13 && magic[5] == 10 && magic[6] == 26 && magic[7] == 10)) {
            throw wrong("magic", at, HexFormat.ofDelimiter(" ").formatHex(magic), "n+2 or ni2, 0, and the bytes 0D 0A 1A 0A: a "
                    + "transfer as text may have changed it");
        }
        if (text.equals(second ? "n+2" : "n+1") || text.equals(second ? "ni2" : "ni1")) {
            return text.charAt(1) == 'i';
        }
        throw new UnreadableImage(path, "has the header of ANALYZE 7.5, or a damaged one of NIfTI (the magic at byte " + at + " is "
                + HexFormat.ofDelimiter(" ").formatHex(magic) + ")", "Convert the original DICOM series to NIfTI: ANALYZE does "
                + "not say left from right");
    }

    /// Columns, rows, slices and volumes.
    private int[] dimensions() throws UnreadableImage {
        long count = dim(0);
        if (count < 2 || count > 7) {
            throw wrong("dim[0]", second ? 16 : 40, count, "2 to 7 (byte order " + header.order() + ")");
        }
        int[] sizes = {1, 1, 1, 1};
        for (int i = 1; i <= count; i++) {
            long size = dim(i);
            if (size < 1 || size > Integer.MAX_VALUE) {
                throw wrong("dim[" + i + "]", second ? 16 + 8 * i : 40 + 2 * i, size, "1 to " + Integer.MAX_VALUE);
            }
            if (i <= 4) {
                sizes[i - 1] = (int) size;
            } else if (size > 1) {
                throw wrong("dim[" + i + "]", second ? 16 + 8 * i : 40 + 2 * i, size,
                        "1: fields of vectors or matrices are not read");
            }
        }
        return sizes;
    }

    private long dim(int index) {
        return second ? header.getLong(16 + 8 * index) : header.getShort(40 + 2 * index);
    }

    private SampleType type() throws UnreadableImage {
        int at = second ? 12 : 70;
        int code = header.getShort(at);
        @Nullable SampleType type = TYPES.get(code);
        if (type == null) {
            throw wrong("datatype", at, code + " (" + REFUSED.getOrDefault(code, "unknown") + ")",
                    "whole or real numbers of 8 to 64 bits");
        }
        int bits = header.getShort(at + 2);
        if (bits != 8 * type.bytes()) {
            remarks.add("bitpix is " + bits + ", but datatype " + code + " has " + 8 * type.bytes() + " bits");
        }
        return type;
    }

    private SampleSource source(boolean pair, boolean compressed) throws UnreadableImage {
        int at = second ? 168 : 108;
        double offset = second ? header.getLong(at) : header.getFloat(at);
        int least = pair ? 0 : second ? 544 : 352;
        if (!pair && offset == 0) {
            remarks.add("vox_offset is 0; taken as " + least);
            offset = least;
        }
        if (!(offset >= (pair ? 0 : second ? 540 : 348) && offset <= 1L << 40 && offset == Math.rint(offset))) {
            throw wrong("vox_offset", at, offset, "a whole number of at least " + least);
        }
        SampleSource.Encoding plain = SampleSource.Encoding.RAW;
        if (!pair) {
            return SampleSource.of(path, 0, (long) offset, compressed ? SampleSource.Encoding.GZIP : plain);
        }
        String name = String.valueOf(path.getFileName());
        String stem = name.replaceFirst("(?i)\\.hdr(\\.gz)?$", "");
        for (String ending : new String[] {".img", ".img.gz", ".IMG"}) {
            Path voxels = path.resolveSibling(stem + ending);
            if (Files.isRegularFile(voxels)) {
                try (InputStream in = Files.newInputStream(voxels)) {
                    return SampleSource.of(voxels, 0, (long) offset, isGzip(in.readNBytes(2)) ? SampleSource.Encoding.GZIP : plain);
                } catch (IOException e) {
                    throw new UnreadableImage(path, "its voxels in " + voxels.getFileName() + " cannot be opened", AGAIN);
                }
            }
        }
        throw new UnreadableImage(path, "is the header of a pair whose voxels, " + stem + ".img, are not beside it",
                "Put the .img file beside it");
    }
}

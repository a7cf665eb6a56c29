package org.realfm.imaging.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.realfm.imaging.formats.VolumeBytes;
import org.realfm.imaging.series.SliceBytes;
import org.realfm.imaging.slides.TiffBytes;
import org.realfm.imaging.volume.Affine;

/// Small volumes, slides, series, directories and answers, all made here.
final class FileSeeds {

    private static final int[] SIZES = {3, 2, 2};
    private static final short[] VALUES = {1, -2, 3, 400, 5, 6, 7, 8, 9, -1000, 11, 12};
    private static final Affine OBLIQUE = Affine.of(0.8, -0.6, 0, 1, 0.6, 0.8, 0, 2, 0, 0, 2.5, 3);

    private FileSeeds() {}

    /// NIfTI-1, by both maps; compressed; with a scale; NIfTI-2.
    static List<byte[]> nifti() throws IOException {
        byte[] whole = VolumeBytes.nifti(SIZES, VALUES, OBLIQUE, true);
        byte[] scaled = whole.clone();
        ByteBuffer.wrap(scaled).order(ByteOrder.LITTLE_ENDIAN).putFloat(112, 0.5f).putFloat(116, -3).putShort(70, (short) 512);
        return List.of(whole, VolumeBytes.nifti(SIZES, VALUES, OBLIQUE, false), scaled, gzip(whole), nifti2(whole));
    }

    /// The same in NIfTI-2, whose fields are wider and in another order.
    private static byte[] nifti2(byte[] whole) {
        ByteBuffer from = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer h = ByteBuffer.allocate(544 + whole.length - 352).order(ByteOrder.LITTLE_ENDIAN);
        h.putInt(540).put(new byte[] {'n', '+', '2', 0, '\r', '\n', 0x1A, '\n'}).putShort((short) 4).putShort((short) 16);
        for (int i = 0; i < 8; i++) {
            h.putLong(16 + 8 * i, from.getShort(40 + 2 * i)).putDouble(104 + 8 * i, from.getFloat(76 + 4 * i));
        }
        h.putLong(168, 544).putInt(348, 1).putInt(500, 2);
        for (int i = 0; i < 12; i++) {
            h.putDouble(400 + 8 * i, from.getFloat(280 + 4 * i));
        }
        h.position(544).put(whole, 352, whole.length - 352);
        return h.array();
    }

    /// With the voxels behind the header: raw, zlib, text; of four dimensions; in files that are not there.
    static List<byte[]> metaImage() throws IOException {
        byte[] whole = VolumeBytes.metaImage(SIZES, VALUES, OBLIQUE);
        String header = header(whole, "LOCAL\n");
        String four = header.replace("NDims = 3", "NDims = 4").replace("DimSize = 3 2 2", "DimSize = 3 2 1 2")
                .replaceFirst("TransformMatrix = .*", "TransformMatrix = 1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1")
                .replaceFirst("Offset = .*", "Offset = 1 2 3 0").replaceFirst("ElementSpacing = .*", "ElementSpacing = 1 1 2 1");
        String packed = header.replace("ElementDataFile", "CompressedData = True\nElementDataFile");
        return List.of(whole, join(packed, zlib(samples(whole, header))),
                join(header.replace("BinaryData = True", "BinaryData = False"), text().getBytes(StandardCharsets.US_ASCII)),
                join(four, samples(whole, header)), join(header.replace("LOCAL", "LIST"), "file-0\n".getBytes(StandardCharsets.US_ASCII)),
                join(header.replace("LOCAL", "file-%d 0 0 1\nAnatomicalOrientation = RAI\nDistanceUnits = cm"), new byte[0]));
    }

    /// Raw, gzip and text; four dimensions; other spaces and units.
    static List<byte[]> nrrd() throws IOException {
        byte[] whole = VolumeBytes.nrrd(SIZES, VALUES, OBLIQUE, "left-posterior-superior");
        String header = header(whole, "\n\n");
        String units = header.replace("endian", "space units: \"cm\" \"cm\" \"um\"\nkinds: space space space\n# a remark\nendian");
        String four = header.replace("dimension: 3", "dimension: 4").replace("sizes: 3 2 2", "sizes: 2 3 2 1")
                .replace("directions:", "directions: none");
        byte[] samples = samples(whole, header);
        return List.of(whole, join(header.replace("raw", "gzip"), gzip(samples)),
                join(header.replace("raw", "text"), text().getBytes(StandardCharsets.US_ASCII)), join(units, samples),
                join(four, samples), join(header.replace("\n\n", "\ndata file: LIST\nfile-0\n"), new byte[0]),
                join(header.replace("\n\n", "\ndata file: file-%d 0 0 1\nline skip: 1\nbyte skip: -1\n\n"), new byte[0]));
    }

    private static String text() {
        return Arrays.toString(VALUES).replaceAll("[\\[\\],]", "");
    }

    private static String header(byte[] whole, String end) {
        String text = new String(whole, StandardCharsets.ISO_8859_1);
        return text.substring(0, text.indexOf(end) + end.length());
    }

    private static byte[] samples(byte[] whole, String header) {
        return Arrays.copyOfRange(whole, header.length(), whole.length);
    }

    private static byte[] join(String header, byte[] rest) {
        byte[] both = Arrays.copyOf(header.getBytes(StandardCharsets.US_ASCII), header.length() + rest.length);
        System.arraycopy(rest, 0, both, header.length(), rest.length);
        return both;
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] zlib(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(bytes);
        }
        return out.toByteArray();
    }

    /// Pyramids of every compression.
    ///
    /// @param jpeg     a grey tile
    /// @param jpeg2000 the same
    static List<byte[]> tiffSlide(byte[] jpeg, byte[] jpeg2000) throws IOException {
        byte[] colours = new byte[3 * TiffBytes.TILE * TiffBytes.TILE];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = (byte) (i * i / 7);
        }
        byte[] grey = Arrays.copyOf(colours, TiffBytes.TILE * TiffBytes.TILE);
        List<byte[]> seeds = new ArrayList<>();
        for (boolean big : new boolean[] {false, true}) {
            ByteOrder order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
            seeds.add(TiffBytes.pyramid(big, order, 1, 1, 1, grey, 32, 16));
            seeds.add(TiffBytes.pyramid(big, order, 8, 2, 3, zlib(colours), 30, 15));
            seeds.add(TiffBytes.pyramid(!big, order, 32773, 0, 1, new byte[] {-127, 5, -127, 6}, 32));
            seeds.add(TiffBytes.pyramid(big, order, 7, 1, 1, jpeg, 16));
            seeds.add(TiffBytes.pyramid(big, order, 33005, 1, 1, jpeg2000, 16));
        }
        return seeds;
    }

    /// Four tiles of 3 x 2 pixels: in a full grid, at places that are said, and off the grid.
    static List<byte[]> dicomSlide() {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(tiles().text(0x00209311, "TILED_FULL").bytes());
        for (int off = 0; off < 2; off++) {
            SliceBytes[] frames = new SliceBytes[4];
            for (int f = 0; f < frames.length; f++) {
                frames[f] = new SliceBytes().sequence(0x0048021A, new SliceBytes()
                        .words(0x0048021E, 1 + f % 2 * (3 - off), 0).words(0x0048021F, 1 + f / 2 * 2, 0));
            }
            seeds.add(tiles().text(0x00209311, "TILED_SPARSE").sequence(0x52009230, frames).bytes());
        }
        return seeds;
    }

    private static SliceBytes tiles() {
        return SliceBytes.of(3, 2, new short[24]).words(0x00280103, 0).text(0x00280008, "4").words(0x00480006, 6, 0)
                .words(0x00480007, 4, 0).sequence(0x52009229, new SliceBytes().sequence(0x00289110,
                        new SliceBytes().numbers(0x00280030, 0.0005, 0.00025)));
    }

    /// A patient, a study and two files below; the records lie every so many bytes.
    static List<byte[]> directories() {
        int first = 20; // after the link to it, and the header of the sequence
        int apart = record(0, 0, "PATIENT", "A\\B0").bytes().length + 8;
        return List.of(new SliceBytes().words(0x00041200, first, 0).sequence(0x00041220,
                record(0, first + apart, "PATIENT", "A\\B0"), record(0, first + 2 * apart, "STUDY  ", "A\\B0"),
                record(first + 3 * apart, 0, "IMAGE  ", "A\\B1"), record(0, 0, "IMAGE  ", "A\\B2")).bytes());
    }

    private static SliceBytes record(int next, int lower, String type, String file) {
        return new SliceBytes().words(0x00041400, next, 0).words(0x00041410, 0xFFFF).words(0x00041420, lower, 0)
                .text(0x00041430, type).text(0x00041500, file);
    }

    /// One slice; three in a row; several frames with places of their own.
    static List<byte[]> series() {
        int[] sizes = {2, 2, 3};
        ByteArrayOutputStream three = new ByteArrayOutputStream();
        for (int k = 0; k < 3; k++) {
            three.writeBytes(SliceBytes.of(sizes, VALUES, OBLIQUE, k).text(0x00281052, "-1024").text(0x00281053, "1").bytes());
            three.writeBytes(k < 2 ? FileReading.NEXT_FILE : new byte[0]);
        }
        SliceBytes[] frames = new SliceBytes[3];
        for (int k = 0; k < frames.length; k++) {
            frames[k] = new SliceBytes().sequence(0x00209113, new SliceBytes().numbers(0x00200032, OBLIQUE.place(0, 0, k)));
        }
        byte[] enhanced = SliceBytes.of(2, 2, VALUES).text(0x00280008, "3").sequence(0x52009230, frames)
                .sequence(0x52009229, new SliceBytes()
                        .sequence(0x00209116, new SliceBytes().numbers(0x00200037, 0.8, 0.6, 0, -0.6, 0.8, 0))
                        .sequence(0x00289110, new SliceBytes().numbers(0x00280030, 1, 1).text(0x00180050, "2.5"))).bytes();
        return List.of(SliceBytes.of(sizes, VALUES, OBLIQUE, 0).text(0x00180050, "2.5").bytes(), three.toByteArray(), enhanced);
    }

    /// Bodies whose boundary is the first line.
    static List<byte[]> multipart() {
        List<byte[]> seeds = new ArrayList<>();
        for (String text : List.of(
                "b\n--b\r\nContent-Type: application/dicom\r\n\r\nDICM\r\n--b\r\nContent-Type: x\r\nA: c\r\n\r\n\r\n--b--\r\n",
                "b c\npreamble\r\n--b c\r\n\r\n--b\r\n--b c \r\n\r\n\r\n--b c--epilogue", "-\n---\r\n\r\n-\r\n---\r\nn:\r\n\r\n\r\n-\r\n-----",
                "b\n--b--")) {
            seeds.add(text.getBytes(StandardCharsets.US_ASCII));
        }
        return seeds;
    }

    /// Lists of data sets, and one.
    static List<byte[]> json() {
        List<byte[]> seeds = new ArrayList<>();
        for (String text : List.of(
                "[{\"0020000D\":{\"vr\":\"UI\",\"Value\":[\"1.2\"]},\"0020000E\":{\"vr\":\"UI\",\"Value\":[\"1.3\"]},"
                        + "\"00080018\":{\"vr\":\"UI\",\"Value\":[\"1.4\"]}},{}]",
                "[{\"00100010\":{\"vr\":\"PN\",\"Value\":[{\"Alphabetic\":\"A^B=\",\"Ideographic\":\"C\",\"Phonetic\":null},null]}}]",
                "{\"00081199\":{\"vr\":\"SQ\",\"Value\":[{\"00081155\":{\"vr\":\"UI\",\"Value\":[\"1.2\"]}},null]},"
                        + "\"00280030\":{\"vr\":\"DS\",\"Value\":[1.5,-2e3,null]},\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"http://a\"},"
                        + "\"00091001\":{\"vr\":\"OB\",\"InlineBinary\":\"AAA=\"}}")) {
            seeds.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return seeds;
    }
}

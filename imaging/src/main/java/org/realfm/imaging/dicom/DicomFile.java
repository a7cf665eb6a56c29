package org.realfm.imaging.dicom;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// A DICOM file (PS3.10 section 7): preamble, file meta information, data set.
///
/// ```java
/// DicomFile file = DicomFile.read(path);
/// String modality = file.dataSet().string(Tag.MODALITY).orElse("?");
/// StoredFrame frame = PixelData.of(file).frame(0);
/// ```
///
/// Values of more than 64 KiB, pixels above all, stay in the file until they are asked for, and the file is not kept
/// open in between. Files without preamble, without meta information, or with one that names the wrong transfer syntax
/// are read by what they look like, with a [Remark].
public final class DicomFile {

    /// The most that a deflated data set may inflate to: this, or [#MOST_INFLATION] times its size if that is more.
    static final long ENOUGH_INFLATED = 1L << 24;

    static final int MOST_INFLATION = 100;

    private static final long MOST_INFLATED = 1L << 30;
    private static final int PREAMBLE = 128;
    private static final byte[] PREFIX = "DICM".getBytes(StandardCharsets.US_ASCII);

    private final DataSet meta;
    private final DataSet dataSet;
    private final String transferSyntaxUid;
    private final List<Remark> remarks;
    private final @Nullable UnreadableDicom defect;

    private DicomFile(DataSet meta, DataSet dataSet, String transferSyntaxUid, List<Remark> remarks,
            @Nullable UnreadableDicom defect) {
        this.meta = meta;
        this.dataSet = dataSet;
        this.transferSyntaxUid = transferSyntaxUid;
        this.remarks = List.copyOf(remarks);
        this.defect = defect;
    }

    /// Whether a file has the prefix of DICOM (PS3.10 7.1). Then it is DICOM, whatever the 128 bytes before look like, which
    /// are left to other uses: some begin like TIFF, some like NIfTI.
    public static boolean hasPrefix(Path path) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(PREAMBLE + PREFIX.length);
            return start.length == PREAMBLE + PREFIX.length
                    && Arrays.equals(start, PREAMBLE, start.length, PREFIX, 0, PREFIX.length);
        } catch (IOException e) {
            return false;
        }
    }

    /// Reads a file.
    ///
    /// @throws UnreadableDicom if it is not DICOM, is cut short, or has a fault that hides what follows
    public static DicomFile read(Path path) throws UnreadableDicom {
        return whole(readable(path));
    }

    /// Reads a file that is in memory.
    ///
    /// @param bytes not changed afterwards
    /// @throws UnreadableDicom as [#read]
    public static DicomFile of(byte[] bytes) throws UnreadableDicom {
        return whole(readable(bytes));
    }

    /// Reads a file as far as it can be read: what stopped it is its [#defect].
    ///
    /// @throws UnreadableDicom if it is not DICOM
    public static DicomFile readable(Path path) throws UnreadableDicom {
        try {
            if (!Files.isRegularFile(path)) {
                throw refusal(Files.isDirectory(path) ? "a folder" : "no such file", "a DICOM file");
            }
            return parse(new Source.File(path, Files.size(path)));
        } catch (IOException e) {
            throw refusal("that the file cannot be read (" + e + ")", "a DICOM file");
        }
    }

    /// The same for a file that is in memory.
    ///
    /// @param bytes not changed afterwards
    public static DicomFile readable(byte[] bytes) throws UnreadableDicom {
        try {
            return parse(new Source.Memory(bytes));
        } catch (IOException e) {
            throw refusal("that memory cannot be read (" + e + ")", "a DICOM file");
        }
    }

    private static DicomFile whole(DicomFile file) throws UnreadableDicom {
        if (file.defect != null) {
            throw file.defect;
        }
        return file;
    }

    private static UnreadableDicom refusal(String found, String expected) {
        return new UnreadableDicom(UnreadableDicom.NONE, UnreadableDicom.NONE, found, expected);
    }

    private static DicomFile parse(Source source) throws IOException, UnreadableDicom {
        List<Remark> remarks = new ArrayList<>();
        try (Source.Opened opened = source.open()) {
            byte[] start = new byte[132];
            int length = Math.max(0, opened.read(0, start, start.length));
            long from = begin(start, length, remarks);
            DataSetParser parser = new DataSetParser(source, opened, from, remarks);
            DataSet meta = parser.meta();
            if (parser.defect() != null) {
                return new DicomFile(meta, empty(), "", remarks, parser.defect());
            }
            long begin = parser.position();
            String uid = meta.string(Tag.TRANSFER_SYNTAX_UID).orElse("");
            if (uid.equals(TransferSyntax.DEFLATED.uid())) {
                Source inflated = new Source.Memory(inflated(source, opened, begin));
                try (Source.Opened memory = inflated.open()) {
                    return body(new DataSetParser(inflated, memory, 0, remarks), meta, uid, remarks);
                }
            }
            if (begin == from && !parser.isPlausible()) {
                throw new UnreadableDicom(UnreadableDicom.NONE, from, source.size() - from < 8
                        ? (source.size() - from) + " bytes" : shown(opened, from), "the first data element of a DICOM file");
            }
            return body(parser, meta, uid, remarks);
        }
    }

    private static String shown(Source.Opened opened, long from) throws IOException {
        byte[] bytes = new byte[8];
        opened.read(from, bytes, bytes.length);
        return "the bytes " + HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    private static DataSet empty() {
        return new DataSet(List.of(), ByteOrder.LITTLE_ENDIAN, CharacterSets.DEFAULT);
    }

    /// Where the first element is: after the preamble of 128 bytes and the prefix (PS3.10 7.1), if they are there.
    private static long begin(byte[] start, int length, List<Remark> remarks) {
        if (length == 132 && Arrays.equals(start, 128, 132, PREFIX, 0, 4)) {
            return 132;
        }
        boolean prefix = length >= 4 && Arrays.equals(start, 0, 4, PREFIX, 0, 4);
        remarks.add(new Remark(UnreadableDicom.NONE, 0, prefix ? "there is no preamble" : "there is no preamble and prefix"));
        return prefix ? 4 : 0;
    }

    private static DicomFile body(DataSetParser parser, DataSet meta, String uid, List<Remark> remarks) throws IOException {
        long begin = parser.position();
        DataSetParser.Encoding seen = parser.look();
        Optional<TransferSyntax> named = TransferSyntax.of(uid);
        TransferSyntax assumed = named.orElse(TransferSyntax.EXPLICIT_LITTLE);
        DataSetParser.Encoding said = new DataSetParser.Encoding(assumed.isExplicit(), assumed.order());
        String used = uid;
        if (uid.isEmpty() || parser.isPlausible() && !seen.equals(said)) {
            TransferSyntax guess = !seen.explicit() ? TransferSyntax.IMPLICIT_LITTLE
                    : seen.order() == ByteOrder.BIG_ENDIAN ? TransferSyntax.EXPLICIT_BIG : TransferSyntax.EXPLICIT_LITTLE;
            remarks.add(new Remark(Tag.TRANSFER_SYNTAX_UID, begin, uid.isEmpty()
                    ? "no transfer syntax is named; the data set looks like " + guess.uid()
                    : "the transfer syntax is said to be " + uid + ", but the data set looks like " + guess.uid()));
            // What is said of the pixels stands: a private syntax may have its own order of bytes there.
            boolean pixelsToo = uid.isEmpty() || named.isPresent() && assumed.coding == TransferSyntax.Coding.NATIVE;
            used = pixelsToo ? guess.uid() : uid;
            said = seen;
        }
        DataSet dataSet = parser.dataSet(said);
        return new DicomFile(meta, dataSet, used, remarks, parser.defect());
    }

    /// PS3.5 A.5, RFC 1951, bounded.
    private static byte[] inflated(Source source, Source.Opened opened, long from) throws IOException, UnreadableDicom {
        long most = Math.min(MOST_INFLATED, Math.max(ENOUGH_INFLATED, MOST_INFLATION * (source.size() - from)));
        ByteArrayOutputStream result = new ByteArrayOutputStream();
        byte[] in = new byte[1 << 14];
        byte[] out = new byte[1 << 16];
        try (Inflater inflater = new Inflater(true)) {
            long at = from;
            while (!inflater.finished()) {
                int length = inflater.inflate(out);
                // What was read may still inflate to more than went into the last buffer.
                if (length == 0 && inflater.needsInput()) {
                    int read = opened.read(at, in, in.length);
                    if (read < 0) {
                        throw new UnreadableDicom(UnreadableDicom.NONE, at, "the end of the file",
                                "more of the deflated data set");
                    }
                    inflater.setInput(in, 0, read);
                    at += read;
                }
                if (length == 0 && inflater.needsDictionary()) {
                    throw new DataFormatException("a dictionary is asked for");
                }
                result.write(out, 0, length);
                if (result.size() > most) {
                    throw new UnreadableDicom(UnreadableDicom.NONE, from, "a data set that inflates to more than " + most
                            + " bytes", "at most " + MOST_INFLATION + " times the " + (source.size() - from)
                            + " bytes of the file");
                }
            }
        } catch (DataFormatException e) {
            throw new UnreadableDicom(UnreadableDicom.NONE, from, "bytes that are not deflated (" + e.getMessage() + ")",
                    "a deflated data set");
        }
        return result.toByteArray();
    }

    /// The file meta information, group 0002; empty if there is none.
    public DataSet meta() {
        return meta;
    }

    /// The data set.
    public DataSet dataSet() {
        return dataSet;
    }

    /// The transfer syntax that the file names, or that it looks like if it names none or the wrong one.
    public String transferSyntaxUid() {
        return transferSyntaxUid;
    }

    /// The same, if it is one that this package reads pixels of.
    public Optional<TransferSyntax> transferSyntax() {
        return TransferSyntax.of(transferSyntaxUid);
    }

    /// What is not as the standard wants it; the first hundred.
    public List<Remark> remarks() {
        return remarks;
    }

    /// What stopped reading, if anything did.
    public Optional<UnreadableDicom> defect() {
        return Optional.ofNullable(defect);
    }
}

package org.realfm.imaging.dicom;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/// Writes DICOM files (PS3.10 section 7): preamble, file meta information, data set, in explicit VR little endian.
///
/// ```java
/// DicomWriter.of(DicomFile.read(from)).write(changed, to);
/// ```
///
/// Data sets that were read in another byte order or with implicit VR are brought into this form; compressed pixels stay
/// as they are, in their transfer syntax. Values are written as they are, padded to even lengths; long ones go from file
/// to file in pieces. Group lengths, which are retired (PS3.5 7.2) and would be wrong, are left out.
public final class DicomWriter {

    /// This software (PS3.10 7.1): a UUID of its own (PS3.5 B.2).
    static final String IMPLEMENTATION = "2.25.301749215804936108274421635092478115263";

    private static final int PIECE = 1 << 16;
    private static final long MOST_LENGTH = 0xFFFFFFFEL;
    private static final DataSet NO_META = DataSetBuilder.item().build();

    private final TransferSyntax syntax;
    private final boolean definedLengths;
    private final DataSet otherwise;

    private DicomWriter(TransferSyntax syntax, boolean definedLengths, DataSet otherwise) {
        this.syntax = syntax;
        this.definedLengths = definedLengths;
        this.otherwise = otherwise;
    }

    /// A writer of new data sets, whose pixels are not compressed.
    public static DicomWriter explicitLittle() {
        return new DicomWriter(TransferSyntax.EXPLICIT_LITTLE, false, NO_META);
    }

    /// A writer of what was read from a file, changed or not. Where the data set does not say what it is (SOP class and
    /// instance), the file's meta information says it.
    ///
    /// @throws UnreadableDicom if the file's transfer syntax is unknown, so that it cannot be said what its pixels are, or if
    ///         it is a directory, whose links say at which bytes its records lie
    public static DicomWriter of(DicomFile file) throws UnreadableDicom {
        Optional<TransferSyntax> syntax = file.transferSyntax();
        if (syntax.isEmpty()) {
            throw new UnreadableDicom(Tag.TRANSFER_SYNTAX_UID, UnreadableDicom.NONE,
                    "the transfer syntax " + file.transferSyntaxUid(), "one that is known");
        }
        if (DicomDirectory.is(file)) {
            throw new UnreadableDicom(DicomDirectory.RECORDS, UnreadableDicom.NONE, "a directory of other files",
                    "a file without links to its own bytes");
        }
        boolean plain = syntax.get().coding == TransferSyntax.Coding.NATIVE;
        return new DicomWriter(plain ? TransferSyntax.EXPLICIT_LITTLE : syntax.get(), false, file.meta());
    }

    /// This writer with sequences and items of defined length; else their ends are marked (PS3.5 7.5.1).
    public DicomWriter withDefinedLengths() {
        return new DicomWriter(syntax, true, otherwise);
    }

    /// Writes a new file.
    ///
    /// @throws java.nio.file.FileAlreadyExistsException if it is there already: nothing is overwritten
    /// @throws IOException     if it cannot be written; what was written of it is taken away
    /// @throws UnreadableDicom if a value cannot be had from the file that the data set was read from
    public void write(DataSet set, Path path) throws IOException, UnreadableDicom {
        OutputStream out = Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (out) {
            write(set, out);
        } catch (IOException | UnreadableDicom | RuntimeException e) {
            Files.delete(path);
            throw e;
        }
    }

    /// The file in memory.
    public byte[] bytes(DataSet set) throws UnreadableDicom {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            write(set, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toByteArray();
    }

    /// Writes to a stream, which is left open.
    public void write(DataSet set, OutputStream to) throws IOException, UnreadableDicom {
        DataSet meta = meta(set);
        OutputStream out = new BufferedOutputStream(to);
        out.write(new byte[128]);
        out.write("DICM".getBytes(StandardCharsets.US_ASCII));
        long size = 0;
        for (Element element : meta) {
            size += size(element);
        }
        DataSet length = DataSetBuilder.item().numbers(0x00020000, Vr.UL, size).build();
        for (DataSet group : List.of(length, meta)) {
            for (Element element : group) {
                element(group, element, out);
            }
        }
        dataSet(set, out);
        out.flush();
    }

    /// File meta information (PS3.10 7.1) without its length.
    private DataSet meta(DataSet set) throws UnreadableDicom {
        return DataSetBuilder.item()
                .bytes(0x00020001, Vr.OB, new byte[] {0, 1})
                .bytes(0x00020002, Vr.UI, identity(set, Tag.SOP_CLASS_UID, 0x00020002))
                .bytes(0x00020003, Vr.UI, identity(set, Tag.SOP_INSTANCE_UID, 0x00020003))
                .text(Tag.TRANSFER_SYNTAX_UID, syntax.uid())
                .text(0x00020012, IMPLEMENTATION)
                .text(0x00020013, "REALFM")
                .build();
    }

    /// As it is, since real files have UIDs that break the rules.
    private byte[] identity(DataSet set, int tag, int metaTag) throws UnreadableDicom {
        Optional<String> own = set.string(tag);
        Optional<String> found = own.isPresent() ? own : otherwise.string(metaTag);
        return found.orElseThrow(() -> new UnreadableDicom(tag, UnreadableDicom.NONE,
                "no " + Dictionary.keyword(tag).orElse("?"), "one, which a file must name"))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean isWritten(Element element) {
        return (element.tag() & 0xFFFF) != 0 && element.tag() >>> 16 > 2;
    }

    private void dataSet(DataSet set, OutputStream out) throws IOException, UnreadableDicom {
        for (Element element : set) {
            if (isWritten(element)) {
                element(set, element, out);
            }
        }
    }

    private void element(DataSet set, Element element, OutputStream out) throws IOException, UnreadableDicom {
        requireRoom(element);
        int swap = set.order() == ByteOrder.LITTLE_ENDIAN ? 1 : swap(set, element);
        switch (element.value()) {
            case Element.Items(List<DataSet> items) -> sequence(element, items, out);
            case Element.Fragments fragments -> fragments(element, fragments, out);
            case Element.Bytes known -> {
                header(element.tag(), represented(element), even(known.bytes().length), out);
                out.write(swapped(known.bytes(), swap));
                pad(element, out);
            }
            case Element.Slice slice -> {
                header(element.tag(), represented(element), even(slice.length()), out);
                for (long at = 0; at < slice.length(); at += PIECE) {
                    int length = (int) Math.min(PIECE, slice.length() - at);
                    byte[] piece = slice.source().bytes(element.tag(), element.offset() + at, length);
                    out.write(swapped(piece, swap));
                }
                pad(element, out);
            }
        }
    }

    private void requireRoom(Element element) throws UnreadableDicom {
        boolean encapsulated = element.value() instanceof Element.Fragments;
        if (encapsulated && syntax.coding == TransferSyntax.Coding.NATIVE) {
            throw new UnreadableDicom(element.tag(), element.offset(), "encapsulated pixels",
                    "native ones in transfer syntax " + syntax.uid());
        }
        if (!encapsulated && element.length() > MOST_LENGTH - 1) {
            throw new UnreadableDicom(element.tag(), element.offset(), element.length() + " bytes", "fewer than 4 GiB");
        }
    }

    /// Values of more than 64 KiB, where the representation has no room for such a length, are UN (PS3.5 6.2.2).
    private static Vr represented(Element element) {
        return !element.vr().hasLongLength() && element.length() > 0xFFFE ? Vr.UN : element.vr();
    }

    private static long even(long length) {
        return length + (length & 1);
    }

    private static void pad(Element element, OutputStream out) throws IOException {
        if ((element.length() & 1) == 1) {
            out.write(element.vr().padding());
        }
    }

    /// Bytes that change their order together: a number, and in pixels of 32 bits, though they are words, a sample.
    private static int swap(DataSet set, Element element) throws UnreadableDicom {
        if (element.tag() == Tag.PIXEL_DATA && element.vr() == Vr.OW && set.intOr(Tag.BITS_ALLOCATED, 16) == 32) {
            return 4;
        }
        return element.vr().kind == Vr.Kind.TAG ? 2 : element.vr().kind.bytes;
    }

    static byte[] swapped(byte[] bytes, int size) {
        if (size < 2) {
            return bytes;
        }
        byte[] swapped = bytes.clone();
        for (int i = 0; i + size <= bytes.length; i += size) {
            for (int b = 0; b < size; b++) {
                swapped[i + b] = bytes[i + size - 1 - b];
            }
        }
        return swapped;
    }

    private void sequence(Element element, List<DataSet> items, OutputStream out) throws IOException, UnreadableDicom {
        long length = 0;
        if (definedLengths) {
            for (DataSet item : items) {
                length += 8 + size(item);
            }
        }
        header(element.tag(), Vr.SQ, definedLengths ? length : -1, out);
        for (DataSet item : items) {
            tag(Tag.ITEM, out);
            number(definedLengths ? size(item) : -1, 4, out);
            dataSet(item, out);
            if (!definedLengths) {
                delimiter(Tag.ITEM_END, out);
            }
        }
        if (!definedLengths) {
            delimiter(Tag.SEQUENCE_END, out);
        }
    }

    private static void fragments(Element element, Element.Fragments fragments, OutputStream out)
            throws IOException, UnreadableDicom {
        header(element.tag(), Vr.OB, -1, out);
        tag(Tag.ITEM, out);
        number(4L * fragments.offsetTable().length, 4, out);
        for (long offset : fragments.offsetTable()) {
            number(offset, 4, out);
        }
        for (int i = 0; i < fragments.offsets().length; i++) {
            long length = fragments.lengths()[i];
            tag(Tag.ITEM, out);
            number(length, 4, out);
            for (long at = 0; at < length; at += PIECE) {
                int piece = (int) Math.min(PIECE, length - at);
                out.write(fragments.source().bytes(element.tag(), fragments.offsets()[i] + at, piece));
            }
        }
        delimiter(Tag.SEQUENCE_END, out);
    }

    private static void delimiter(int tag, OutputStream out) throws IOException {
        tag(tag, out);
        out.write(new byte[4]);
    }

    private static void header(int tag, Vr vr, long length, OutputStream out) throws IOException {
        tag(tag, out);
        out.write(vr.name().getBytes(StandardCharsets.US_ASCII));
        if (vr.hasLongLength()) {
            out.write(new byte[2]);
        }
        number(length, vr.hasLongLength() ? 4 : 2, out);
    }

    private static void tag(int tag, OutputStream out) throws IOException {
        number(tag >>> 16, 2, out);
        number(tag, 2, out);
    }

    private static void number(long value, int bytes, OutputStream out) throws IOException {
        for (int b = 0; b < bytes; b++) {
            out.write((int) (value >>> 8 * b));
        }
    }

    /// Bytes of a data set as it is written with defined lengths.
    private static long size(DataSet set) {
        long size = 0;
        for (Element element : set) {
            size += isWritten(element) ? size(element) : 0;
        }
        return size;
    }

    private static long size(Element element) {
        long value = switch (element.value()) {
            case Element.Items(List<DataSet> items) -> items.stream().mapToLong(item -> 8 + size(item)).sum();
            case Element.Fragments fragments -> 16 + 4L * fragments.offsetTable().length + 8L * fragments.lengths().length
                    + element.length();
            default -> even(element.length());
        };
        return value + (represented(element).hasLongLength() ? 12 : 8);
    }
}

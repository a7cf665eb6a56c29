package org.realfm.imaging.dicom;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.realfm.imaging.dicom.privacy.Deidentifier;
import org.realfm.imaging.dicom.privacy.Pseudonyms;
import org.realfm.imaging.fuzz.Allocation;

/// All that can be read from a DICOM file, for files of any bytes: whatever is refused is refused with a reason, and no
/// step takes more memory than is stated here, which `docs/fuzzing.md` repeats.
public final class DicomReading {

    /// For parsing: 32 bytes for each byte of the file, and the dictionary. A deflated data set may inflate to
    /// [DicomFile#ENOUGH_INFLATED] (or [DicomFile#MOST_INFLATION] times the file); the buffer that it grows in takes three
    /// times that, and its elements are held against the file as inflated.
    private static final long PARSED_A_BYTE = 32;

    private static final long FREE = 1L << 23;

    /// For a frame, native or run-length encoded: two bytes make at most 128 pixels of four bytes.
    private static final long FRAME_A_BYTE = 400;

    /// For a frame in another code: at most 4096 samples a byte and a million on top, each of at most 16 bytes while decoded.
    private static final long CODED_A_BYTE = 1L << 16;

    private static final long CODED_FREE = 1L << 26;

    /// For a de-identified copy: dummies of empty elements, and texts that are searched for names.
    private static final long COPIED_A_BYTE = 256;

    private static final Pseudonyms SALTED = Pseudonyms.of(new byte[Pseudonyms.LEAST_SALT]);

    private DicomReading() {}

    private interface Attempt {
        void run() throws Exception;
    }

    /// The size of a file, and of its data set if that is deflated: the most that it may inflate to.
    public static long sizeInflated(byte[] bytes) {
        boolean deflated = new String(bytes, 0, Math.min(bytes.length, 1000), StandardCharsets.ISO_8859_1)
                .contains(TransferSyntax.DEFLATED.uid());
        return bytes.length + (deflated ? Math.max(DicomFile.ENOUGH_INFLATED, DicomFile.MOST_INFLATION * bytes.length) : 0);
    }

    /// Reads everything.
    ///
    /// @return what was refused
    public static List<UnreadableDicom> exhaust(byte[] bytes) throws Exception {
        long size = sizeInflated(bytes);
        List<UnreadableDicom> refusals = new ArrayList<>();
        tried(refusals, () -> {
            DicomFile file = Allocation.within("parsing", FREE + PARSED_A_BYTE * size,
                    () -> DicomFile.readable(bytes));
            file.defect().ifPresent(refusals::add);
            values(file.dataSet(), refusals);
            if (file.dataSet().element(Tag.PIXEL_DATA).isPresent()) {
                frames(file, size, refusals);
            }
        });
        said(refusals);
        return refusals;
    }

    /// De-identifies a file, writes the copy and reads that, unless it is refused.
    public static void deidentified(byte[] bytes) throws Exception {
        long size = sizeInflated(bytes);
        List<UnreadableDicom> refusals = new ArrayList<>();
        tried(refusals, () -> {
            DicomFile file = DicomFile.readable(bytes);
            DataSet copy = Allocation.within("the copy", FREE + COPIED_A_BYTE * size,
                    () -> Deidentifier.of(SALTED).deidentify(file).dataSet());
            byte[] written = DicomWriter.of(file).bytes(copy);
            try {
                DataSet back = DicomFile.of(written).dataSet();
                if (!tags(back).equals(tags(copy))) {
                    throw new AssertionError(tags(copy) + " were written, and read " + tags(back));
                }
            } catch (UnreadableDicom e) {
                throw new AssertionError("what was written cannot be read", e);
            }
        });
        said(refusals);
    }

    /// The tags of a data set, but for group lengths and what belongs to messages and files, which are not written.
    private static List<String> tags(DataSet set) {
        List<String> tags = new ArrayList<>();
        set.forEach(element -> tags.add(String.format("%08X", element.tag())));
        tags.removeIf(tag -> tag.endsWith("0000") || tag.startsWith("0000") || tag.startsWith("0002"));
        return tags;
    }

    private static void said(List<UnreadableDicom> refusals) {
        for (UnreadableDicom refusal : refusals) {
            if (refusal.found().isBlank() || refusal.expected().isBlank()) {
                throw new AssertionError("a refusal without a reason: " + refusal.getMessage());
            }
        }
    }

    private static void values(DataSet set, List<UnreadableDicom> refusals) throws Exception {
        for (Element element : set) {
            tried(refusals, () -> set.strings(element.tag()));
            tried(refusals, () -> set.doubles(element.tag()));
            tried(refusals, () -> set.tags(element.tag()));
            tried(refusals, () -> set.date(element.tag()));
            tried(refusals, () -> set.items(element.tag()));
        }
        tried(refusals, () -> ModalityTransform.of(set, 0));
        tried(refusals, () -> VoiTransform.of(set, 0));
    }

    private static void frames(DicomFile file, long size, List<UnreadableDicom> refusals) throws Exception {
        boolean coded = file.dataSet().element(Tag.PIXEL_DATA).orElseThrow().value() instanceof Element.Fragments
                && file.transferSyntax().filter(syntax -> syntax.coding == TransferSyntax.Coding.RLE).isEmpty();
        long most = coded ? CODED_FREE + CODED_A_BYTE * size : FREE + FRAME_A_BYTE * size;
        tried(refusals, () -> {
            PixelData pixels = PixelData.of(file);
            int last = pixels.format().frames() - 1;
            tried(refusals, () -> {
                StoredFrame frame = Allocation.within("the last frame", most, () -> pixels.frame(last));
                Allocation.within("its colours", most, () -> Colour.toRgb(file.dataSet(), pixels.format(), frame));
            });
            tried(refusals, () -> Allocation.within("the first frame", most, () -> pixels.frame(0)));
        });
    }

    private static void tried(List<UnreadableDicom> refusals, Attempt attempt) throws Exception {
        try {
            attempt.run();
        } catch (UnreadableDicom e) {
            refusals.add(e);
        }
    }
}

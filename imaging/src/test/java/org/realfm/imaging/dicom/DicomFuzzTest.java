package org.realfm.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.SharedData;

/// Files cut short at any place and files with any bytes changed are read or refused, with a reason, in bounded time and
/// memory. `-Drealfm.mutations=10000` tries more.
class DicomFuzzTest {

    private static final int PATIENT_NAME = 0x00100010;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int MUTATIONS = Integer.getInteger("realfm.mutations", 2500);
    private static final long FREE = 1L << 23; // classes, the dictionary
    private static final double SLOW = 10;

    private static Map<String, byte[]> synthetic() {
        Map<String, byte[]> files = new TreeMap<>();
        for (TransferSyntax syntax : List.of(TransferSyntax.IMPLICIT_LITTLE, TransferSyntax.EXPLICIT_LITTLE,
                TransferSyntax.EXPLICIT_BIG, TransferSyntax.DEFLATED)) {
            DicomBytes set = DicomBytes.of(syntax);
            set.text(Tag.SPECIFIC_CHARACTER_SET, "CS", "\\ISO 2022 IR 87")
                    .sequence(0x00081140, true, set.item().text(0x00081155, "UI", "1.2.3")
                            .sequence(0x00082112, false, set.item().text(0x00081155, "UI", "1.2.3")))
                    .text(PATIENT_NAME, "PN", "A^B=\u001b$B;3ED\u001b(B")
                    .format(4, 4, 1, 16, 12, true, "MONOCHROME2", 2)
                    .element(Tag.PIXEL_DATA, "OW", new byte[64]);
            files.put(syntax.name().toLowerCase(Locale.ROOT), set.file(syntax));
        }
        return files;
    }

    /// Reads all there is to read.
    ///
    /// @return bytes allocated to parse
    private static long exhaust(byte[] bytes) throws UnreadableDicom {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        DicomFile file = DicomFile.readable(bytes);
        long parsed = THREADS.getCurrentThreadAllocatedBytes() - before;
        List<UnreadableDicom> refusals = new ArrayList<>();
        for (Element element : file.dataSet()) {
            tried(refusals, () -> file.dataSet().strings(element.tag()));
            tried(refusals, () -> file.dataSet().doubles(element.tag()));
            tried(refusals, () -> file.dataSet().tags(element.tag()));
        }
        tried(refusals, () -> ModalityTransform.of(file.dataSet(), 0));
        tried(refusals, () -> VoiTransform.of(file.dataSet(), 0));
        if (file.dataSet().element(Tag.PIXEL_DATA).isPresent()) {
            tried(refusals, () -> {
                PixelData pixels = PixelData.of(file);
                StoredFrame last = pixels.frame(pixels.format().frames() - 1);
                Colour.toRgb(file.dataSet(), pixels.format(), last);
            });
        }
        file.defect().ifPresent(refusals::add);
        for (UnreadableDicom refusal : refusals) {
            assertThat(refusal.found()).isNotBlank();
            assertThat(refusal.expected()).isNotBlank();
        }
        return parsed;
    }

    private interface Attempt {
        void run() throws UnreadableDicom;
    }

    private static void tried(List<UnreadableDicom> refusals, Attempt attempt) {
        try {
            attempt.run();
        } catch (UnreadableDicom e) {
            refusals.add(e);
        }
    }

    private static void attempt(String name, byte[] bytes) {
        long start = System.nanoTime();
        assertThatCode(() -> {
            try {
                long most = 32L * bytes.length + FREE;
                assertThat(exhaust(bytes)).as("bytes allocated").isLessThan(isDeflated(bytes) ? most + 3 * DicomFile.ENOUGH_INFLATED : most);
            } catch (UnreadableDicom e) {
                assertThat(e.found()).isNotBlank();
            }
        }).as(name).doesNotThrowAnyException();
        assertThat((System.nanoTime() - start) / 1e9).as(name).isLessThan(SLOW);
    }

    private static boolean isDeflated(byte[] bytes) {
        return new String(bytes, 0, Math.min(bytes.length, 1000), StandardCharsets.ISO_8859_1)
                .contains(TransferSyntax.DEFLATED.uid());
    }

    @Test
    void syntheticFilesCutAnywhere() {
        synthetic().forEach((name, bytes) -> {
            for (int length = 0; length <= bytes.length; length++) {
                attempt(name + " cut at " + length, Arrays.copyOf(bytes, length));
            }
        });
    }

    @Test
    void syntheticFilesWithEveryByteChanged() {
        synthetic().forEach((name, bytes) -> {
            for (int at = 128; at < bytes.length; at++) {
                for (int value : new int[] {0, 0xFF, bytes[at] ^ 1, bytes[at] ^ 0x80}) {
                    byte[] changed = bytes.clone();
                    changed[at] = (byte) value;
                    attempt(name + " with " + value + " at " + at, changed);
                }
            }
        });
    }

    /// As many elements, items and faults a byte as there can be.
    @Test
    void theDensestFilesTakeNoMoreMemoryThanIsSaid() {
        int count = 300_000;
        for (String kind : List.of("elements", "disorder", "items", "nested")) {
            DicomBytes set = DicomBytes.of(TransferSyntax.IMPLICIT_LITTLE).text(Tag.MODALITY, "CS", "MR");
            if (kind.equals("items") || kind.equals("nested")) {
                set.header(0x00081140, "SQ", 8 * count);
            }
            for (int i = 0; i < count; i++) {
                switch (kind) {
                    case "elements" -> set.header(0x00090000 + i, "UN", 0);
                    case "disorder" -> set.header(0x00091010 + (i & 1), "UN", 0);
                    case "items" -> set.raw(new byte[] {(byte) 0xFE, (byte) 0xFF, 0, (byte) 0xE0, 0, 0, 0, 0});
                    default -> set.header(i % 2 == 0 ? 0xFFFEE000 : 0x00081140, "SQ", i % 2 == 0 ? 8 : 0);
                }
            }
            attempt(kind, set.bytes());
        }
    }

    @Test
    void realFilesChangedAtRandom() throws IOException {
        Path folder = SharedData.folder("dicom-samples");
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(path -> Files.isRegularFile(path) && path.toFile().length() < 60_000).sorted().toList();
        }
        SplittableRandom random = new SplittableRandom(20261124);
        for (int i = 0; i < MUTATIONS; i++) {
            Path path = files.get(i % files.size());
            byte[] bytes = Files.readAllBytes(path);
            if (i / files.size() % 3 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            } else {
                int changes = 1 + random.nextInt(6);
                for (int c = 0; c < changes; c++) {
                    int reach = random.nextBoolean() ? bytes.length : Math.min(bytes.length, 1500);
                    bytes[random.nextInt(reach)] = (byte) (random.nextInt(3) == 0 ? -random.nextInt(2) : random.nextInt(256));
                }
            }
            attempt(path.getFileName() + ", change " + i, bytes);
        }
    }
}

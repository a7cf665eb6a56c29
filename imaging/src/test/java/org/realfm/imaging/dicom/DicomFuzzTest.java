package org.realfm.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.SharedData;
import org.realfm.imaging.fuzz.Allocation;

/// Files cut short at any place and files with any bytes changed are read or refused, with a reason, in bounded time and
/// memory. `-Drealfm.mutations=10000` tries more.
class DicomFuzzTest {

    private static final int MUTATIONS = Integer.getInteger("realfm.mutations", 2500);
    private static final double SLOW = 10;
    private static final long FREE = 1L << 23; // classes, the dictionary
    private static final long INFLATED = 3L << 24; // the buffer that the least allowed grows in

    private static Map<String, byte[]> synthetic() {
        Map<String, byte[]> files = new TreeMap<>();
        for (TransferSyntax syntax : List.of(TransferSyntax.IMPLICIT_LITTLE, TransferSyntax.EXPLICIT_LITTLE,
                TransferSyntax.EXPLICIT_BIG, TransferSyntax.DEFLATED)) {
            files.put(syntax.name().toLowerCase(Locale.ROOT), Frames.file(syntax));
        }
        return files;
    }

    private static void attempt(String name, byte[] bytes) {
        long start = System.nanoTime();
        assertThatCode(() -> DicomReading.exhaust(bytes)).as(name).doesNotThrowAnyException();
        assertThatCode(() -> parse(bytes)).as(name).doesNotThrowAnyException();
        assertThat((System.nanoTime() - start) / 1e9).as(name).isLessThan(SLOW);
    }

    /// Changed real files stay far below what [DicomReading] allows a data set that was made to inflate to many elements.
    private static void parse(byte[] bytes) throws Exception {
        long inflated = DicomReading.sizeInflated(bytes) > bytes.length ? INFLATED : 0;
        try {
            Allocation.within("parsing", FREE + 32L * bytes.length + inflated, () -> DicomFile.readable(bytes));
        } catch (UnreadableDicom e) {
            assertThat(e.found()).isNotBlank();
        }
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

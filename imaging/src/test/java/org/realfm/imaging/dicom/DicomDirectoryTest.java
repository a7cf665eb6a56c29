package org.realfm.imaging.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.imaging.SharedData;

/// DICOMDIR: what it lists; links that lead nowhere or in a ring.
class DicomDirectoryTest {

    private static final TransferSyntax SYNTAX = TransferSyntax.EXPLICIT_LITTLE;
    private static final int RECORD = 72; // bytes of a record below, with its header

    private static DicomBytes record(long next, long lower, String fileId) {
        return DicomBytes.of(SYNTAX).numbers(0x00041400, "UL", (int) next).numbers(0x00041410, "US", 0xFFFF)
                .numbers(0x00041420, "UL", (int) lower).text(0x00041430, "CS", "IMAGE ").text(0x00041500, "CS", fileId);
    }

    /// A directory whose records lie at `first()` and then every `RECORD` bytes.
    private static DicomFile directory(long root, DicomBytes... records) throws UnreadableDicom {
        return DicomFile.of(DicomBytes.of(SYNTAX).numbers(0x00041200, "UL", (int) root).sequence(0x00041220, false, records)
                .file(SYNTAX));
    }

    private static long first() throws UnreadableDicom {
        return directory(0, record(0, 0, "A\\B.DCM ")).dataSet().items(0x00041220).getFirst().iterator().next().offset() - 16;
    }

    @Test
    void links() throws UnreadableDicom {
        long first = first();
        DicomDirectory tree = DicomDirectory.of(directory(first, record(first + 2 * RECORD, first + RECORD, "A\\B.DCM "),
                record(0, 0, "A\\C.DCM "), record(0, 0, "A\\D.DCM ")));
        assertThat(tree.roots()).hasSize(2);
        assertThat(tree.roots().getFirst().children()).hasSize(1);
        assertThat(tree.all().map(entry -> entry.path().orElseThrow().toString()).toList())
                .containsExactly("A/B.DCM", "A/C.DCM", "A/D.DCM");
        assertThat(DicomDirectory.of(directory(0, record(0, 0, "A\\B.DCM "))).roots()).isEmpty();
    }

    @Test
    void rings() throws UnreadableDicom {
        long first = first();
        assertThatThrownBy(() -> DicomDirectory.of(directory(first, record(first, 0, "A\\B.DCM "))))
                .isInstanceOf(UnreadableDicom.class).hasMessageContaining("(0004,1400) at byte " + (first + 16))
                .hasMessageContaining("a second link to byte " + first);
        assertThatThrownBy(() -> DicomDirectory.of(directory(first, record(0, first + RECORD, "A\\B.DCM "),
                record(0, first, "A\\C.DCM ")))).hasMessageContaining("a second link");
        assertThatThrownBy(() -> DicomDirectory.of(directory(first + 3, record(0, 0, "A\\B.DCM "))))
                .hasMessageContaining("(0004,1200)").hasMessageContaining("expected the place of a directory record");
    }

    @Test
    void depth() throws UnreadableDicom {
        long first = first();
        DicomBytes[] records = new DicomBytes[17];
        for (int i = 0; i < records.length; i++) {
            records[i] = record(0, i + 1 < records.length ? first + (i + 1L) * RECORD : 0, "A\\B.DCM ");
        }
        assertThatThrownBy(() -> DicomDirectory.of(directory(first, records))).hasMessageContaining("more than 16 deep");
    }

    @ParameterizedTest
    @ValueSource(strings = {"..\\B.DCM", "A\\\\B.DC", "\\A\\B.DC ", "/A\\B.DC ", "C:\\B.DC "})
    void filesOutsideAreRefused(String fileId) throws UnreadableDicom {
        long first = first();
        assertThatThrownBy(() -> DicomDirectory.of(directory(first, record(0, 0, fileId)))).isInstanceOf(UnreadableDicom.class)
                .hasMessageContaining("(0004,1500)").hasMessageContaining("names of folders and a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DICOMDIR", "DICOMDIR-bigEnd", "DICOMDIR-implicit", "DICOMDIR-reordered"})
    void realOnes(String name) throws UnreadableDicom {
        Path folder = SharedData.folder("dicom-samples").resolve("dicomdirtests");
        DicomDirectory tree = DicomDirectory.of(DicomFile.read(folder.resolve(name)));
        assertThat(tree.roots()).hasSize(2).allMatch(entry -> entry.type().equals("PATIENT"));
        assertThat(tree.all().filter(entry -> entry.type().equals("STUDY"))).hasSize(6);
        assertThat(tree.all()).hasSize(52);
        assertThat(tree.unreached()).isZero();
        assertThat(tree.all().flatMap(entry -> entry.path().stream())).hasSize(31)
                .allMatch(path -> Files.exists(folder.resolve(path)));
    }

    /// The links of this one lead to a single image.
    @Test
    void whatNoLinkLeadsTo() throws UnreadableDicom {
        DicomDirectory tree = DicomDirectory.of(DicomFile.read(SharedData.folder("dicom-samples")
                .resolve("dicomdirtests/DICOMDIR-nopatient")));
        assertThat(tree.all()).hasSize(1);
        assertThat(tree.unreached()).isEqualTo(51);
    }

    /// Whatever the bytes, a tree or a refusal.
    @Test
    void mutated() throws Exception {
        byte[] whole = Files.readAllBytes(SharedData.folder("dicom-samples").resolve("dicomdirtests/DICOMDIR"));
        SplittableRandom random = new SplittableRandom(4);
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = whole.clone();
            for (int change = 0; change < 8; change++) {
                bytes[random.nextInt(300, bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                DicomFile file = DicomFile.readable(bytes);
                assertThat(DicomDirectory.of(file).all().count()).isLessThanOrEqualTo(52);
            } catch (UnreadableDicom e) {
                assertThat(e.getMessage()).contains("found ").contains(", expected ");
                refused++;
            }
        }
        assertThat(refused).isBetween(100, 990);
    }
}

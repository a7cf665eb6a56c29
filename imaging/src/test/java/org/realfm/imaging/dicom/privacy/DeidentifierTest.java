package org.realfm.imaging.dicom.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.realfm.imaging.SharedData;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.DicomWriter;
import org.realfm.imaging.dicom.Element;
import org.realfm.imaging.dicom.PixelData;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.dicom.Vr;

/// Nothing that tells who the patient is comes through.
class DeidentifierTest {

    private static final String SECRET = "ZQXSECRET";
    private static final String BIRTH = "19630415";
    private static final String UID = "1.3.777777.8888";
    private static final byte[] SALT = "a salt for tests only".getBytes(StandardCharsets.UTF_8);
    private static final Deidentifier DEIDENTIFIER = Deidentifier.of(Pseudonyms.of(SALT));

    private record Attribute(int tag, String vr) {}

    private static List<Attribute> dictionary() throws IOException {
        List<Attribute> attributes = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(DicomFile.class.getResourceAsStream("dictionary.txt")), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                attributes.add(new Attribute(Integer.parseUnsignedInt(line.substring(0, 8).replace("xx", "00"), 16),
                        line.substring(9, 11)));
            }
        }
        return attributes;
    }

    /// Every text attribute of the standard, filled with what must not come through.
    private static DataSetBuilder planted(DataSetBuilder into) throws IOException {
        for (Attribute attribute : dictionary()) {
            int tag = attribute.tag;
            boolean structure = tag >>> 16 <= 4 || tag >>> 16 == 0xFFFE || tag == Tag.SPECIFIC_CHARACTER_SET || tag == 0x00420011
                    || Text.isKeptUid(tag) || tag >>> 16 == 0x0028 && attribute.vr.equals("CS") || tag == Tag.MODALITY
                    || tag >>> 16 == 0x6000;
            if (structure) {
                continue; // what says how the file is to be read
            }
            switch (attribute.vr) {
                case "AE", "LO", "LT", "SH", "ST", "UC", "UR", "UT" -> into.text(tag, Vr.valueOf(attribute.vr), "a " + SECRET);
                case "CS" -> into.text(tag, SECRET);
                case "PN" -> into.text(tag, "Doctor^" + SECRET);
                case "DA" -> into.text(tag, BIRTH);
                case "DT" -> into.text(tag, BIRTH + "101112");
                case "UI" -> into.text(tag, UID + "." + Integer.toUnsignedString(tag));
                case "UN" -> into.bytes(tag, Vr.UN, SECRET.getBytes(StandardCharsets.US_ASCII));
                default -> {}
            }
        }
        return into.text(0x00090010, Vr.LO, SECRET + "CREATOR").text(0x00091001, Vr.LO, SECRET)
                .bytes(0x00091002, Vr.UN, SECRET.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void nothingPlantedComesThrough() throws IOException, UnreadableDicom {
        DataSet deepest = planted(DataSetBuilder.item()).build();
        DataSet privateItem = planted(DataSetBuilder.item()).items(0x00081140, deepest).build();
        DataSet small = DataSetBuilder.item().text(0x00100010, SECRET).text(0x00081030, SECRET).text(0x00080104, SECRET)
                .text(0x0040A160, SECRET).text(0x00091001, Vr.LO, SECRET).text(0x00080020, BIRTH).build();
        DataSetBuilder set = planted(DataSetBuilder.dataSet());
        for (Attribute attribute : dictionary()) {
            if (attribute.vr.equals("SQ") && attribute.tag >>> 16 > 4 && attribute.tag >>> 16 != 0x6000) {
                set.items(attribute.tag, attribute.tag % 97 == 0 ? privateItem : small);
            }
        }
        set.items(0x00091003, privateItem).text(0x60004000, Vr.LT, SECRET).bytes(0x60003000, Vr.OW, SECRET.getBytes(
                StandardCharsets.US_ASCII)).text(0x50000030, Vr.SH, SECRET).text(Tag.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.7");
        byte[] before = DicomWriter.explicitLittle().bytes(set.build());
        assertThat(count(before, SECRET)).isGreaterThan(10_000);

        DicomFile file = DicomFile.of(before);
        Deidentified copy = DEIDENTIFIER.deidentify(file);
        byte[] after = DicomWriter.of(file).bytes(copy.dataSet());
        assertThat(count(after, SECRET)).isZero();
        assertThat(count(after, BIRTH)).isZero();
        assertThat(count(after, UID)).isZero();
        assertThat(copy.warnings()).anyMatch(warning -> warning.contains("held a name or number of a person"));
        DicomFile again = DicomFile.of(after);
        assertThat(again.dataSet().string(0x00120062)).contains("YES");
        assertThat(again.dataSet().items(0x00120064).getFirst().string(0x00080100)).contains("113100");
        assertThat(again.meta().string(0x00020003)).isEqualTo(again.dataSet().string(Tag.SOP_INSTANCE_UID));
        assertThat(again.dataSet().has(0x00091001)).isFalse();
        assertThat(again.dataSet().element(0x00100010).orElseThrow().length()).isZero();
    }

    private static int count(byte[] bytes, String text) {
        String all = new String(bytes, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
        int count = 0;
        for (int at = all.indexOf(text); at >= 0; at = all.indexOf(text, at + 1)) {
            count++;
        }
        return count;
    }

    @Test
    void identifiersAgreeAcrossFilesWithOneSalt() throws UnreadableDicom {
        DataSet first = film("1.2.3.4.1", "P1").build();
        DataSet second = film("1.2.3.4.2", "P1").items(0x00081140, DataSetBuilder.item().text(0x00081150,
                "1.2.840.10008.5.1.4.1.1.7").text(0x00081155, "1.2.3.4.1").build()).build();
        DataSet one = copy(first, DEIDENTIFIER);
        DataSet other = copy(second, DEIDENTIFIER);
        assertThat(one.string(Tag.SOP_INSTANCE_UID).orElseThrow()).matches("2\\.25\\.[1-9][0-9]{20,38}");
        assertThat(other.items(0x00081140).getFirst().string(0x00081155)).isEqualTo(one.string(Tag.SOP_INSTANCE_UID));
        assertThat(other.items(0x00081140).getFirst().string(0x00081150)).contains("1.2.840.10008.5.1.4.1.1.7");
        assertThat(one.string(0x0020000D)).isEqualTo(other.string(0x0020000D));
        assertThat(one.string(0x00100020)).isEqualTo(other.string(0x00100020));
        assertThat(one.string(0x00100020).orElseThrow()).matches("[0-9A-F]{16}");
        DataSet salted = copy(first, Deidentifier.of(Pseudonyms.of("another salt for tests".getBytes(StandardCharsets.UTF_8))));
        assertThat(salted.string(Tag.SOP_INSTANCE_UID)).isNotEqualTo(one.string(Tag.SOP_INSTANCE_UID));
        assertThat(salted.string(0x00100020)).isNotEqualTo(one.string(0x00100020));
        assertThat(copy(first, DEIDENTIFIER).string(Tag.SOP_INSTANCE_UID)).isEqualTo(one.string(Tag.SOP_INSTANCE_UID));
        assertThatThrownBy(() -> Pseudonyms.of(new byte[15])).isInstanceOf(IllegalArgumentException.class);
    }

    private static DataSetBuilder film(String instance, String patient) {
        return DataSetBuilder.dataSet().text(Tag.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.7").text(Tag.SOP_INSTANCE_UID, instance)
                .text(0x0020000D, "1.2.3.4").text(0x00100020, patient).text(0x00080070, "Maker").text(0x00080020, "20200101");
    }

    private static DataSet copy(DataSet set, Deidentifier deidentifier) throws UnreadableDicom {
        return deidentifier.deidentify(DicomFile.of(DicomWriter.explicitLittle().bytes(set))).dataSet();
    }

    @Test
    void whatItCannotDoIsRefused() {
        assertThatThrownBy(() -> copy(film("1.2", "P").bytes(0x00420011, Vr.OB, new byte[] {1, 2}).build(), DEIDENTIFIER))
                .hasMessageContaining("a document within DICOM");
        assertThatThrownBy(() -> copy(film("1.2", "P").numbers(0x60000010, Vr.US, 4).build(), DEIDENTIFIER))
                .hasMessageContaining("an overlay within the pixel data");
        Path samples = SharedData.folder("dicom-samples");
        assertThatThrownBy(() -> DEIDENTIFIER.deidentify(DicomFile.read(samples.resolve("dicomdirtests/DICOMDIR"))))
                .hasMessageContaining("a directory of other files");
    }

    @Test
    void pixelsStayAndAreNeverCalledClean() throws UnreadableDicom {
        DicomFile file = DicomFile.read(SharedData.folder("dicom-samples").resolve("MR_small.dcm"));
        Deidentified copy = DEIDENTIFIER.deidentify(file);
        DicomFile again = DicomFile.of(DicomWriter.of(file).bytes(copy.dataSet()));
        assertThat(PixelData.of(again).frame(0).values()).isEqualTo(PixelData.of(file).frame(0).values());
        assertThat(copy.warnings()).containsExactly("whether text is burned into the pixels is not said; they were not looked at");
        assertThat(again.dataSet().string(0x00080070)).isEqualTo(file.dataSet().string(0x00080070));
        assertThat(again.dataSet().doubles(0x00200032)).isEqualTo(file.dataSet().doubles(0x00200032));
    }

    /// Of every real file, no name, number, date of birth or identifier of the patient is left, and no private attribute.
    @Test
    void realFiles() throws IOException, UnreadableDicom {
        int copies = 0;
        try (Stream<Path> paths = Files.walk(SharedData.folder("dicom-samples"))) {
            for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
                DicomFile file;
                Deidentified copy;
                try {
                    file = DicomFile.read(path);
                    copy = DEIDENTIFIER.deidentify(file);
                } catch (UnreadableDicom e) {
                    continue;
                }
                byte[] bytes = DicomWriter.of(file).bytes(copy.dataSet());
                DataSet after = DicomFile.of(bytes).dataSet();
                Set<String> left = new HashSet<>();
                for (int tag : new int[] {0x00100010, 0x00100020, 0x00080050, 0x00100030, 0x0020000D, 0x0020000E, Tag.SOP_INSTANCE_UID}) {
                    file.dataSet().string(tag).filter(old -> old.length() > 5 && count(bytes, old.toUpperCase(Locale.ROOT)) > 0
                            && !old.startsWith("1.2.840.10008.")).ifPresent(left::add);
                }
                assertThat(left).as(path.toString()).isEmpty();
                assertThat(hasPrivate(after)).as(path.toString()).isFalse();
                copies++;
            }
        }
        assertThat(copies).isGreaterThan(100);
    }

    /// Damaged files are copied or refused, nothing else.
    @Test
    void mutatedFiles() throws IOException {
        SplittableRandom random = new SplittableRandom(15);
        int copied = 0;
        int refused = 0;
        for (Path path : SharedData.files("dicom-samples")) {
            if (!Files.isRegularFile(path) || Files.size(path) > 40_000) {
                continue;
            }
            byte[] whole = Files.readAllBytes(path);
            for (int i = 0; i < 20; i++) {
                byte[] bytes = whole.clone();
                for (int change = random.nextInt(1, 6); change > 0; change--) {
                    bytes[random.nextInt(Math.min(bytes.length, 3000))] = (byte) random.nextInt(256);
                }
                try {
                    DicomFile file = DicomFile.readable(bytes);
                    DicomWriter.of(file).bytes(file.dataSet());
                    DicomFile.of(DicomWriter.of(file).withDefinedLengths().bytes(DEIDENTIFIER.deidentify(file).dataSet()));
                    copied++;
                } catch (UnreadableDicom e) {
                    assertThat(e.getMessage()).contains("found ").contains(", expected ");
                    refused++;
                }
            }
        }
        assertThat(copied).isGreaterThan(300);
        assertThat(refused).isGreaterThan(30);
    }

    private static boolean hasPrivate(DataSet set) throws UnreadableDicom {
        for (Element element : set) {
            if (Tag.isPrivate(element.tag())) {
                return true;
            }
            if (element.vr() == Vr.SQ) {
                for (DataSet item : set.items(element.tag())) {
                    if (hasPrivate(item)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Test
    void theTable() {
        assertThat(BasicProfile.size()).isEqualTo(617);
        assertThat(BasicProfile.action(0x00100010)).contains(BasicProfile.Action.EMPTY);
        assertThat(BasicProfile.action(0x00100020)).contains(BasicProfile.Action.DUMMY);
        assertThat(BasicProfile.action(0x00101040)).contains(BasicProfile.Action.REMOVE);
        assertThat(BasicProfile.action(0x0020000D)).contains(BasicProfile.Action.REPLACE_UID);
        assertThat(BasicProfile.action(0x00081140)).contains(BasicProfile.Action.REPLACE_UID);
        assertThat(BasicProfile.action(0x00080070)).isEmpty();
        assertThat(BasicProfile.action(0x60063000)).contains(BasicProfile.Action.REMOVE);
        assertThat(BasicProfile.action(0x00091001)).contains(BasicProfile.Action.REMOVE);
    }
}

package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.DicomWriter;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `realfm inspect`.
class InspectTest {

    @TempDir
    private Path folder;

    /// A film of 2 x 3 samples in implicit little endian, without a header.
    private static byte[] film() {
        ByteBuffer bytes = ByteBuffer.allocate(300).order(ByteOrder.LITTLE_ENDIAN);
        put(bytes, 0x00080060, "CR".getBytes(StandardCharsets.US_ASCII));
        put(bytes, 0x00280010, new byte[] {2, 0});
        put(bytes, 0x00280011, new byte[] {3, 0});
        put(bytes, 0x00280100, new byte[] {16, 0});
        put(bytes, 0x7FE00010, new byte[] {1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 0, 1});
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    private static void put(ByteBuffer bytes, int tag, byte[] value) {
        bytes.putShort((short) (tag >>> 16)).putShort((short) tag).putInt(value.length).put(value);
    }

    @Test
    void aFile() throws IOException {
        Path film = Files.write(folder.resolve("film"), film());
        SmallStudy.Said said = SmallStudy.run("inspect", film);
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("DICOM, 2 x 3", "modality: CR", "minimum: 1", "maximum: 256", "sum: 271",
                "remark: at byte 0: there is no preamble");
        JsonNode json = JsonMapper.shared().readTree(SmallStudy.run("inspect", film, "--json").out());
        assertThat(json.get("shape").stringValue()).isEqualTo("2 x 3");
        assertThat(json.get("sum").intValue()).isEqualTo(271);
        assertThat(json.get("faults")).isEmpty();
    }

    /// The 128 bytes before the prefix are left to other uses (PS3.10 7.1): scanners and slides of both kinds begin so.
    @Test
    void aFileThatBeginsLikeAnother() throws IOException, UnreadableDicom {
        byte[] bytes = DicomWriter.explicitLittle().bytes(DataSetBuilder.dataSet()
                .text(Tag.SOP_CLASS_UID, "1.2.840.10008.5.1.4.1.1.7").text(Tag.SOP_INSTANCE_UID, "1.2.3").build());
        for (byte[] start : new byte[][] {{0x5C, 1, 0, 0}, {0, 0, 1, 0x5C}, {'I', 'I', 42, 0, 8, 0, 0, 0}, {'M', 'M', 0, 43},
            {(byte) 0x89, 'P', 'N', 'G'}, "NRRD0004".getBytes(StandardCharsets.US_ASCII), {0x1F, (byte) 0x8B}}) {
            System.arraycopy(start, 0, bytes, 0, start.length);
            SmallStudy.Said said = SmallStudy.run("inspect", Files.write(folder.resolve("two"), bytes), "--json");
            JsonNode json = JsonMapper.shared().readTree(said.out());
            assertThat(json.get("format").stringValue()).isEqualTo("DICOM");
            assertThat(json.get("faults")).isEmpty();
        }
    }

    @Test
    void aFolder() throws IOException {
        Files.write(folder.resolve("a.dcm"), film());
        Files.write(folder.resolve("b.dcm"), film());
        Files.write(Files.createDirectory(folder.resolve("cut")).resolve("c.dcm"), Arrays.copyOf(film(), film().length - 2));
        Files.write(folder.resolve("d.png"), Image2D.of(2, 1, 1, 255, new float[] {7, 9}).toPng());
        Files.writeString(folder.resolve("e.dcm"), "<html>not found</html>");
        SmallStudy.Said said = SmallStudy.run("inspect", folder);
        assertThat(said.code()).isEqualTo(1);
        assertThat(said.out()).containsPattern("DICOM +CR +2 x 3 +1.2.840.10008.1.2 +2 +2 +0");
        assertThat(said.out()).containsPattern("picture +- +1 x 2 +- +1 +0 +0");
        assertThat(said.out()).contains("WRONG " + Path.of("cut", "c.dcm")
                + ": (7FE0,0010) at byte 48: found a length of 12 bytes, expected at most the 10 bytes that are left");
        assertThat(said.out()).contains("WRONG e.dcm: starts with '<html>not'", "5 files, 2 with something wrong");
        JsonNode json = JsonMapper.shared().readTree(SmallStudy.run("inspect", folder, "--json").out());
        assertThat(json.get("files")).hasSize(5);
        assertThat(json.get("series")).isEmpty();
        assertThat(json.get("files").get(3).get("sum").intValue()).isEqualTo(16);
    }

    /// A slice in implicit little endian at a height in millimetres.
    private static byte[] slice(int z) {
        ByteBuffer bytes = ByteBuffer.allocate(400).order(ByteOrder.LITTLE_ENDIAN);
        put(bytes, 0x00080060, "CT".getBytes(StandardCharsets.US_ASCII));
        put(bytes, 0x0020000E, "1.2.3 ".getBytes(StandardCharsets.US_ASCII));
        put(bytes, 0x00200032, ("0\\0\\" + z + " ").getBytes(StandardCharsets.US_ASCII));
        put(bytes, 0x00200037, "1\\0\\0\\0\\1\\0 ".getBytes(StandardCharsets.US_ASCII));
        put(bytes, 0x00280010, new byte[] {1, 0});
        put(bytes, 0x00280011, new byte[] {2, 0});
        put(bytes, 0x00280030, "0.5\\0.5 ".getBytes(StandardCharsets.US_ASCII));
        put(bytes, 0x00280100, new byte[] {16, 0});
        put(bytes, 0x7FE00010, new byte[] {1, 0, 2, 0});
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    @Test
    void aSeries() throws IOException {
        for (int z : new int[] {10, 12, 14, 16}) {
            Files.write(folder.resolve(z + ".dcm"), slice(z));
        }
        SmallStudy.Said whole = SmallStudy.run("inspect", folder);
        assertThat(whole.code()).isZero();
        assertThat(whole.out()).containsPattern("CT +2 x 1 x 4 +0.5 x 0.5 x 2 mm +LPS +yes +1.2.3");
        Files.delete(folder.resolve("14.dcm"));
        Files.write(folder.resolve("18.dcm"), slice(18));
        SmallStudy.Said gap = SmallStudy.run("inspect", folder);
        assertThat(gap.code()).isEqualTo(1);
        assertThat(gap.out()).containsPattern("CT +2 x 1 x 4 +- +- +NO").contains("WRONG series 1: about 1 slices are missing, "
                + "the first from 12 to 16 mm along the normal");
        JsonNode json = JsonMapper.shared().readTree(SmallStudy.run("inspect", folder, "--json").out());
        assertThat(json.get("series").get(0).get("faults").get(0).stringValue()).startsWith("about 1 slices");
    }

    @Test
    void volumesAndTheFilesThatHoldTheirVoxels() throws IOException {
        String header = """
                ObjectType = Image
                NDims = 3
                DimSize = 2 1 2
                ElementSpacing = 1 2 3
                TransformMatrix = 1 0 0 0 -1 0 0 0 -1
                Offset = 5 6 7
                ElementType = MET_UCHAR
                ElementDataFile = voxels.raw
                """;
        Path file = Files.writeString(folder.resolve("head.mhd"), header);
        Files.write(folder.resolve("voxels.raw"), new byte[] {1, 2, 3, (byte) 200});
        SmallStudy.Said one = SmallStudy.run("inspect", file);
        assertThat(one.code()).isZero();
        assertThat(one.out()).contains("MetaImage, 2 x 1 x 2", "spacing: 1 x 2 x 3 mm", "orientation: LAI",
                "first voxel at: 5, 6, 7 mm LPS", "minimum: 1", "maximum: 200", "sum: 206");
        SmallStudy.Said all = SmallStudy.run("inspect", folder);
        assertThat(all.code()).isZero();
        assertThat(all.out()).contains("1 files, 0 with something wrong");
        Files.writeString(file, header.replace("voxels.raw", "../voxels.raw"));
        assertThat(SmallStudy.run("inspect", file).out()).contains("WRONG: at byte 145: found ElementDataFile '../voxels.raw', "
                + "expected a file in the folder of the header");
    }

    /// A tiled TIFF of 16 x 16 grey pixels of 32 bits, which no picture holds.
    @Test
    void aPictureOfTiles() throws IOException {
        ByteBuffer tiff = ByteBuffer.allocate(1200).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put(new byte[] {'I', 'I', 42, 0}).putInt(1032);
        for (int i = 0; i < 256; i++) {
            tiff.putInt(i * 1000);
        }
        int[][] tags = {{256, 16}, {257, 16}, {258, 32}, {259, 1}, {262, 1}, {277, 1}, {322, 16}, {323, 16}, {324, 8}, {325, 1024}};
        tiff.putShort((short) tags.length);
        for (int[] tag : tags) {
            tiff.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
        }
        tiff.putInt(0);
        Path file = Files.write(folder.resolve("a.tif"), Arrays.copyOf(tiff.array(), tiff.position()));
        SmallStudy.Said said = SmallStudy.run("inspect", file);
        assertThat(said.out()).contains("TIFF, 16 x 16", "levels: 16 x 16", "minimum: 0", "maximum: 255000", "sum: 32640000");
        assertThat(said.code()).isZero();
    }

    /// A directory of one file, which is there or not.
    @Test
    void aDirectory() throws IOException, UnreadableDicom {
        byte[] bytes = directory(0);
        long record = DicomFile.of(bytes).dataSet().items(0x00041220).getFirst().iterator().next().offset() - 16;
        Path listing = Files.write(folder.resolve("DICOMDIR"), directory(record));
        SmallStudy.Said without = SmallStudy.run("inspect", listing);
        assertThat(without.code()).isEqualTo(1);
        assertThat(without.out()).contains("lists: IMAGE 1", "files listed: 1", "files missing: 1",
                "WRONG: the listed file " + Path.of("DISC", "FILM") + " is missing");
        Files.createDirectory(folder.resolve("DISC"));
        Files.write(folder.resolve("DISC/FILM"), film());
        SmallStudy.Said with = SmallStudy.run("inspect", listing);
        assertThat(with.code()).isZero();
        assertThat(with.out()).contains("files missing: 0");
    }

    private static byte[] directory(long first) throws UnreadableDicom {
        return DicomWriter.explicitLittle().withDefinedLengths().bytes(DataSetBuilder.dataSet()
                .text(Tag.SOP_CLASS_UID, "1.2.840.10008.1.3.10").text(Tag.SOP_INSTANCE_UID, "2.25.1")
                .numbers(0x00041200, first)
                .items(0x00041220, DataSetBuilder.item().numbers(0x00041400, 0).numbers(0x00041410, 0xFFFF).numbers(0x00041420, 0)
                        .text(0x00041430, "IMAGE").text(0x00041500, "DISC", "FILM").build()).build());
    }

    @Test
    void whatIsMissingIsAnError() {
        SmallStudy.Said said = SmallStudy.run("inspect", folder.resolve("none"));
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("none");
    }
}

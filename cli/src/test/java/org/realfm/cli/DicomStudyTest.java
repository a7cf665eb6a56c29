package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.RasterReader;
import org.realfm.imaging.UnreadableImage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The main job on DICOM files: same pictures, same evidence.
class DicomStudyTest {

    @TempDir
    private Path folder;

    private SmallStudy study = new SmallStudy(Path.of(""));

    @BeforeEach
    void write() throws IOException {
        study = SmallStudy.in(folder);
    }

    private Image2D film(int number) throws IOException {
        try {
            return RasterReader.read(folder.resolve("films/" + number + ".png"));
        } catch (UnreadableImage e) {
            throw new IOException(e);
        }
    }

    /// Puts a DICOM file beside each film; the table then names those.
    private void toDicom() throws IOException {
        for (int i = 0; i < SmallStudy.FILMS; i++) {
            Files.write(folder.resolve("films/" + i + ".dcm"), DicomFilm.of(film(i)).bytes());
        }
        Path table = folder.resolve("cases.csv");
        Files.writeString(table, Files.readString(table).replace(".png", ".dcm"));
    }

    private JsonNode assess(String text) throws IOException {
        Files.writeString(folder.resolve("study.yaml"), text);
        SmallStudy.Said said = SmallStudy.run("assess", folder.resolve("study.yaml"), "--out", folder.resolve("out"), "--fresh");
        assertThat(said.err()).isEmpty();
        assertThat(said.code()).isZero();
        return JsonMapper.shared().readTree(Files.readString(folder.resolve("out/evidence.json")));
    }

    /// Without what measures time, and without the identity of the files' bytes.
    private static String comparable(JsonNode evidence) {
        ObjectNode copy = (ObjectNode) evidence;
        copy.remove("run");
        ((ObjectNode) copy.get("cohort")).remove("root");
        ArrayNode findings = (ArrayNode) copy.get("findings");
        for (int i = findings.size() - 1; i >= 0; i--) {
            if (findings.get(i).get("timed").booleanValue()) {
                findings.remove(i);
            }
        }
        return copy.toPrettyString();
    }

    @Test
    void dicomAndPngGiveTheSameEvidence() throws IOException {
        String png = comparable(assess(SmallStudy.TEXT));
        toDicom();
        String dicom = comparable(assess(SmallStudy.TEXT));
        assertThat(dicom).contains("auroc").isEqualTo(png);
    }

    @Test
    void brokenFilesAreSetAsideWithElementAndByte() throws IOException {
        toDicom();
        Path broken = folder.resolve("films/3.dcm");
        byte[] whole = Files.readAllBytes(broken);
        Files.write(broken, Arrays.copyOf(whole, whole.length - 10));
        Files.write(folder.resolve("films/4.dcm"), DicomFilm.of(film(4), film(5)).bytes());
        JsonNode evidence = assess(SmallStudy.TEXT);
        assertThat(evidence.get("quarantine").valueStream().map(each -> each.get("reason").stringValue())).containsExactly(
                "named at cases.csv:5: is a DICOM file that cannot be shown: (7FE0,0010) at byte " + (whole.length - 4096)
                        + ": found a length of 4096 bytes, expected at most the 4086 bytes that are left",
                "named at cases.csv:6: holds 2 frames, expected one picture or a volume, which they are not: 2 slices do not say"
                                + " where they lie (Image Position and Orientation (Patient), (0020,0032) and (0020,0037)); there is no"
                                + " Pixel Spacing (0028,0030) above 0, so that nothing can be measured");
        assertThat(evidence.get("cohort").get("evaluated").intValue()).isEqualTo(38);
    }

    /// Every film as the second frame of a clip: evidence is that of the films.
    @Test
    void theFrameThatTheTableNames() throws IOException {
        String png = comparable(assess(SmallStudy.TEXT));
        List<String> lines = Files.readAllLines(folder.resolve("cases.csv"));
        StringBuilder table = new StringBuilder(lines.getFirst() + ",shot\n");
        for (int i = 0; i < SmallStudy.FILMS; i++) {
            Files.write(folder.resolve("films/" + i + ".dcm"), DicomFilm.of(film((i + 7) % SmallStudy.FILMS), film(i)).bytes());
            table.append(lines.get(i + 1).replace(".png", ".dcm")).append(",2\n");
        }
        Files.writeString(folder.resolve("cases.csv"), table);
        JsonNode clips = assess(SmallStudy.TEXT.replace("image: image", "image: image, frame: shot"));
        ((ObjectNode) clips.get("study")).put("digest", JsonMapper.shared().readTree(png).get("study").get("digest").stringValue());
        assertThat(comparable(clips)).isEqualTo(png);
        Files.writeString(folder.resolve("cases.csv"), table.toString().replace("c1,films/1.dcm,1,2", "c1,films/1.dcm,1,x")
                .replace("c2,films/2.dcm,0,2", "c2,films/2.dcm,0,3"));
        assertThat(assess(SmallStudy.TEXT.replace("image: image", "image: image, frame: shot")).get("quarantine").valueStream()
                .map(each -> each.get("reason").stringValue())).containsExactly(
                        "the frame is not a whole number from 1", "named at cases.csv:4: has 2 frames, frame 3 is asked for");
    }

    /// A stated window of the whole range gives the same scores from 16 bits; another window is another subject with others.
    @Test
    void theWindowIsPartOfTheSubject() throws IOException {
        String onlyNetwork = SmallStudy.TEXT.replace("      vendor: {predictions: vendor.csv}\n", "");
        JsonNode file = assess(onlyNetwork);
        String scale = "scale: 0.00392156862745098";
        JsonNode wide = assess(onlyNetwork.replace(scale, "window: {centre: 127.5, width: 255}, scale: " + 1 / 65535.0));
        JsonNode narrow = assess(onlyNetwork.replace(scale, "window: {centre: 100, width: 20}, scale: " + 1 / 65535.0));
        assertThat(auroc(wide)).isEqualTo(auroc(file));
        assertThat(auroc(narrow)).isNotEqualTo(auroc(file));
        assertThat(List.of(digest(file), digest(wide), digest(narrow))).doesNotHaveDuplicates();
    }

    private static double auroc(JsonNode evidence) {
        return evidence.get("findings").valueStream()
                .flatMap(finding -> finding.get("estimates").valueStream())
                .filter(estimate -> estimate.get("name").stringValue().equalsIgnoreCase("auroc"))
                .findFirst()
                .orElseThrow()
                .get("value")
                .doubleValue();
    }

    private static String digest(JsonNode evidence) {
        return evidence.get("subjects").get(0).get("preprocessing").stringValue();
    }

    @Test
    void initProposesAWindowForDicomFiles() throws IOException {
        toDicom();
        Files.writeString(folder.resolve("cases.csv"), Files.readString(folder.resolve("cases.csv"))
                .replace("opacity\n", "opacity,frame\n").replaceAll("(?m)(,[01])$", "$1,1"));
        SmallStudy.Said said = SmallStudy.run("init", folder.resolve("cases.csv"), "--out", "-");
        assertThat(said.out()).contains("  image: image", "  frame: frame", "window: file, scale: 1.5259");
    }
}

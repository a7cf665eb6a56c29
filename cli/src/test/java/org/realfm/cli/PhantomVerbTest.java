package org.realfm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.RasterReader;
import org.realfm.imaging.UnreadableImage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `realfm phantom`.
class PhantomVerbTest {

    @TempDir
    private Path folder;

    private static JsonNode json(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readString(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ultrasound", "histology"})
    void writesPicturesWithTheirTruth(String kind) throws IOException, UnreadableImage {
        Path out = folder.resolve("p");
        SmallStudy.Said said = SmallStudy.run("phantom", kind, "--seed", "3", "--out", out);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("Wrote " + out, "objects", "side: ");
        JsonNode scene = json(out.resolve("scene.json"));
        assertThat(scene.get("modality").stringValue()).isEqualTo(kind);
        Image2D image = RasterReader.read(out.resolve("image.png"));
        Image2D labels = RasterReader.read(out.resolve("labels.png"));
        assertThat(labels.width()).isEqualTo(image.width());
        int lesions = 0;
        int number = 0;
        for (JsonNode object : scene.get("objects")) {
            number++;
            if (object.get("category").stringValue().equals("lesion") && object.get("visible").booleanValue()) {
                Image2D mask = RasterReader.read(out.resolve("masks").resolve(object.get("id").stringValue() + ".png"));
                int inside = 0;
                int labelled = 0;
                for (int i = 0; i < mask.width() * mask.height(); i++) {
                    if (mask.sample(i % mask.width(), i / mask.width(), 0) > 0) {
                        inside++;
                        labelled += labels.sample(i % mask.width(), i / mask.width(), 0) == number ? 1 : 0;
                    }
                }
                assertThat(inside).isEqualTo(object.get("region").get("voxels").intValue());
                assertThat(labelled).isEqualTo(inside);
                lesions++;
            }
        }
        assertThat(lesions).isPositive();
    }

    @Test
    void writesVolumesAndTheirSecondTime() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        assertThat(SmallStudy.run("phantom", "mr", "--seed", "5", "--lesions", "1", "--out", first).code()).isZero();
        SmallStudy.Said said =
                SmallStudy.run("phantom", "MR", "--seed", "5", "--lesions", "1", "--time", "1", "--json", "--out", second);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(JsonMapper.shared().readTree(said.out()).get("modality").stringValue()).isEqualTo("mr");
        assertThat(first.resolve("volume.nii.gz")).exists();
        assertThat(first.resolve("labels.nii.gz")).exists();
        assertThat(first.resolve("slices").resolve("023.png")).exists();
        assertThat(first.resolve("masks").resolve("white-matter.nii.gz")).exists();
        JsonNode one = json(first.resolve("scene.json"));
        JsonNode two = json(second.resolve("scene.json"));
        assertThat(one.get("time").intValue()).isZero();
        assertThat(two.get("time").intValue()).isEqualTo(1);
        assertThat(two.get("objects")).hasSameSizeAs(one.get("objects"));
    }

    @Test
    void whatCannotBeIsExplained() throws IOException {
        assertThat(SmallStudy.run("phantom", "pet", "--seed", "1", "--out", folder.resolve("x")).err())
                .contains("pet", "HISTOLOGY");
        assertThat(SmallStudy.run("phantom", "mr", "--seed", "1", "--lesions", "40", "--out", folder.resolve("x")).err())
                .contains("0 to 12 lesions, found 40");
        assertThat(SmallStudy.run("phantom", "histology", "--seed", "1", "--mirrored", "--out", folder.resolve("x")).err())
                .contains("no sides");
        Files.writeString(folder.resolve("kept"), "mine");
        SmallStudy.Said said = SmallStudy.run("phantom", "mr", "--seed", "1", "--out", folder);
        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err()).contains("is there already");
    }
}

package org.realfm.imaging.dicom.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.OrthancServer;
import org.realfm.imaging.SharedData;
import org.realfm.imaging.Tools;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.DicomWriter;
import org.realfm.imaging.dicom.PixelData;
import org.realfm.imaging.dicom.StoredFrame;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.segmentation.VoxelMask;
import org.realfm.imaging.volume.Affine;

/// What is written is what was meant, for our reader and for others'.
class WrittenObjectsTest {

    @TempDir
    private Path folder;

    private Map<String, Path> files() throws Exception {
        Map<String, Path> files = new LinkedHashMap<>();
        for (Map.Entry<String, DataSet> object : WrittenObjects.all().entrySet()) {
            for (boolean defined : new boolean[] {false, true}) {
                String name = object.getKey() + (defined ? "-defined" : "");
                Path path = folder.resolve(name + ".dcm");
                DicomWriter writer = DicomWriter.explicitLittle();
                (defined ? writer.withDefinedLengths() : writer).write(object.getValue(), path);
                files.put(name, path);
            }
        }
        return files;
    }

    @Test
    void pictures() throws UnreadableDicom {
        for (int[] kind : new int[][] {{1, 255}, {1, 200}, {1, 1023}, {1, 4095}, {1, 65535}, {3, 255}}) {
            Image2D image = WrittenObjects.ramp(kind[0], kind[1]);
            StoredFrame frame = PixelData.of(WrittenObjects.written(SecondaryCapture.of(image, WrittenObjects.SUBJECT,
                    WrittenObjects.instance("x", 1)))).frame(0);
            float[] samples = image.samples();
            for (int i = 0; i < samples.length; i++) {
                assertThat((float) frame.value(i)).isEqualTo(samples[i]);
            }
            assertThat(frame.samples()).isEqualTo(kind[0]);
        }
        assertThatThrownBy(() -> SecondaryCapture.of(WrittenObjects.ramp(3, 4095), WrittenObjects.SUBJECT,
                WrittenObjects.instance("x", 1))).hasMessageContaining("8 bits a sample");
        assertThatThrownBy(() -> SecondaryCapture.of(Image2D.of(1, 1, 1, 255, new float[] {0.5f}), WrittenObjects.SUBJECT,
                WrittenObjects.instance("x", 1))).hasMessageContaining("whole number, found 0.5");
    }

    /// Every voxel is found again at its place in the patient, and no other.
    @Test
    void segments() throws UnreadableDicom {
        List<VoxelMask> masks = List.of(WrittenObjects.ball(4), WrittenObjects.corner(),
                VoxelMask.of(WrittenObjects.GRID, (x, y, z) -> false));
        List<Segment> segments = new ArrayList<>();
        masks.forEach(mask -> segments.add(WrittenObjects.segment("s" + segments.size(), mask)));
        DicomFile file = WrittenObjects.written(WrittenObjects.segmentation(segments, WrittenObjects.slices()));
        DataSet set = file.dataSet();
        PixelData pixels = PixelData.of(file);
        DataSet shared = set.items(0x52009229).getFirst();
        double[] cosines = shared.items(0x00209116).getFirst().doubles(0x00200037);
        double[] spacing = shared.items(0x00289110).getFirst().doubles(0x00280030);
        assertThat(shared.items(0x00289110).getFirst().doubles(0x00180088)[0]).isCloseTo(2.5, within(1e-9));
        long[] found = new long[masks.size()];
        Affine affine = WrittenObjects.affine();
        for (int f = 0; f < pixels.format().frames(); f++) {
            DataSet frame = set.items(0x52009230).get(f);
            int segment = frame.items(0x0062000A).getFirst().ints(0x0062000B)[0];
            double[] origin = frame.items(0x00209113).getFirst().doubles(0x00200032);
            StoredFrame bits = pixels.frame(f);
            for (int y = 0; y < bits.rows(); y++) {
                for (int x = 0; x < bits.columns(); x++) {
                    if (bits.value(y * bits.columns() + x) == 1) {
                        double[] place = new double[3];
                        for (int i = 0; i < 3; i++) {
                            place[i] = origin[i] + cosines[i] * spacing[1] * x + cosines[3 + i] * spacing[0] * y;
                        }
                        double[] voxel = affine.voxel(place[0], place[1], place[2]);
                        assertThat(voxel[0]).isCloseTo(Math.rint(voxel[0]), within(1e-6));
                        assertThat(voxel[1]).isCloseTo(Math.rint(voxel[1]), within(1e-6));
                        assertThat(voxel[2]).isCloseTo(Math.rint(voxel[2]), within(1e-6));
                        assertThat(masks.get(segment - 1).contains((int) Math.rint(voxel[0]), (int) Math.rint(voxel[1]),
                                (int) Math.rint(voxel[2]))).isTrue();
                        found[segment - 1]++;
                    }
                }
            }
        }
        for (int s = 0; s < masks.size(); s++) {
            assertThat(found[s]).isEqualTo(masks.get(s).count());
        }
        assertThat(set.items(0x00620002)).hasSize(3);
        assertThat(set.items(0x00081115).getFirst().items(0x0008114A)).hasSize(5);
    }

    @Test
    void segmentationsThatWouldLieWrongAreRefused() {
        List<Segment> ball = List.of(WrittenObjects.segment("ball", WrittenObjects.ball(3)));
        assertThatThrownBy(() -> Segmentation.of(ball, Affine.scaling(0.7, 0.8, 2.6), "2.25.3", List.of(), WrittenObjects.SUBJECT,
                WrittenObjects.instance("x", 1))).hasMessageContaining("2.5 mm along axis 2");
        assertThatThrownBy(() -> Segmentation.of(ball, Affine.of(0.7, 0.1, 0, 0, 0, Math.sqrt(0.63), 0, 0, 0, 0, 2.5, 0), "2.25.3",
                List.of(), WrittenObjects.SUBJECT, WrittenObjects.instance("x", 1))).hasMessageContaining("right angles");
        assertThatThrownBy(() -> WrittenObjects.segmentation(ball, WrittenObjects.slices().subList(0, 3)))
                .hasMessageContaining("each of 5 slices");
        assertThatThrownBy(() -> WrittenObjects.segmentation(List.of(), List.of())).hasMessageContaining("found 0");
    }

    @Test
    void aSubjectIsTakenFromAnImage() throws UnreadableDicom {
        DataSet image = DicomFile.read(SharedData.folder("dicom-samples").resolve("CT_small.dcm")).dataSet();
        DataSet capture = WrittenObjects.written(SecondaryCapture.of(WrittenObjects.ramp(1, 255), Subject.of(image),
                WrittenObjects.instance("x", 1))).dataSet();
        assertThat(capture.string(0x00100010)).isEqualTo(image.string(0x00100010)).isPresent();
        assertThat(capture.string(0x0020000D)).isEqualTo(image.string(0x0020000D)).isPresent();
        assertThat(Reference.to(image).sopClass()).isEqualTo("1.2.840.10008.5.1.4.1.1.2");
    }

    /// dicom3tools finds no error.
    @Test
    void dciodvfy() throws Exception {
        List<String> found = new ArrayList<>();
        for (Map.Entry<String, Path> file : files().entrySet()) {
            Tools.run("dciodvfy", file.getValue().toString()).text().lines().filter(line -> line.contains("Error")
                    || line.contains("Warning")).forEach(line -> found.add(file.getKey() + ": " + line));
        }
        // Of a patient of whom only an ID is known, neither the study's date, time and ID are known nor the side.
        assertThat(found).filteredOn(line -> !line.contains("needed to build DICOMDIR - Study")
                && !line.contains("only permitted to be empty when actually unknown")).isEmpty();
    }

    /// dcmtk reads every file, and the tree of every report.
    @Test
    void dcmtk() throws Exception {
        for (Map.Entry<String, Path> file : files().entrySet()) {
            Tools.Said dump = Tools.run("dcmdump", "-q", file.getValue().toString());
            assertThat(dump.exit()).as(dump.text()).isZero();
            assertThat(dump.text().contains("(7fe0,0010)")).as(file.getKey()).isNotEqualTo(file.getKey().startsWith("report"));
            assertThat(dump.text().lines()).noneMatch(line -> line.startsWith("E:") || line.startsWith("W:"));
            if (file.getKey().startsWith("report")) {
                Tools.Said tree = Tools.run("dsrdump", file.getValue().toString());
                assertThat(tree.exit()).as(tree.text()).isZero();
                assertThat(tree.text()).contains("Imaging Measurement Report", "=\"1234.5678\" (mm3,UCUM", "lesion 2");
                assertThat(tree.text().lines()).filteredOn(line -> line.startsWith("E:") || line.startsWith("W:"))
                        .allMatch(line -> line.endsWith("does not support this Specific Character Set: ISO_IR 192"));
            }
        }
    }

    /// Orthanc takes every file and gives it back, byte by byte.
    @Test
    void orthanc() throws Exception {
        Assumptions.assumeTrue(OrthancServer.isInstalled(), "skipped: there is no Orthanc");
        Path storage = Files.createDirectory(folder.resolve("orthanc"));
        try (OrthancServer server = OrthancServer.start(storage); HttpClient client = HttpClient.newHttpClient()) {
            for (Map.Entry<String, Path> file : files().entrySet()) {
                byte[] bytes = Files.readAllBytes(file.getValue());
                HttpRequest post = HttpRequest.newBuilder(server.rest().resolve("instances"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes)).build();
                HttpResponse<String> said = client.send(post, HttpResponse.BodyHandlers.ofString());
                assertThat(said.statusCode()).as(file.getKey() + said.body()).isEqualTo(200);
                String id = said.body().replaceAll("(?s).*\"ID\" : \"([^\"]+)\".*", "$1");
                URI stored = server.rest().resolve("instances/" + id + "/file");
                assertThat(client.send(HttpRequest.newBuilder(stored).build(), HttpResponse.BodyHandlers.ofByteArray()).body())
                        .as(file.getKey()).isEqualTo(bytes);
            }
        }
    }
}

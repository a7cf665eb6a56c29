package org.realfm.imaging.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.interventions.BurnedText;
import org.realfm.imaging.interventions.Corner;
import org.realfm.imaging.phantom.graph.SceneGraph;
import org.realfm.imaging.phantom.graph.SceneObject;
import org.realfm.imaging.volume.Volume;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Writes the contact sheets and the page that shows them: `-Drealfm.sheets=docs/images`.
class PhantomSheetTest {

    private static final int LABEL = 16;
    /// Values are rounded to multiples of this, so that noise takes less room.
    private static final int COARSE = 6;

    private record Tile(String label, Image2D picture) {}

    @Test
    @EnabledIfSystemProperty(named = "realfm.sheets", matches = ".+", disabledReason = "takes a minute")
    void writesTheSheet() throws IOException {
        Path root = Path.of(System.getProperty("realfm.root", "."));
        Path folder = root.resolve(System.getProperty("realfm.sheets"));
        Files.createDirectories(folder);
        Phantom scan = write(folder);
        Files.writeString(folder.resolveSibling("phantoms.md"), page(scan.scene()));
    }

    private static Phantom write(Path folder) throws IOException {
        Body body = Torso.draw(7, new Findings(6, 0.8, 0));
        Phantom scan = CtScan.take(body, CtScan.Protocol.USUAL);
        sheet(folder, "ct", 4, 256, ct(body, scan));
        sheet(folder, "radiograph", 3, 320, radiographs());
        sheet(folder, "mr", 4, 240, mr());
        sheet(folder, "ultrasound", 3, 340, ultrasound());
        sheet(folder, "histology", 3, 280, histology());
        return scan;
    }

    private static List<Tile> ct(Body body, Phantom scan) {
        List<Tile> tiles = new ArrayList<>();
        for (int slice : new int[] {12, 22, 33, 41}) {
            tiles.add(new Tile("SEED 7 SLICE " + slice, ((Phantom.Voxels) scan.content()).slice(slice)));
        }
        CtScan.Protocol one = CtScan.Protocol.USUAL.about(-57.5, 1);
        for (double photons : new double[] {20_000, 100_000, 1_000_000}) {
            tiles.add(new Tile("DOSE " + (long) photons, soft(body, one.withPhotons(photons))));
        }
        tiles.add(new Tile("FULL MODEL 100000", soft(body, one.withPhotons(100_000).withModel(CtScan.Model.FULL))));
        double chest = scan.scene().lesions().stream()
                .filter(o -> o.kind().equals("nodule") && o.visible())
                .findFirst()
                .flatMap(SceneObject::body)
                .orElseThrow()
                .centre()
                .get(2);
        CtScan.Protocol lung = CtScan.Protocol.USUAL.about(chest, 1);
        for (int time = 0; time < 2; time++) {
            Body then = Torso.draw(7, new Findings(6, 0.8, time));
            tiles.add(new Tile("LUNG DAY " + Findings.DAYS.get(time),
                    new Phantom.Voxels(CtScan.volume(then, lung), -1350, 150).slice(0)));
        }
        tiles.add(new Tile("MIRRORED", soft(body.mirrored(), one)));
        tiles.add(new Tile("WITHOUT SPLEEN", soft(body.without("spleen"), one)));
        return tiles;
    }

    private static Image2D soft(Body body, CtScan.Protocol protocol) {
        return new Phantom.Voxels(CtScan.volume(body, protocol), -160, 240).slice(0);
    }

    private static List<Tile> radiographs() {
        Radiograph.Protocol usual = Radiograph.Protocol.USUAL;
        return List.of(
                film("PA WELL SEED 7", 7, 0, 0, usual), film("PA SEVERITY 0-5", 7, 6, 0.5, usual),
                film("PA SEVERITY 1", 7, 6, 1, usual), film("AP SEED 2", 2, 4, 0.8, usual.with(Radiograph.View.AP)),
                film("LOW DOSE SEED 2", 2, 4, 0.8, usual.withPhotons(2_500, 0)),
                new Tile("MIRRORED SEED 2", Radiograph.picture(
                        Torso.draw(2, new Findings(4, 0.8, 0)).mirrored(), usual.withMarker(Optional.empty()))));
    }

    private static Tile film(String label, long seed, int lesions, double severity, Radiograph.Protocol protocol) {
        return new Tile(
                label, Radiograph.picture(Torso.draw(seed, new Findings(lesions, severity, 0)), protocol));
    }

    private static List<Tile> mr() {
        List<Tile> tiles = new ArrayList<>();
        Body body = Head.draw(5, new Findings(8, 0.9, 0));
        for (MrScan.Weighting weighting : MrScan.Weighting.values()) {
            tiles.add(head(weighting + " SEED 5", body, MrScan.Protocol.usual(weighting).about(22, 1)));
        }
        MrScan.Protocol t2 = MrScan.Protocol.usual(MrScan.Weighting.T2);
        tiles.add(head("T2 NOISE 40", body, t2.about(22, 1).withNoise(40, 0)));
        tiles.add(head("T2 SEED 5 HIGHER", body, t2.about(42, 1)));
        tiles.add(head("T2 CEREBELLUM", body, t2.about(-32, 1)));
        tiles.add(head("T1 SEED 9 WELL", Head.draw(9, new Findings(0, 0, 0)),
                MrScan.Protocol.usual(MrScan.Weighting.T1).about(22, 1)));
        tiles.add(head("T1 BIAS 0-6", body, MrScan.Protocol.usual(MrScan.Weighting.T1).about(22, 1).withBias(0.6)));
        return tiles;
    }

    private static Tile head(String label, Body body, MrScan.Protocol protocol) {
        Volume volume = MrScan.volume(body, protocol);
        float[] values = volume.values();
        Arrays.sort(values);
        return new Tile(label, new Phantom.Voxels(volume, 0, values[(int) (0.995 * values.length)]).slice(0));
    }

    private static List<Tile> ultrasound() {
        List<Tile> tiles = new ArrayList<>();
        for (double severity : new double[] {0.2, 0.6, 1}) {
            tiles.add(new Tile("SEED 2 SEVERITY " + String.valueOf(severity).replace('.', '-'),
                    Ultrasound.picture(Flank.draw(2, new Findings(6, severity, 0)), Ultrasound.Protocol.USUAL)));
        }
        tiles.add(new Tile("SEED 4 WELL", Ultrasound.picture(
                Flank.draw(4, new Findings(0, 0, 0)), Ultrasound.Protocol.USUAL)));
        Body body = Flank.draw(3, new Findings(8, 0.7, 0));
        tiles.add(new Tile("2 MHZ SEED 3", Ultrasound.picture(body, Ultrasound.Protocol.USUAL.withFrequency(2))));
        tiles.add(new Tile("STRIP 7 MHZ SEED 3", Ultrasound.picture(body, Ultrasound.Protocol.NEAR)));
        return tiles;
    }

    private static List<Tile> histology() {
        List<Tile> tiles = new ArrayList<>();
        for (double severity : new double[] {0, 0.4, 1}) {
            tiles.add(new Tile("SEED 3 SEVERITY " + String.valueOf(severity).replace('.', '-'), Histology.picture(
                    Tissue.draw(3, new Findings(6, severity, 0)), Histology.Protocol.USUAL)));
        }
        Body body = Tissue.draw(8, new Findings(6, 0.8, 0));
        for (double stain : new double[] {0.6, 1, 1.5}) {
            tiles.add(new Tile("SEED 8 STAIN " + String.valueOf(stain).replace('.', '-'),
                    Histology.picture(body, Histology.Protocol.USUAL.withStain(stain))));
        }
        return tiles;
    }

    private static void sheet(Path folder, String name, int across, int width, List<Tile> tiles) throws IOException {
        Image2D first = tiles.getFirst().picture();
        int channels = first.channels();
        int height = width * first.height() / first.width();
        int down = (tiles.size() + across - 1) / across;
        int stride = across * width * channels;
        float[] all = new float[stride * down * (height + LABEL)];
        for (int i = 0; i < tiles.size(); i++) {
            Image2D picture = fitted(tiles.get(i).picture(), width, height);
            Image2D label = label(tiles.get(i).label(), width);
            int start = i / across * (height + LABEL) * stride + i % across * width * channels;
            for (int y = 0; y < height + LABEL; y++) {
                for (int k = 0; k < width * channels; k++) {
                    float value = y < LABEL
                            ? label.sample(k / channels, y, 0)
                            : 255f * picture.sample(k / channels, y - LABEL, k % channels) / picture.maximum();
                    all[start + y * stride + k] = Math.min(255, COARSE * Math.round(value / COARSE));
                }
            }
        }
        byte[] png = Image2D.of(across * width, down * (height + LABEL), channels, 255, all).toPng();
        assertThat(png.length).as(name).isLessThan(600_000);
        Files.write(folder.resolve("phantoms-" + name + ".png"), png);
    }

    /// The picture in the middle of a tile, as large as fits.
    private static Image2D fitted(Image2D picture, int width, int height) {
        double scale = Math.min((double) width / picture.width(), (double) height / picture.height());
        Image2D small = picture.resize((int) (scale * picture.width()), (int) (scale * picture.height()));
        float[] tile = new float[width * height * picture.channels()];
        int left = (width - small.width()) / 2;
        for (int y = 0; y < small.height(); y++) {
            for (int x = 0; x < small.width(); x++) {
                for (int c = 0; c < picture.channels(); c++) {
                    tile[(y * width + left + x) * picture.channels() + c] = small.sample(x, y, c);
                }
            }
        }
        return Image2D.of(width, height, picture.channels(), picture.maximum(), tile);
    }

    private static Image2D label(String text, int width) {
        Image2D blank = Image2D.of(width, 200, 1, 255, new float[width * 200]);
        return new BurnedText(text.toUpperCase(Locale.ROOT), Corner.TOP_LEFT).apply(blank, 0).crop(0, 0, width, LABEL);
    }

    private static String page(SceneGraph scene) {
        JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        JsonNode json = mapper.readTree(scene.toJson());
        SceneObject lesion = scene.lesions().stream()
                .filter(o -> o.visible() && o.history().getLast().present())
                .findFirst()
                .orElseThrow();
        StringBuilder objects = new StringBuilder();
        json.get("objects").forEach(object -> {
            if (object.get("id").stringValue().equals(lesion.id())) {
                objects.append(mapper.writeValueAsString(object));
            }
        });
        StringBuilder relations = new StringBuilder();
        json.get("relations").forEach(relation -> {
            if (relation.get("object").stringValue().equals(lesion.id())
                    && List.of("heart", "liver", lesion.parent().orElseThrow())
                            .contains(relation.get("subject").stringValue())) {
                relations.append(relation).append('\n');
            }
        });
        return PAGE.formatted(objects, relations);
    }

    private static final String PAGE = """
            # Phantoms: generated pictures whose truth is known

            `realfm phantom KIND --seed N --out DIR` draws a patient, or a piece of tissue, that does not exist, and takes a picture
            of it. With the picture come a mask of every object and `scene.json`: every object with its pose, size in mm,
            intensity and history, and how objects lie to each other. The same seed gives the same pixels on every machine.
            Phantoms test software and probe what a model sees and concludes; they say nothing about its worth for patients.

            This page and its pictures are written by
            `mvn -pl imaging test -Dtest=PhantomSheetTest -Drealfm.sheets=docs/images`.

            ## CT

            Chest and upper abdomen after contrast medium, in Hounsfield units. Lesions are nodules in the lungs and dark ones in
            the liver; they grow, shrink, stay, come and go between two time points. The full model follows every ray through
            the solids, counts photons and projects back; the fast one adds noise of the same spectrum and local size.

            ![CT](images/phantoms-ct.png)

            ## Radiograph

            The same patients: integrals along rays from a point through the same solids, scatter, counts, blur, logarithm.

            ![Radiographs](images/phantoms-radiograph.png)

            ## MR

            A head at 1.5 T by the spin-echo equation, with a smooth field of sensitivity and Rician noise; lesions of the white
            matter and, from severity 0.5, a tumour with necrosis and oedema.

            ![MR](images/phantoms-mr.png)

            ## Ultrasound

            The right upper abdomen in a sagittal plane, head on the left: liver, veins, diaphragm, kidney, gallbladder with a
            stone and its shadow; cysts with a bright band behind, bright and dark lesions.

            ![Ultrasound](images/phantoms-ultrasound.png)

            ## Histology

            A mucosa in haematoxylin and eosin: glands with goblets, connective tissue, and a tumour nest with dividing nuclei
            (`--lesions` is their number). Nuclei never come nearer than 5 micrometres.

            ![Histology](images/phantoms-histology.png)

            ## The scene graph

            Lengths are in mm. In a patient x grows to the left, y to the back and z to the head, and sides are the patient's,
            however the picture is turned. `solid` is what was drawn, `region` what its mask measures, `history` its size at
            each time point. One lesion of the scan above:

            ```json
            %s
            ```

            and how some organs lie to it. `topology` is one of the eight relations of RCC-8 between the masks (DC apart, EC
            touching, PO overlapping, TPP inside at the rim, NTPP inside, their inverses, EQ equal). A direction is told only where
            it is clear: centroids at least `margin_mm` apart along it, and a quarter of the sum of both extents. `margin_mm` of a
            relation says how clear the topology is:

            ```json
            %s```

            The schema is [scene.schema.json](schema/scene.schema.json). What the physics is held to is in the tests of
            `org.realfm.imaging.phantom`, and why it is as it is in [design note 019](design/019-phantoms.md).
            """;
}

package org.realfm.imaging.phantom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.realfm.imaging.ContactSheet;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.phantom.graph.SceneGraph;
import org.realfm.imaging.phantom.graph.SceneObject;
import org.realfm.imaging.volume.Volume;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Writes the contact sheets and the page that shows them: `-Drealfm.sheets=docs/images`.
class PhantomSheetTest {

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
        // Pixels twice as large, which truth does not need finer: most of the time goes into relations.
        CtScan.Protocol usual = CtScan.Protocol.USUAL;
        Phantom scan = CtScan.take(body, new CtScan.Protocol(
                usual.columns() / 2, usual.slices(), 2 * usual.pixel(), usual.spacing(), usual.thickness(), 0,
                usual.middle(), usual.photons(), usual.views(), 0, usual.model()));
        sheet(folder, "ct", ct(body, scan.scene()));
        sheet(folder, "radiograph", radiographs());
        sheet(folder, "mr", mr());
        sheet(folder, "ultrasound", ultrasound());
        sheet(folder, "histology", histology());
        return scan;
    }

    private static void sheet(Path folder, String name, ContactSheet sheet) throws IOException {
        Path file = folder.resolve("phantoms-" + name + ".png");
        sheet.write(file);
        assertThat(Files.size(file)).as(name).isLessThan(700_000);
    }

    private static ContactSheet ct(Body body, SceneGraph scene) {
        double pixel = CtScan.Protocol.USUAL.pixel();
        ContactSheet sheet = new ContactSheet(256).row("CT, venous phase, soft tissue window, seed 7: from the kidneys up", pixel);
        for (double height : new double[] {-107.5, -57.5, -2.5, 37.5}) {
            sheet.tile("at " + height + " mm", soft(body, CtScan.Protocol.USUAL.about(height, 1)));
        }
        CtScan.Protocol one = CtScan.Protocol.USUAL.about(-57.5, 1);
        sheet.row("the same liver at other doses (photons a ray), and by the full model", pixel);
        for (int photons : new int[] {20_000, 100_000, 1_000_000}) {
            sheet.tile(String.format(Locale.ROOT, "%,d", photons), soft(body, one.withPhotons(photons)));
        }
        sheet.tile("100,000, full model", soft(body, one.withPhotons(100_000).withModel(CtScan.Model.FULL)));
        double chest = scene.lesions().stream()
                .filter(o -> o.kind().equals("nodule") && o.visible())
                .findFirst()
                .flatMap(SceneObject::body)
                .orElseThrow()
                .centre()
                .get(2);
        CtScan.Protocol lung = CtScan.Protocol.USUAL.about(chest, 1);
        sheet.row("two days in the lung window; other patients made of this one", pixel);
        for (int time = 0; time < 2; time++) {
            Body then = Torso.draw(7, new Findings(6, 0.8, time));
            sheet.tile("nodules, day " + Findings.DAYS.get(time),
                    new Phantom.Voxels(CtScan.volume(then, lung), -1350, 150).slice(0));
        }
        sheet.tile("mirrored: situs inversus", soft(body.mirrored(), one));
        return sheet.tile("without a spleen", soft(body.without("spleen"), one));
    }

    private static Image2D soft(Body body, CtScan.Protocol protocol) {
        return new Phantom.Voxels(CtScan.volume(body, protocol), -160, 240).slice(0);
    }

    private static ContactSheet radiographs() {
        Radiograph.Protocol half = new Radiograph.Protocol(
                288, 288, 400.0 / 288, 30, Radiograph.View.PA, 190_000, 0.3, 0.3, Optional.of(Radiograph.Marker.USUAL), 0);
        ContactSheet sheet = new ContactSheet(288).row("chest radiographs, postero-anterior, seed 7", half.pixel());
        sheet.tile("well", film(7, 0, 0, half));
        sheet.tile("six nodules, severity 0.5", film(7, 6, 0.5, half));
        sheet.tile("six nodules, severity 1", film(7, 6, 1, half));
        sheet.row("seed 2, four nodules of severity 0.8", half.pixel());
        sheet.tile("antero-posterior, at the bedside", film(2, 4, 0.8, half.with(Radiograph.View.AP)));
        sheet.tile("a twentieth of the dose", film(2, 4, 0.8, half.withPhotons(9_500, 0)));
        return sheet.tile("mirrored: dextrocardia", Radiograph.picture(
                Torso.draw(2, new Findings(4, 0.8, 0)).mirrored(), half));
    }

    private static Image2D film(long seed, int lesions, double severity, Radiograph.Protocol protocol) {
        return Radiograph.picture(Torso.draw(seed, new Findings(lesions, severity, 0)), protocol);
    }

    private static ContactSheet mr() {
        Body body = Head.draw(5, new Findings(8, 0.9, 0));
        MrScan.Protocol t1 = MrScan.Protocol.usual(MrScan.Weighting.T1).about(22, 1);
        MrScan.Protocol t2 = MrScan.Protocol.usual(MrScan.Weighting.T2);
        ContactSheet sheet = new ContactSheet(256).row("MR of the head, seed 5: tumour with oedema, lesions of white matter", t1.pixel());
        sheet.tile("T1", head(body, t1));
        sheet.tile("T2", head(body, t2.about(22, 1)));
        sheet.tile("proton density", head(body, MrScan.Protocol.usual(MrScan.Weighting.PD).about(22, 1)));
        sheet.tile("T2, 20 mm higher", head(body, t2.about(42, 1)));
        sheet.row("other levels, patients and scanners", t1.pixel());
        sheet.tile("T2, cerebellum", head(body, t2.about(-32, 1)));
        sheet.tile("T1, seed 9, well", head(Head.draw(9, new Findings(0, 0, 0)), t1));
        sheet.tile("T2, noise of 40 of 1,000", head(body, t2.about(22, 1).withNoise(40, 0)));
        return sheet.tile("T1, bias field of 0.6", head(body, t1.withBias(0.6)));
    }

    private static Image2D head(Body body, MrScan.Protocol protocol) {
        Volume volume = MrScan.volume(body, protocol);
        float[] values = volume.values();
        Arrays.sort(values);
        return new Phantom.Voxels(volume, 0, values[(int) (0.995 * values.length)]).slice(0);
    }

    private static ContactSheet ultrasound() {
        Ultrasound.Protocol usual = Ultrasound.Protocol.USUAL;
        ContactSheet sheet = new ContactSheet(340).row("ultrasound of liver, gallbladder with a stone, right kidney: seed 2", usual.pixel());
        for (double severity : new double[] {0.2, 0.6, 1}) {
            sheet.tile("six lesions, severity " + severity,
                    Ultrasound.picture(Flank.draw(2, new Findings(6, severity, 0)), usual));
        }
        sheet.row("other patients and frequencies", usual.pixel());
        sheet.tile("seed 4, well, 3.5 MHz", Ultrasound.picture(Flank.draw(4, new Findings(0, 0, 0)), usual));
        Body body = Flank.draw(3, new Findings(8, 0.7, 0));
        sheet.tile("seed 3, 2 MHz", Ultrasound.picture(body, usual.withFrequency(2)));
        return sheet.tile("seed 3, a straight probe of 7 MHz (61 mm across)",
                Ultrasound.picture(body, Ultrasound.Protocol.NEAR));
    }

    private static ContactSheet histology() {
        double pixel = Histology.Protocol.USUAL.pixel();
        ContactSheet sheet = new ContactSheet(280).row("mucosa, haematoxylin and eosin, seed 3: glands, stroma, tumour nest", pixel);
        for (double severity : new double[] {0, 0.4, 1}) {
            sheet.tile("severity " + severity, Histology.picture(
                    Tissue.draw(3, new Findings(6, severity, 0)), Histology.Protocol.USUAL));
        }
        Body body = Tissue.draw(8, new Findings(6, 0.8, 0));
        sheet.row("seed 8, severity 0.8, stained more or less strongly", pixel);
        for (double stain : new double[] {0.6, 1, 1.5}) {
            sheet.tile("stain times " + stain, Histology.picture(body, Histology.Protocol.USUAL.withStain(stain)));
        }
        return sheet;
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

package org.realfm.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.phantom.Body;
import org.realfm.imaging.phantom.Findings;
import org.realfm.imaging.phantom.Phantom;
import org.realfm.imaging.phantom.PhantomKind;
import org.realfm.imaging.phantom.graph.Category;
import org.realfm.imaging.phantom.graph.SceneObject;
import org.realfm.imaging.segmentation.VoxelMask;
import org.realfm.imaging.volume.Volume;
import org.realfm.imaging.formats.NiftiWriter;
import org.realfm.tables.BadInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The verb `phantom`.
@Command(
        name = "phantom",
        mixinStandardHelpOptions = true,
        description = {
            "Draws a patient, or a piece of tissue, that does not exist, and takes a picture of it: a CT scan, radiograph, MR or"
                    + " ultrasound image or a stained section, with all that is true of it.",
            "Writes image.png, or volume.nii.gz and slices/; scene.json (every object with pose, size in mm, intensity, history"
                    + " and relations; docs/schema/scene.schema.json); masks/ of every object but nuclei; and labels, whose"
                    + " values count the objects of scene.json from 1. The same seed gives the same pixels everywhere."
        },
        footer = {
            "",
            "Examples:",
            "  realfm phantom ct --seed 7 --out scan",
            "  realfm phantom ct --seed 7 --time 1 --out follow-up",
            "  realfm phantom radiograph --seed 7 --lesions 0 --out well",
            "  realfm phantom histology --seed 3 --severity 0.8 --out section"
        })
final class PhantomVerb implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "KIND", description = "One of: ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private PhantomKind kind;

    @Option(names = "--seed", paramLabel = "N", required = true, description = "Settles everything that is random.")
    private long seed;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "A folder that is new or empty.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path out;

    @Option(names = "--lesions", paramLabel = "K", description = "How many lesions, 0 to 12 (default: ${DEFAULT-VALUE}).")
    private int lesions = Findings.USUAL.count();

    @Option(
            names = "--severity",
            paramLabel = "S",
            description = "From 0, small and faint, to 1, large and plain (default: ${DEFAULT-VALUE}).")
    private double severity = Findings.USUAL.severity();

    @Option(names = "--time", paramLabel = "T", description = "The first (0) or second (1) time point (default: 0).")
    private int time;

    @Option(names = "--mirrored", description = "Everything on the other side, as in situs inversus.")
    private boolean mirrored;

    @Option(names = "--json", description = "Print what was written as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(out) && (!Files.isDirectory(out) || !isEmpty(out))) {
            throw new BadInput(out.toString(), "is there already", "Choose a folder that is new or empty with --out");
        }
        Body body;
        try {
            body = kind.draw(seed, new Findings(lesions, severity, time));
            body = mirrored ? body.mirrored() : body;
        } catch (IllegalArgumentException e) {
            throw new BadInput("phantom", String.valueOf(e.getMessage()), "See: realfm phantom --help");
        }
        Phantom phantom = kind.take(body);
        Files.createDirectories(out.resolve("masks"));
        Files.writeString(out.resolve("scene.json"), phantom.scene().toJson());
        switch (phantom.content()) {
            case Phantom.Picture picture -> picture(phantom, picture.image());
            case Phantom.Voxels voxels -> volume(phantom, voxels);
        }
        tell(phantom);
        return 0;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private void picture(Phantom phantom, Image2D image) throws IOException {
        Files.write(out.resolve("image.png"), image.toPng());
        float[] labels = labels(phantom);
        Files.write(out.resolve("labels.png"), Image2D.of(image.width(), image.height(), 1, 65535, labels).toPng());
        for (SceneObject object : masked(phantom)) {
            VoxelMask mask = phantom.region(object.id());
            float[] white = new float[image.width() * image.height()];
            for (int i = 0; i < white.length; i++) {
                white[i] = mask.contains(i % image.width(), i / image.width(), 0) ? 255 : 0;
            }
            Files.write(
                    out.resolve("masks").resolve(object.id() + ".png"),
                    Image2D.of(image.width(), image.height(), 1, 255, white).toPng());
        }
    }

    private void volume(Phantom phantom, Phantom.Voxels voxels) throws IOException {
        Volume volume = voxels.volume();
        Files.write(out.resolve("volume.nii.gz"), NiftiWriter.compressed(volume));
        Files.write(out.resolve("labels.nii.gz"), NiftiWriter.compressed(volume.withValues(labels(phantom))));
        Files.createDirectories(out.resolve("slices"));
        for (int slice = 0; slice < volume.slices(); slice++) {
            String number = String.valueOf(1000 + slice).substring(1);
            Files.write(out.resolve("slices").resolve(number + ".png"), voxels.slice(slice).toPng());
        }
        for (SceneObject object : masked(phantom)) {
            Files.write(
                    out.resolve("masks").resolve(object.id() + ".nii.gz"),
                    NiftiWriter.compressed(phantom.region(object.id()), volume.affine()));
        }
    }

    private static List<SceneObject> masked(Phantom phantom) {
        return phantom.scene().objects().stream()
                .filter(object -> object.visible() && object.category() != Category.NUCLEUS)
                .toList();
    }

    /// For each voxel the number, from 1, of the last object whose region holds it.
    private static float[] labels(Phantom phantom) {
        List<VoxelMask> masks = List.copyOf(phantom.regions().values());
        int columns = masks.getFirst().grid().columns();
        int rows = masks.getFirst().grid().rows();
        float[] labels = new float[Math.toIntExact(masks.getFirst().grid().size())];
        for (int m = 0; m < masks.size(); m++) {
            VoxelMask mask = masks.get(m);
            if (mask.isEmpty()) {
                continue;
            }
            VoxelMask.Box box = mask.box();
            for (int z = box.front(); z < box.back(); z++) {
                for (int y = box.top(); y < box.bottom(); y++) {
                    for (int x = box.left(); x < box.right(); x++) {
                        if (mask.contains(x, y, z)) {
                            labels[(z * rows + y) * columns + x] = m + 1;
                        }
                    }
                }
            }
        }
        return labels;
    }

    private void tell(Phantom phantom) {
        PrintWriter stdout = spec.commandLine().getOut();
        List<SceneObject> seen =
                phantom.scene().lesions().stream().filter(SceneObject::visible).toList();
        if (json) {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("folder", out.toString());
            told.put("modality", phantom.scene().modality());
            told.put("objects", phantom.scene().objects().size());
            told.put("lesions", seen.stream().map(SceneObject::id).toList());
            stdout.println(Json.text(told));
            return;
        }
        stdout.println("Wrote " + out + ": " + kind.name().toLowerCase(Locale.ROOT) + " (" + kind.what() + "), "
                + phantom.scene().objects().size() + " objects, "
                + phantom.scene().relations().size() + " relations");
        for (SceneObject lesion : seen) {
            stdout.println("  " + lesion.id() + " in " + lesion.parent().orElse("nothing") + ", side: "
                    + lesion.side().id());
        }
    }
}

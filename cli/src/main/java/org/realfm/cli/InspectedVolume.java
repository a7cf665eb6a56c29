package org.realfm.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.formats.StoredSummary;
import org.realfm.imaging.formats.VolumeFile;
import org.realfm.imaging.formats.VoxelLayout;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Orientation;

/// What a file of volumes is.
final class InspectedVolume {

    private InspectedVolume() {}

    static Inspected of(VolumeFile file) {
        VoxelLayout layout = file.layout();
        Map<String, Object> facts = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        facts.put("sample type", layout.type() + (layout.type().bytes() > 1 ? ", " + layout.order() : ""));
        facts.put("voxels", (long) layout.voxels() * layout.volumes());
        if (layout.slope() != 1 || layout.intercept() != 0) {
            facts.put("value", layout.slope() + " * sample + " + layout.intercept());
        }
        file.affine().ifPresentOrElse(affine -> geometry(facts, affine), () -> faults.add(Inspected.printable(file.unplaced())));
        try {
            StoredSummary summary = file.summary();
            facts.put("minimum", summary.minimum());
            facts.put("maximum", summary.maximum());
            facts.put("sum", summary.sum());
            if (summary.notFinite() > 0) {
                faults.add(summary.notFinite() + " samples are infinite or not a number");
            }
        } catch (UnreadableImage e) {
            faults.add(Inspected.printable(e.reason()));
        }
        List<String> remarks = file.remarks().stream().map(Inspected::printable).toList();
        return new Inspected(file.format(), layout.shape(), facts, remarks, faults, List.of(), file.parts());
    }

    static void geometry(Map<String, Object> facts, Affine affine) {
        facts.put("spacing", millimetres(affine.spacing()));
        facts.put("orientation", Orientation.of(affine).toString());
        facts.put("first voxel at", millimetres(affine.place(0, 0, 0)).replace(" x ", ", ") + " LPS");
    }

    static String millimetres(double... lengths) {
        return DoubleStream.of(lengths)
                .mapToObj(length -> String.format(Locale.ROOT, "%.4f", length).replaceAll("\\.?0+$", ""))
                .collect(Collectors.joining(" x ", "", " mm"));
    }
}

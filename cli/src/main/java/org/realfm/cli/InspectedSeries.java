package org.realfm.cli;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.realfm.imaging.series.Series;
import org.realfm.imaging.series.SeriesFinding;
import org.realfm.imaging.series.Slice;
import org.realfm.imaging.volume.Orientation;

/// A series of a folder that is, or should be, a volume: its slices say where they lie.
record InspectedSeries(Series series) {

    /// The series of files. Films, which have no place in the patient, are none; nor are segmentations, whose segments
    /// share places.
    static List<InspectedSeries> of(Collection<Inspected> files) {
        List<Slice> slices = files.stream().flatMap(file -> file.slices().stream()).toList();
        return Series.of(slices).stream()
                .filter(series -> !series.slices().getFirst().position().isEmpty() && !series.modality().equals("SEG"))
                .map(InspectedSeries::new)
                .toList();
    }

    boolean isVolume() {
        return series.affine().isPresent();
    }

    private String size() {
        Slice any = series.slices().getFirst();
        return any.format().columns() + " x " + any.format().rows() + " x " + series.slices().size();
    }

    private String spacing() {
        return series.affine().map(affine -> InspectedVolume.millimetres(affine.spacing())).orElse("-");
    }

    private String orientation() {
        return series.affine().map(affine -> Orientation.of(affine).toString()).orElse("-");
    }

    /// For `--json`.
    Map<String, Object> content() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("series", Inspected.printable(series.uid()));
        content.put("modality", Inspected.printable(series.modality()));
        content.put("shape", size());
        series.affine().ifPresent(affine -> InspectedVolume.geometry(content, affine));
        content.put("remarks", findings(false));
        content.put("faults", findings(true));
        return content;
    }

    private List<String> findings(boolean refusing) {
        return series.findings().stream().filter(finding -> finding.refuses() == refusing).map(SeriesFinding::text)
                .map(Inspected::printable).toList();
    }

    static void table(PrintWriter out, List<InspectedSeries> series) {
        if (series.isEmpty()) {
            return;
        }
        LinkedHashMap<String, List<String>> rows = new LinkedHashMap<>();
        for (InspectedSeries one : series) {
            rows.put(String.valueOf(rows.size() + 1), List.of(one.series.modality().isEmpty() ? "-"
                    : Inspected.printable(one.series.modality()), one.size(), one.spacing(), one.orientation(),
                    one.isVolume() ? "yes" : "NO", Inspected.printable(one.series.uid())));
        }
        out.println();
        TextTable.print(out, "series", List.of("modality", "shape", "spacing", "orientation", "volume", "UID"), rows);
        for (int i = 0; i < series.size(); i++) {
            for (SeriesFinding finding : series.get(i).series.findings()) {
                out.println((finding.refuses() ? "WRONG series " : "remark series ") + (i + 1) + ": "
                        + Inspected.printable(finding.text()));
            }
        }
    }
}

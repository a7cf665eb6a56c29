package org.realfm.imaging.pictures;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.formats.VolumeFile;
import org.realfm.imaging.series.Series;
import org.realfm.imaging.series.SeriesFinding;
import org.realfm.imaging.series.Slice;
import org.realfm.imaging.volume.Volume;

/// Where a volume is, found and held against its files, its voxels not yet read.
///
/// @param files all that hold it: of a series in the order of their places
/// @param voxels reads it
record VolumeSource(List<Path> files, Voxels voxels) {

    private static final int MOST_FILES = 1 << 16;
    private static final String AGAIN = "Export or copy the files again";

    /// Reads voxels.
    interface Voxels {
        Volume read() throws UnreadableImage;
    }

    /// The volume, its axes in the order and direction that come nearest to left, back, head.
    Picture.Solid read() throws UnreadableImage {
        return new Picture.Solid(voxels.read().toCanonical());
    }

    /// A volume of a file of volumes.
    static VolumeSource of(PictureFile picture, VolumeFile file) throws UnreadableImage {
        int volumes = file.layout().volumes();
        if (picture.frame() == 0 && volumes > 1) {
            throw new UnreadableImage(picture.path(), "holds " + volumes + " volumes, expected one",
                    "Say which is meant, counted from 1 ('frame' of the cohort)");
        }
        PictureReader.requireFrame(picture, volumes);
        List<Path> files = Stream.concat(Stream.of(picture.path()), file.parts().stream()).toList();
        return new VolumeSource(files, () -> file.volume(Math.max(0, picture.frame() - 1)).volume());
    }

    /// The series that a folder holds. Files whose name starts with a dot, and DICOM files without pixels, are left out; a
    /// file that is anything else is refused, since it may be a slice that was damaged.
    static VolumeSource of(Path folder) throws UnreadableImage {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(file -> !name(file).startsWith(".")).limit(MOST_FILES + 1L).sorted().toList();
        } catch (IOException e) {
            throw new UnreadableImage(folder, "is a folder that cannot be listed (" + e.getClass().getSimpleName() + ")",
                    "Check that it may be read");
        }
        if (files.size() > MOST_FILES) {
            throw new UnreadableImage(folder, "is a folder of more than " + MOST_FILES + " files, expected one DICOM series",
                    "Put each series in a folder of its own");
        }
        List<Slice> slices = new ArrayList<>();
        for (Path file : files) {
            try {
                DicomFile dicom = DicomFile.readable(file);
                if (dicom.defect().isPresent()) {
                    throw dicom.defect().get();
                }
                slices.addAll(Slice.of(file, dicom));
            } catch (UnreadableDicom e) {
                throw new UnreadableImage(folder, "is a folder that should hold one DICOM series, but '" + name(file)
                        + "' cannot be read: " + PictureReader.printable(e), "Export the series again, or take what is not of it away");
            }
        }
        return of(folder, slices, "is a folder of");
    }

    /// The series of a file of several frames.
    static VolumeSource of(Path path, DicomFile file) throws UnreadableImage {
        try {
            return of(path, Slice.of(path, file), "holds");
        } catch (UnreadableDicom e) {
            throw new UnreadableImage(path, "is a DICOM file of frames that cannot be read: " + PictureReader.printable(e), AGAIN);
        }
    }

    private static VolumeSource of(Path path, List<Slice> slices, String holds) throws UnreadableImage {
        List<Series> found = Series.of(slices);
        if (found.size() != 1) {
            throw new UnreadableImage(path, holds + " " + (found.isEmpty() ? "no DICOM image"
                    : found.size() + " stacks of slices (" + found.stream().limit(5).map(VolumeSource::shape)
                            .collect(Collectors.joining(", ")) + (found.size() > 5 ? ", ..." : "") + ")")
                    + ", expected one DICOM series that is a volume", "Put each series in a folder of its own");
        }
        Series series = found.getFirst();
        if (series.affine().isEmpty()) {
            throw new UnreadableImage(path, holds + " " + slices.size() + " frames, expected one picture or a volume, which they"
                    + " are not: " + series.findings().stream().filter(SeriesFinding::refuses).map(SeriesFinding::text)
                            .collect(Collectors.joining("; ")).replaceAll("\\p{Cntrl}", "?"),
                    "Export the series again, or say which frame of a file is meant, counted from 1 ('frame' of the cohort)");
        }
        return new VolumeSource(series.slices().stream().map(Slice::file).distinct().toList(), () -> {
            try {
                return series.volume().volume();
            } catch (UnreadableDicom e) {
                throw new UnreadableImage(path, "is a DICOM series whose pixels cannot be read: " + PictureReader.printable(e), AGAIN);
            }
        });
    }

    private static String shape(Series series) {
        Slice any = series.slices().getFirst();
        return (series.modality().isEmpty() ? "" : series.modality() + " ").replaceAll("\\p{Cntrl}", "?")
                + any.format().columns() + " x " + any.format().rows() + " x " + series.slices().size();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}

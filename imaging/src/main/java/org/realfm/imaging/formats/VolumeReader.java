package org.realfm.imaging.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.dicom.DicomFile;

/// Reads files of volumes: NIfTI-1 and NIfTI-2, MetaImage, NRRD. Which of them it is follows from the content.
///
/// ```java
/// VolumeFile file = VolumeReader.open(path);
/// Volume head = file.volume(0).volume().toCanonical();
/// ```
public final class VolumeReader {

    private static final int START = 64;

    private VolumeReader() {}

    /// Reads the header of a file.
    ///
    /// @throws UnreadableImage if it is none of these formats, is cut short, or its header cannot be
    public static VolumeFile open(Path path) throws UnreadableImage {
        Optional<VolumeFile> file = recognised(path);
        return file.orElseThrow(() -> new UnreadableImage(path, "does not start like NIfTI, MetaImage or NRRD",
                "Give a file of one of these formats"));
    }

    /// Reads the header of a file if it starts like one of these formats.
    ///
    /// @throws UnreadableImage if it does, but cannot be read
    public static Optional<VolumeFile> recognised(Path path) throws UnreadableImage {
        if (DicomFile.hasPrefix(path)) {
            return Optional.empty();
        }
        byte[] start;
        try {
            start = start(path);
        } catch (IOException e) {
            throw new UnreadableImage(path, "cannot be opened (" + e.getClass().getSimpleName() + ")",
                    "Check that the file is there and may be read");
        }
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (Nrrd.starts(text)) {
            return Optional.of(Nrrd.read(path));
        }
        if (MetaImage.starts(text)) {
            return Optional.of(MetaImage.read(path));
        }
        return Nifti.starts(start) ? Optional.of(Nifti.read(path)) : Optional.empty();
    }

    private static byte[] start(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(START);
            if (!Nifti.isGzip(start)) {
                return start;
            }
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(path))) {
            return in.readNBytes(4);
        } catch (IOException e) {
            return new byte[0]; // a gzip file that is no NIfTI
        }
    }
}

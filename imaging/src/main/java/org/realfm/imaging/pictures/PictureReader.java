package org.realfm.imaging.pictures;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.RasterReader;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.PixelData;
import org.realfm.imaging.dicom.PixelFormat;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.formats.VolumeFile;
import org.realfm.imaging.formats.VolumeReader;

/// Reads a picture from any file that holds one: DICOM, PNG, JPEG or TIFF, told by content, whatever the name; and a volume
/// from NIfTI, MetaImage, NRRD, a DICOM file of several frames, or a folder with the files of one DICOM series.
///
/// ```java
/// Image2D film = PictureReader.read(PictureFile.of(path), PictureWindow.FILE);
/// Image2D lung = PictureReader.read(PictureFile.of(path), PictureWindow.of(-600, 1500));
/// Picture either = PictureReader.show(PictureFile.of(folder), PictureWindow.FILE);
/// ```
///
/// - PNG, JPEG and TIFF give their stored values ([RasterReader]) unless a window is stated.
/// - DICOM gives what is to be shown: measured values through the window, MONOCHROME1 inverted, palettes and YBR as RGB.
///   Files of up to 8 bits give samples up to 255, deeper ones up to 65535, so that films of 10, 12 and 16 bits are alike.
/// - A stated window ([PictureWindow#of]) gives samples from 0 to 65535, whatever the file; of pictures in colour it is
///   refused, since nobody can say what it would mean.
/// - A volume gives measured values (what the modality transform makes of stored ones), without a window, on axes that grow to
///   the patient's left, back and head, whatever the order in the file.
public final class PictureReader {

    private static final String AGAIN = "Export or copy the file again";

    private PictureReader() {}

    /// Reads a file that holds one picture, as it proposes to be shown.
    ///
    /// @throws UnreadableImage as [#read(PictureFile, PictureWindow)]
    public static Image2D read(Path path) throws UnreadableImage {
        return read(PictureFile.of(path), PictureWindow.FILE);
    }

    /// Reads a picture.
    ///
    /// @throws UnreadableImage if the file is missing, none of these formats, damaged, or cut short (of DICOM the reason says
    ///         the data element and the byte); if it has several frames and none is named, or not the one that is named; or
    ///         if the window cannot be applied
    public static Image2D read(PictureFile picture, PictureWindow window) throws UnreadableImage {
        Optional<DicomFile> dicom = dicom(picture.path());
        return dicom.isPresent() ? ofDicom(picture, dicom.get(), window) : ofRaster(picture, window);
    }

    /// Reads a picture or a volume, whichever there is.
    ///
    /// @throws UnreadableImage as [#read(PictureFile, PictureWindow)]; or if a file holds several volumes and none is named, does
    ///         not say where its voxels lie, or the files of a folder are not one series on one grid
    public static Picture show(PictureFile picture, PictureWindow window) throws UnreadableImage {
        Optional<VolumeSource> volume = volume(picture);
        return volume.isPresent() ? volume.get().read() : new Picture.Flat(read(picture, window));
    }

    /// All files that hold it, in an order that follows from what they hold, not from their names.
    ///
    /// @throws UnreadableImage as [#show], of what can be known without decoding pixels
    public static List<Path> files(PictureFile picture) throws UnreadableImage {
        return volume(picture).map(VolumeSource::files).orElse(List.of(picture.path()));
    }

    private static Optional<VolumeSource> volume(PictureFile picture) throws UnreadableImage {
        Path path = picture.path();
        if (Files.isDirectory(path)) {
            return Optional.of(VolumeSource.of(path));
        }
        if (!Files.isRegularFile(path) || !DicomFile.hasPrefix(path) && RasterReader.isRaster(path)) {
            return Optional.empty();
        }
        Optional<VolumeFile> file = VolumeReader.recognised(path);
        if (file.isPresent()) {
            return Optional.of(VolumeSource.of(picture, file.get()));
        }
        Optional<DicomFile> dicom = picture.frame() == 0 ? dicom(path) : Optional.empty();
        return dicom.isPresent() && frames(dicom.get()) > 1 ? Optional.of(VolumeSource.of(path, dicom.get())) : Optional.empty();
    }

    /// How many frames a sound file says that it has; 0 if it is not sound, or has no pixels.
    private static int frames(DicomFile file) {
        try {
            return file.defect().isPresent() || !file.dataSet().has(Tag.PIXEL_DATA) ? 0 : PixelFormat.of(file.dataSet()).frames();
        } catch (UnreadableDicom e) {
            return 0; // told when its pixels are read
        }
    }

    private static Image2D ofDicom(PictureFile picture, DicomFile file, PictureWindow window) throws UnreadableImage {
        try {
            if (file.defect().isPresent()) {
                throw file.defect().get();
            }
            PixelData pixels = PixelData.of(file);
            int frames = pixels.format().frames();
            if (picture.frame() == 0 && frames > 1) {
                throw new UnreadableImage(picture.path(), "holds " + frames + " frames, expected one picture",
                        "Say which frame is meant, counted from 1 ('frame' of the cohort)");
            }
            requireFrame(picture, frames);
            return DicomPicture.of(file.dataSet(), pixels, Math.max(0, picture.frame() - 1), window);
        } catch (UnreadableDicom e) {
            throw new UnreadableImage(picture.path(), "is a DICOM file that cannot be shown: " + printable(e),
                    file.dataSet().has(Tag.PIXEL_DATA) ? AGAIN : "Name a file that holds an image");
        }
    }

    private static Image2D ofRaster(PictureFile picture, PictureWindow window) throws UnreadableImage {
        Image2D image = RasterReader.read(picture.path());
        requireFrame(picture, 1);
        if (!(window instanceof PictureWindow.Stated(double centre, double width))) {
            return image;
        }
        if (image.channels() != 1) {
            throw new UnreadableImage(picture.path(), "is a picture in colour, expected grey values for the window "
                    + window.id(), "Export it in grey, or remove the window");
        }
        float[] samples = image.samples();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = DicomPicture.stored(DicomPicture.window(centre, width).apply(samples[i]), DicomPicture.DEEP);
        }
        return Image2D.of(image.width(), image.height(), 1, DicomPicture.DEEP, samples);
    }

    static void requireFrame(PictureFile picture, int frames) throws UnreadableImage {
        if (picture.frame() > frames) {
            throw new UnreadableImage(picture.path(), "has " + (frames == 1 ? "one frame" : frames + " frames") + ", frame "
                    + picture.frame() + " is asked for", "Correct the frame, which is counted from 1");
        }
    }

    /// The file, if it is DICOM: by its prefix, or, where the preamble is missing, by its first data elements.
    private static Optional<DicomFile> dicom(Path path) throws UnreadableImage {
        boolean prefix = DicomFile.hasPrefix(path);
        if (!prefix && RasterReader.isRaster(path)) {
            return Optional.empty();
        }
        try {
            DicomFile file = DicomFile.readable(path);
            boolean image = file.dataSet().has(Tag.SOP_CLASS_UID) || file.dataSet().has(Tag.ROWS);
            return prefix || image ? Optional.of(file) : Optional.empty();
        } catch (UnreadableDicom e) {
            if (prefix) {
                throw new UnreadableImage(path, "is a DICOM file that cannot be read: " + printable(e), AGAIN);
            }
            return Optional.empty();
        }
    }

    static String printable(UnreadableDicom e) {
        return String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}", "?");
    }
}

package org.realfm.imaging.slides;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.dicom.DicomFile;

/// A picture in one or several resolutions, of which regions are read.
///
/// ```java
/// Slide slide = Slide.open(path);
/// Image2D tile = slide.region(0, 10_240, 20_480, 512, 512).toImage();
/// ```
public sealed interface Slide permits TiffSlide, DicomSlide {

    /// The most samples of a region, 2^27.
    long MOST_SAMPLES = 1L << 27;

    /// The most columns or rows of a level, 2^30.
    int MOST_SIDE = 1 << 30;

    /// A resolution of the picture.
    ///
    /// @param width       columns
    /// @param height      rows
    /// @param tileWidth   columns that are decoded together
    /// @param tileHeight  rows that are decoded together
    /// @param micrometres from the centre of a pixel to that of the next along a row; empty if not said
    record Level(int width, int height, int tileWidth, int tileHeight, OptionalDouble micrometres) {}

    /// `TIFF`, `BigTIFF` or `DICOM`.
    String format();

    /// The resolutions, from the finest on.
    List<Level> levels();

    /// Samples of a pixel: 1 for grey, 3 for red, green and blue.
    int channels();

    /// What is odd, or is there beside the levels.
    List<String> remarks();

    /// Reads a part of a level.
    ///
    /// @param level  from 0
    /// @param left   first column
    /// @param top    first row
    /// @param width  columns
    /// @param height rows
    /// @throws UnreadableImage          if a tile is missing from the file, cut short or damaged
    /// @throws IllegalArgumentException if the part does not lie within the level, or has more than [#MOST_SAMPLES]
    Region region(int level, int left, int top, int width, int height) throws UnreadableImage;

    /// Opens a TIFF file, a DICOM file (one level), or a folder of the DICOM files of one slide (its levels).
    ///
    /// @throws UnreadableImage if it is none of these, or cannot be read
    static Slide open(Path path) throws UnreadableImage {
        if (Files.isDirectory(path)) {
            try (Stream<Path> files = Files.list(path)) {
                return DicomSlide.of(path, files.filter(Files::isRegularFile).sorted().toList());
            } catch (IOException e) {
                throw new UnreadableImage(path, "cannot be opened (" + e + ")", "Check that it may be read");
            }
        }
        return isTiff(path) ? TiffSlide.read(path) : DicomSlide.of(path, List.of(path));
    }

    /// Whether a file starts like TIFF or BigTIFF. A DICOM file may do so too, in the preamble that is left to it (PS3.10
    /// 7.1); it is DICOM.
    static boolean isTiff(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] start = in.readNBytes(8);
            return !DicomFile.hasPrefix(path) && start.length == 8 && (start[0] == 'I' && start[1] == 'I' && (start[2] == 42 || start[2] == 43) && start[3] == 0
                    || start[0] == 'M' && start[1] == 'M' && start[2] == 0 && (start[3] == 42 || start[3] == 43));
        } catch (IOException e) {
            return false;
        }
    }

    /// Refuses a part that a level does not have.
    static void require(Level level, int channels, int left, int top, int width, int height) {
        if (left < 0 || top < 0 || width < 1 || height < 1 || left > level.width() - width || top > level.height() - height
                || (long) width * height * channels > MOST_SAMPLES) {
            throw new IllegalArgumentException("the part " + width + " x " + height + " at " + left + ", " + top
                    + " does not lie within " + level.width() + " x " + level.height() + ", or has more than " + MOST_SAMPLES
                    + " samples");
        }
    }
}

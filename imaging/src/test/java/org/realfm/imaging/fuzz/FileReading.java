package org.realfm.imaging.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.realfm.imaging.RasterReader;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.dicom.DicomDirectory;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.DicomReading;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.dicom.objects.ReportContent;
import org.realfm.imaging.dicom.objects.SegmentationContent;
import org.realfm.imaging.formats.VolumeFile;
import org.realfm.imaging.formats.VolumeReader;
import org.realfm.imaging.series.Series;
import org.realfm.imaging.series.Slice;
import org.realfm.imaging.slides.Slide;

/// Gives bytes, as a file, to the readers that take files, and asks for all that they give. The memory allowed is that of
/// `docs/fuzzing.md`.
final class FileReading {

    /// Between the files of a series.
    static final byte[] NEXT_FILE = "--NEXT--".getBytes(StandardCharsets.US_ASCII);

    private static final int MOST_FILES = 16;
    private static final int MOST_LEVELS = 4;

    /// Bytes of what is made of a header: 1024 for each byte of the file.
    private static final long HEADER_A_BYTE = 1L << 10;

    private static final long FREE = 1L << 23;

    /// For a volume: 1032 voxels for each byte of the file, each of at most 16 bytes.
    private static final long VOXELS_A_BYTE = 16L * 1032;

    /// For one tile of a slide, and for the volume of a series: twice what a frame may take, since samples become doubles.
    private static final long DECODED_A_BYTE = 1L << 17;

    private static final long DECODED_FREE = 1L << 27;

    private static final Path SCRATCH = scratch();

    private FileReading() {}

    private static Path scratch() {
        try {
            Path folder = Files.createTempDirectory("realfm-fuzz");
            folder.toFile().deleteOnExit();
            for (int i = 0; i < MOST_FILES; i++) {
                folder.resolve("file-" + i).toFile().deleteOnExit(); // deleted first
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(int number, byte[] bytes) throws IOException {
        return Files.write(SCRATCH.resolve("file-" + number), bytes);
    }

    private interface Attempt {
        void run() throws Exception;
    }

    /// Refusals are as good as readings, if they say why.
    private static void tried(Attempt attempt) throws Exception {
        boolean said;
        Exception refusal;
        try {
            attempt.run();
            return;
        } catch (UnreadableImage e) {
            said = !e.reason().isBlank() && !e.remedy().isBlank();
            refusal = e;
        } catch (UnreadableDicom e) {
            said = !e.found().isBlank() && !e.expected().isBlank();
            refusal = e;
        }
        if (!said) {
            throw new AssertionError("a refusal without a reason", refusal);
        }
    }

    static void raster(byte[] bytes) throws Exception {
        Path path = file(0, bytes);
        tried(() -> Allocation.within("reading", RasterReader.FREE_BYTES + RasterReader.MOST_ALLOCATION * bytes.length,
                () -> RasterReader.read(path)));
    }

    /// NIfTI, MetaImage and NRRD: the summary, and the first and the last volume.
    static void volume(byte[] bytes) throws Exception {
        Path path = file(0, bytes);
        long most = FREE + VOXELS_A_BYTE * bytes.length;
        tried(() -> {
            VolumeFile file = Allocation.within("the header", FREE + HEADER_A_BYTE * bytes.length, () -> VolumeReader.open(path));
            tried(() -> Allocation.within("the summary", FREE + HEADER_A_BYTE * bytes.length, file::summary));
            tried(() -> Allocation.within("the last volume", most, () -> file.volume(file.layout().volumes() - 1)));
            tried(() -> Allocation.within("the first volume", most, () -> file.volume(0)));
        });
    }

    /// TIFF, BigTIFF and DICOM: a pixel of each level, the last one, and a region across tiles.
    static void slide(byte[] bytes) throws Exception {
        Path path = file(0, bytes);
        long size = DicomReading.sizeInflated(bytes);
        long most = DECODED_FREE + DECODED_A_BYTE * size;
        tried(() -> {
            Slide slide = Allocation.within("opening", FREE + HEADER_A_BYTE * size, () -> Slide.open(path));
            for (int i = 0; i < Math.min(MOST_LEVELS, slide.levels().size()); i++) {
                int index = i;
                Slide.Level level = slide.levels().get(i);
                tried(() -> Allocation.within("the last pixel", most,
                        () -> slide.region(index, level.width() - 1, level.height() - 1, 1, 1)));
                int width = Math.min(3, level.width());
                int height = Math.min(3, level.height());
                int left = Math.min(level.width() - width, Math.max(0, level.tileWidth() - 1));
                int top = Math.min(level.height() - height, Math.max(0, level.tileHeight() - 1));
                tried(() -> slide.region(index, left, top, width, height));
            }
        });
    }

    static void directory(byte[] bytes) throws Exception {
        Path path = file(0, bytes);
        long size = DicomReading.sizeInflated(bytes);
        tried(() -> {
            DicomFile file = DicomFile.read(path);
            if (DicomDirectory.is(file)) {
                DicomDirectory tree = Allocation.within("the tree", FREE + HEADER_A_BYTE * size, () -> DicomDirectory.of(file));
                if (tree.all().count() + tree.unreached() > bytes.length + size) {
                    throw new AssertionError("more records than bytes");
                }
            }
        });
    }

    /// Slices of one file or several, their series, and the volumes of those.
    static void series(byte[] bytes) throws Exception {
        List<Slice> slices = new ArrayList<>();
        long size = 0;
        int number = 0;
        for (byte[] part : parts(bytes)) {
            Path path = file(number++, part);
            long own = DicomReading.sizeInflated(part);
            size += own;
            tried(() -> {
                DicomFile file = DicomFile.read(path);
                slices.addAll(Allocation.within("slices", FREE + HEADER_A_BYTE * own, () -> Slice.of(path, file)));
            });
        }
        long all = size;
        for (Series series : Allocation.within("series", FREE + HEADER_A_BYTE * all, () -> Series.of(slices))) {
            if (series.affine().isPresent()) {
                tried(() -> Allocation.within("the volume", DECODED_FREE + DECODED_A_BYTE * all, series::volume));
            }
        }
    }

    /// A report, or a segmentation with all that it draws.
    static void result(byte[] bytes) throws Exception {
        long size = DicomReading.sizeInflated(bytes);
        tried(() -> {
            DicomFile file = DicomFile.of(bytes);
            tried(() -> Allocation.within("the report", FREE + HEADER_A_BYTE * size, () -> ReportContent.of(file.dataSet())));
            tried(() -> Allocation.within("the segmentation", DECODED_FREE + DECODED_A_BYTE * size, () -> SegmentationContent.of(file)));
        });
    }

    private static List<byte[]> parts(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        String[] parts = text.split(new String(NEXT_FILE, StandardCharsets.US_ASCII), MOST_FILES);
        List<byte[]> files = new ArrayList<>();
        for (String part : parts) {
            files.add(part.getBytes(StandardCharsets.ISO_8859_1));
        }
        return files;
    }
}

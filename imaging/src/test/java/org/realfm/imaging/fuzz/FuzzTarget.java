package org.realfm.imaging.fuzz;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import org.realfm.imaging.dicom.DicomReading;
import org.realfm.imaging.dicom.Frames;
import org.realfm.imaging.dicom.TransferSyntax;
import org.realfm.imaging.dicomweb.AnswerReading;

/// The readers that take files from anywhere, each as something that is given any bytes. To add one: a line in this table,
/// with seeds in [Seeds].
///
/// Whatever the bytes, a reader either reads or refuses with a reason, by the exception that it documents, within
/// [#MOST_SECONDS] and within the memory that its bound states.
public enum FuzzTarget {

    /// Data sets, values, look-up tables and pixels of a whole file.
    DICOM(DicomReading::exhaust, "dicom-samples"),
    /// The de-identified copy of a file, written and read back.
    DEIDENTIFY(DicomReading::deidentified, "dicom-samples"),
    RLE(bytes -> coded(TransferSyntax.RLE, bytes), ""),
    JPEG(bytes -> coded(TransferSyntax.JPEG_EXTENDED, bytes), ""),
    JPEG_LOSSLESS(bytes -> coded(TransferSyntax.JPEG_LOSSLESS, bytes), ""),
    JPEG_LS(bytes -> coded(TransferSyntax.JPEG_LS_LOSSLESS, bytes), ""),
    JPEG_2000(bytes -> coded(TransferSyntax.JPEG_2000, bytes), ""),
    /// PNG, JPEG and TIFF pictures.
    RASTER(FileReading::raster, "cxr-covid/images"),
    NIFTI(FileReading::volume, "nifti"),
    META_IMAGE(FileReading::volume, ""),
    NRRD(FileReading::volume, ""),
    /// TIFF and BigTIFF, of which regions are read.
    TIFF_SLIDE(FileReading::slide, ""),
    DICOM_SLIDE(FileReading::slide, ""),
    DICOMDIR(FileReading::directory, "dicom-samples"),
    /// Slices of several files and their geometry.
    SERIES(FileReading::series, "dicom-samples"),
    /// What a DICOMweb server answers.
    MULTIPART(AnswerReading::multipart, ""),
    DICOM_JSON(AnswerReading::json, ""),
    /// Reports and segmentations that a device stored.
    DEVICE_RESULT(FileReading::result, "");

    /// How long a reader may take, of the processor's time: other programs do not count.
    static final double MOST_SECONDS = 10;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /// Takes bytes, and throws only what a reader must not throw.
    interface Reading {
        void of(byte[] bytes) throws Exception;
    }

    private final Reading reading;
    final String shared;

    /// @param reading gives bytes to the reader
    /// @param shared  the folder of real files in the shared data, or none
    FuzzTarget(Reading reading, String shared) {
        this.reading = reading;
        this.shared = shared;
    }

    /// As in `jpeg-2000`.
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static FuzzTarget of(String title) {
        return Arrays.stream(values()).filter(target -> target.title().equals(title)).findFirst().orElseThrow(
                () -> new IllegalArgumentException("no target '" + title + "', only "
                        + Arrays.stream(values()).map(FuzzTarget::title).toList()));
    }

    /// Gives bytes to the reader.
    ///
    /// @throws AssertionError if it breaks its promise
    void read(byte[] bytes) {
        long start = THREADS.getCurrentThreadCpuTime();
        try {
            reading.of(bytes);
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(title() + " throws " + e, e);
        }
        double seconds = (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
        if (seconds > MOST_SECONDS) {
            throw new AssertionError(title() + " takes " + seconds + " s for " + bytes.length + " bytes");
        }
    }

    /// A frame: bits allocated, samples, rows and columns in the first six bytes, then its code.
    private static void coded(TransferSyntax syntax, byte[] bytes) throws Exception {
        if (bytes.length < 6) {
            return;
        }
        int allocated = 8 << Math.floorMod(bytes[0], 3);
        int samples = 1 + Math.floorMod(bytes[1], 4);
        int rows = (bytes[2] & 0xFF) << 8 | bytes[3] & 0xFF;
        int columns = (bytes[4] & 0xFF) << 8 | bytes[5] & 0xFF;
        byte[] code = Arrays.copyOfRange(bytes, 6, bytes.length);
        DicomReading.exhaust(Frames.file(syntax, rows, columns, samples, allocated, code));
    }
}

package org.realfm.imaging.formats;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.UnreadableImage;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// A file of one volume or several, whose header has been read.
///
/// Voxels are read when they are asked for. Before memory is taken for them, their number is held against what the file
/// can hold: as many bytes as there are, or 1032 times as many if it is compressed, which is the most that deflate makes
/// of a byte; and never more than [VoxelLayout#MOST_VOXELS].
public final class VolumeFile {

    /// A volume, and what is to be said of how it was read.
    ///
    /// @param volume  in LPS millimetres, on the axes of the file
    /// @param remarks the file's own, and how many values had to be rounded
    public record Read(Volume volume, List<String> remarks) {}

    /// Why there is no [Affine].
    static final String NO_SIDES = "does not say which side of the picture is the patient's left";

    private static final String ELSEWHERE = "Export it again, with the orientation, or convert the original DICOM series";
    private static final int CHUNK = 1 << 16;

    private final Path path;
    private final String format;
    private final VoxelLayout layout;
    private final SampleSource source;
    private final @Nullable Affine affine;
    private final String unplaced;
    private final List<String> remarks;

    private VolumeFile(Path path, String format, VoxelLayout layout, SampleSource source, @Nullable Affine affine,
            String unplaced, List<String> remarks) {
        this.path = path;
        this.format = format;
        this.layout = layout;
        this.source = source;
        this.affine = affine;
        this.unplaced = unplaced;
        this.remarks = List.copyOf(remarks);
    }

    /// A file whose geometry is known.
    static VolumeFile placed(Path path, String format, VoxelLayout layout, SampleSource source, Affine affine,
            List<String> remarks) throws UnreadableImage {
        return new VolumeFile(path, format, layout, source, affine, "", remarks).checked();
    }

    /// A file that does not say where its voxels lie, and why.
    static VolumeFile unplaced(Path path, String format, VoxelLayout layout, SampleSource source, String why,
            List<String> remarks) throws UnreadableImage {
        return new VolumeFile(path, format, layout, source, null, why, remarks).checked();
    }

    private VolumeFile checked() throws UnreadableImage {
        long most;
        try {
            most = source.most(layout.type());
        } catch (IOException | ArithmeticException e) {
            throw new UnreadableImage(path, "its voxels cannot be opened (" + e + ")", "Put the file that holds them beside it");
        }
        // A quotient, so that no product overflows.
        if (most / layout.type().bytes() / layout.volumes() < layout.voxels()) {
            throw new UnreadableImage(path, "says that it has " + layout.shape() + " voxels of " + layout.type()
                    + ", but what follows the header can hold at most " + most + " bytes", "Export or copy the file again");
        }
        return this;
    }

    /// `NIfTI-1`, `NIfTI-2`, `MetaImage` or `NRRD`.
    public String format() {
        return format;
    }

    /// How many voxels of what kind.
    public VoxelLayout layout() {
        return layout;
    }

    /// Where the voxels lie; empty if the file does not say, or says what cannot be: see [#unplaced].
    public Optional<Affine> affine() {
        return Optional.ofNullable(affine);
    }

    /// Why there is no [#affine]; empty if there is one.
    public String unplaced() {
        return unplaced;
    }

    /// What is odd about the header but could be understood.
    public List<String> remarks() {
        return remarks;
    }

    /// The other files that hold its voxels; none if they are in the same file.
    public List<Path> parts() {
        return source.parts().stream().map(SampleSource.Part::file).filter(file -> !file.equals(path)).toList();
    }

    /// Reads a volume.
    ///
    /// @param index from 0 to `layout().volumes() - 1`
    /// @throws UnreadableImage if the file does not say where its voxels lie, is cut short or damaged, or a value is
    ///         infinite or not a number
    public Read volume(int index) throws UnreadableImage {
        if (index < 0 || index >= layout.volumes()) {
            throw new IndexOutOfBoundsException("volume " + index + " of " + layout.volumes());
        }
        if (affine == null) {
            throw new UnreadableImage(path, unplaced, ELSEWHERE);
        }
        float[] values = new float[layout.voxels()];
        Rounding rounding = new Rounding();
        int apart = layout.interleaved() ? layout.volumes() : 1;
        long before = layout.interleaved() ? index : (long) index * layout.voxels();
        boolean whole = layout.type().isWhole();
        each(before, apart, values.length, (i, bits, real) -> {
            double stored = whole ? layout.type().rounded(bits) : real;
            double exact = layout.slope() * stored + layout.intercept();
            float value = (float) exact;
            if (!Float.isFinite(value)) {
                throw new IOException("the value of voxel " + i % layout.columns() + ", " + i / layout.columns() % layout.rows()
                        + ", " + i / layout.columns() / layout.rows() + " is " + exact + ", expected one that a float holds");
            }
            values[i] = value;
            rounding.add(exact, value, whole && !layout.type().isExact(bits));
        });
        List<String> all = new ArrayList<>(remarks);
        rounding.remark(values.length).ifPresent(all::add);
        return new Read(Volume.of(layout.columns(), layout.rows(), layout.slices(), values, affine), List.copyOf(all));
    }

    /// Counts values that a float does not hold exactly.
    private static final class Rounding {
        private long count;
        private double largest;

        void add(double exact, float value, boolean before) {
            if (exact != value || before) {
                count++;
                largest = Math.max(largest, Math.abs(exact - value));
            }
        }

        Optional<String> remark(int of) {
            return count == 0 ? Optional.empty() : Optional.of(String.format(Locale.ROOT,
                    "%d of %d values were rounded to 24 bits, by at most %.3g", count, of, largest));
        }
    }

    /// Reads the stored samples of all volumes, in bounded memory.
    ///
    /// @throws UnreadableImage if the file is cut short or damaged
    public StoredSummary summary() throws UnreadableImage {
        StoredSummary.Whole whole = new StoredSummary.Whole(layout.type());
        StoredSummary.Real reals = new StoredSummary.Real();
        boolean isWhole = layout.type().isWhole();
        each(0, 1, (long) layout.voxels() * layout.volumes(), (i, bits, real) -> {
            if (isWhole) {
                whole.add(bits);
            } else {
                reals.add(real);
            }
        });
        return isWhole ? whole.summary() : reals.summary();
    }

    private interface Sink {
        void take(int index, long whole, double real) throws IOException;
    }

    /// Gives every `apart`-th sample, `count` of them, the first of them after `before` others.
    private void each(long before, int apart, long count, Sink sink) throws UnreadableImage {
        SampleType type = layout.type();
        try (InputStream in = source.open(type, layout.order(), layout.bytes())) {
            in.skipNBytes(before * type.bytes());
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(layout.order());
            long last = (count - 1) * apart;
            boolean whole = type.isWhole();
            for (long done = 0; done <= last;) {
                int samples = (int) Math.min(CHUNK / type.bytes(), last + 1 - done);
                int found = in.readNBytes(chunk.array(), 0, samples * type.bytes());
                if (found < samples * type.bytes()) {
                    throw new EOFException("the voxels end after " + (before + done + found / type.bytes()) + " samples of "
                            + (long) layout.voxels() * layout.volumes());
                }
                chunk.clear();
                for (int s = 0; s < samples; s++, done++) {
                    long bits = whole ? type.whole(chunk) : 0;
                    double real = whole ? 0 : type.real(chunk);
                    if (apart == 1 || done % apart == 0) {
                        sink.take((int) (done / apart), bits, real);
                    }
                }
            }
        } catch (IOException e) {
            String message = e.getMessage();
            throw new UnreadableImage(path, "is damaged or cut short: " + (message == null ? e.getClass().getSimpleName() : message),
                    "Export or copy the file again");
        }
    }
}

package org.realfm.imaging.series;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.dicom.DicomFile;
import org.realfm.imaging.dicom.ModalityTransform;
import org.realfm.imaging.dicom.PixelData;
import org.realfm.imaging.dicom.StoredFrame;
import org.realfm.imaging.dicom.Tag;
import org.realfm.imaging.dicom.UnreadableDicom;
import org.realfm.imaging.volume.Affine;
import org.realfm.imaging.volume.Volume;

/// Slices of one series that fit each other, in the order of their places.
///
/// ```java
/// for (Series series : Series.of(slices)) {
///     if (series.affine().isPresent()) {
///         Volume volume = series.volume().volume().toCanonical();
///     }
/// }
/// ```
///
/// Files of one Series Instance UID whose slices differ in size, orientation, spacing, frame of reference or samples become
/// several of these, each with a finding. Nothing is interpolated, straightened or guessed: where the places do not make a
/// grid, [#affine] is empty and [#findings] say why.
public final class Series {

    /// The most voxels of a volume, 2^29.
    public static final long MOST_VOXELS = 1L << 29;

    /// A native sample has a bit at least, a compressed frame what [PixelData] allows.
    private static final long MOST_SAMPLES_A_BYTE = 4096;

    private final Stack stack;
    private final List<SeriesFinding> findings;

    private Series(Stack stack, List<SeriesFinding> findings) {
        this.stack = stack;
        this.findings = List.copyOf(findings);
    }

    /// Groups slices into series, in the order in which they first appear.
    public static List<Series> of(List<Slice> slices) {
        Map<String, List<List<Slice>>> series = new LinkedHashMap<>();
        for (Slice slice : slices) {
            List<List<Slice>> groups = series.computeIfAbsent(slice.series(), uid -> new ArrayList<>());
            groups.stream().filter(group -> group.getFirst().fits(slice)).findFirst().orElseGet(() -> {
                groups.add(new ArrayList<>());
                return groups.getLast();
            }).add(slice);
        }
        List<Series> found = new ArrayList<>();
        series.values().forEach(groups -> groups.forEach(group -> found.add(group(group, groups))));
        return found;
    }

    private static Series group(List<Slice> group, List<List<Slice>> groups) {
        List<SeriesFinding> findings = new ArrayList<>();
        if (groups.size() > 1) {
            findings.add(new SeriesFinding(SeriesFinding.Kind.MIXED, false, "the series has " + groups.size()
                    + " kinds of slices, which differ in size, orientation, spacing or frame of reference; these are "
                    + group.size() + " of " + groups.stream().mapToInt(List::size).sum()));
        }
        List<Slice> once = withoutCopies(group, findings);
        Slice any = once.getFirst();
        long voxels = (long) any.format().rows() * any.format().columns() * once.size();
        long bytes = once.stream().collect(Collectors.toMap(Slice::file, Slice::bytes, (a, b) -> a)).values().stream()
                .mapToLong(Long::longValue).sum();
        Stack stack = Stack.of(once);
        findings.addAll(stack.findings());
        if (any.format().samples() != 1) {
            findings.add(new SeriesFinding(SeriesFinding.Kind.NO_VOLUME, true, "its pixels have " + any.format().samples()
                    + " samples; a volume has one"));
        } else if (any.mosaic()) {
            findings.add(new SeriesFinding(SeriesFinding.Kind.NO_VOLUME, true, "its pictures are mosaics of many slices, whose"
                    + " places are said in private elements only; export it as single slices or as enhanced MR"));
        } else if (voxels > MOST_VOXELS || voxels > MOST_SAMPLES_A_BYTE * bytes) {
            findings.add(new SeriesFinding(SeriesFinding.Kind.NO_VOLUME, true, "it claims " + voxels + " voxels in " + bytes
                    + " bytes; the limits are " + MOST_VOXELS + ", and " + MOST_SAMPLES_A_BYTE + " a byte"));
        }
        return new Series(stack, findings);
    }

    /// Leaves out files that are there twice, byte by byte.
    private static List<Slice> withoutCopies(List<Slice> group, List<SeriesFinding> findings) {
        Map<String, Slice> seen = new HashMap<>();
        List<Slice> once = new ArrayList<>();
        int copies = 0;
        for (Slice slice : group) {
            @Nullable Slice first = slice.instance().isEmpty() ? null
                    : seen.putIfAbsent(slice.instance() + " " + slice.frame(), slice);
            if (first != null && isCopy(first.file(), slice.file())) {
                copies++;
            } else {
                once.add(slice);
            }
        }
        if (copies > 0) {
            findings.add(new SeriesFinding(SeriesFinding.Kind.COPY, false, copies + " slices are there again, byte by byte; "
                    + "they were left out"));
        }
        return once;
    }

    private static boolean isCopy(Path a, Path b) {
        try {
            return !a.equals(b) && Files.mismatch(a, b) < 0;
        } catch (IOException e) {
            return false;
        }
    }

    /// Series Instance UID.
    public String uid() {
        return stack.slices().getFirst().series();
    }

    /// As in `CT`; empty if not said.
    public String modality() {
        return stack.slices().getFirst().modality();
    }

    /// Its slices, sorted along the normal if their places are known.
    public List<Slice> slices() {
        return stack.slices();
    }

    /// Where the voxels lie; empty if a finding refuses.
    public Optional<Affine> affine() {
        return findings.stream().anyMatch(SeriesFinding::refuses) ? Optional.empty() : stack.affine();
    }

    /// What is to be known of it.
    public List<SeriesFinding> findings() {
        return findings;
    }

    /// A volume, and what is to be said of it.
    ///
    /// @param volume   in LPS millimetres, columns and rows as in the files
    /// @param findings those of the series, and whether values were rounded
    public record Read(Volume volume, List<SeriesFinding> findings) {}

    /// Reads the voxels: stored values through each slice's own modality transform (rescale slope and intercept, or table).
    ///
    /// @throws UnreadableDicom       if a file cannot be read any more, or its pixels cannot be decoded
    /// @throws IllegalStateException if there is no [#affine]
    public Read volume() throws UnreadableDicom {
        Affine affine = affine().orElseThrow(() -> new IllegalStateException("no volume: " + findings));
        Slice any = stack.slices().getFirst();
        int size = any.format().rows() * any.format().columns();
        float[] values = new float[size * stack.slices().size()];
        long rounded = 0;
        double most = 0;
        @Nullable Path open = null;
        @Nullable DicomFile file = null;
        @Nullable PixelData pixels = null;
        for (int k = 0; k < stack.slices().size(); k++) {
            Slice slice = stack.slices().get(k);
            if (file == null || pixels == null || !slice.file().equals(open)) {
                file = DicomFile.read(slice.file());
                pixels = PixelData.of(file);
                open = slice.file();
            }
            StoredFrame frame = pixels.frame(slice.frame());
            if (frame.values().length != size) {
                throw new UnreadableDicom(Tag.PIXEL_DATA, UnreadableDicom.NONE, frame.values().length + " samples in "
                        + slice.file().getFileName(), String.valueOf(size));
            }
            ModalityTransform transform = ModalityTransform.of(file.dataSet(), slice.frame());
            for (int i = 0; i < size; i++) {
                double exact = transform.apply(frame.value(i));
                float value = (float) exact;
                if (!Float.isFinite(value)) {
                    throw new UnreadableDicom(Tag.RESCALE_SLOPE, UnreadableDicom.NONE, "a value of " + exact, "a finite one");
                }
                if (value != exact) {
                    rounded++;
                    most = Math.max(most, Math.abs(value - exact));
                }
                values[k * size + i] = value;
            }
        }
        List<SeriesFinding> all = new ArrayList<>(findings);
        if (rounded > 0) {
            all.add(new SeriesFinding(SeriesFinding.Kind.ROUNDED, false, String.format(Locale.ROOT,
                    "%d of %d values were rounded to 24 bits, by at most %.3g", rounded, values.length, most)));
        }
        return new Read(Volume.of(any.format().columns(), any.format().rows(), stack.slices().size(), values, affine),
                List.copyOf(all));
    }
}

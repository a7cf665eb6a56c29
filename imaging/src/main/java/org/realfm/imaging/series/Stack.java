package org.realfm.imaging.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.realfm.imaging.volume.Affine;

/// Slices sorted along their normal, from low to high, and what is wrong with their places.
///
/// The position of slice `k` along the normal `n` (row direction across column direction) is `Image Position . n`. The step
/// from slice to slice is that from the first place to the last, shared evenly. It need not run along the normal: where the
/// gantry was tilted the map stays sheared, as it was scanned.
///
/// - Two slices closer than a hundredth of the median distance are duplicates: refused, since it cannot be known which
///   counts.
/// - A distance of more than 1.5 medians is a gap: refused.
/// - A place off the even grid by more than 5% of the step is refused, by more than 1% said.
/// - A step more than 0.1 degrees off the normal is said; more than 45 degrees is refused.
/// - One slice alone takes its Spacing Between Slices, or else its thickness, for the third axis.
///
/// @param slices   sorted, if they could be
/// @param affine   where their voxels lie; empty if a finding refuses
/// @param findings what is wrong
record Stack(List<Slice> slices, Optional<Affine> affine, List<SeriesFinding> findings) {

    private static final double SAME = 0.01;
    private static final double GAP = 1.5;
    private static final double UNEVEN = 0.05;
    private static final double NOTICED = 0.01;
    private static final double TILTED = Math.toRadians(0.1);
    private static final double ABSURD = Math.toRadians(45);
    private static final double OFF = 1e-3;

    Stack {
        slices = List.copyOf(slices);
        findings = List.copyOf(findings);
    }

    /// @param given at least one slice, all of which fit each other
    static Stack of(List<Slice> given) {
        List<SeriesFinding> findings = new ArrayList<>();
        Slice any = given.getFirst();
        if (any.position().isEmpty() || any.orientation().isEmpty()) {
            findings.add(refusal(SeriesFinding.Kind.NO_PLACE, given.size() + " slices do not say where they lie (Image Position "
                    + "and Orientation (Patient), (0020,0032) and (0020,0037))"));
        } else {
            directions(any).ifPresent(findings::add);
        }
        if (any.spacing().isEmpty() || any.spacing().get(0) <= 0 || any.spacing().get(1) <= 0) {
            findings.add(refusal(SeriesFinding.Kind.NO_SPACING, "there is no Pixel Spacing (0028,0030) above 0, so that nothing "
                    + "can be measured"));
        }
        if (!findings.isEmpty()) {
            return new Stack(given, Optional.empty(), findings);
        }
        double[] normal = any.normal();
        List<Slice> sorted = new ArrayList<>(given);
        sorted.sort(Comparator.comparingDouble((Slice slice) -> slice.along(normal)).thenComparing(Slice::number)
                .thenComparing(Slice::frame).thenComparing(slice -> slice.file().toString()));
        Optional<double[]> step = sorted.size() == 1 ? alone(any, normal, findings) : step(sorted, normal, findings);
        if (step.isEmpty() || findings.stream().anyMatch(SeriesFinding::refuses)) {
            return new Stack(sorted, Optional.empty(), findings);
        }
        try {
            return new Stack(sorted, Optional.of(affine(sorted.getFirst(), step.get())), findings);
        } catch (IllegalArgumentException e) { // numbers so large or small that they are none together
            findings.add(refusal(SeriesFinding.Kind.BAD_DIRECTIONS, String.valueOf(e.getMessage())));
            return new Stack(sorted, Optional.empty(), findings);
        }
    }

    private static SeriesFinding refusal(SeriesFinding.Kind kind, String text) {
        return new SeriesFinding(kind, true, text);
    }

    private static Optional<SeriesFinding> directions(Slice slice) {
        List<Double> o = slice.orientation();
        double row = Math.hypot(Math.hypot(o.get(0), o.get(1)), o.get(2));
        double column = Math.hypot(Math.hypot(o.get(3), o.get(4)), o.get(5));
        double dot = o.get(0) * o.get(3) + o.get(1) * o.get(4) + o.get(2) * o.get(5);
        if (Math.abs(row - 1) > OFF || Math.abs(column - 1) > OFF || Math.abs(dot) > OFF) {
            return Optional.of(refusal(SeriesFinding.Kind.BAD_DIRECTIONS, "Image Orientation (Patient) is " + o
                    + ", expected two directions of length 1 at right angles"));
        }
        return Optional.empty();
    }

    private static Optional<double[]> alone(Slice slice, double[] normal, List<SeriesFinding> findings) {
        double distance = slice.between() > 0 ? slice.between() : slice.thickness();
        if (!(distance > 0)) {
            findings.add(refusal(SeriesFinding.Kind.NO_SPACING, "there is one slice, without Slice Thickness (0018,0050)"));
            return Optional.empty();
        }
        findings.add(new SeriesFinding(SeriesFinding.Kind.SINGLE, false, "there is one slice; its "
                + (slice.between() > 0 ? "Spacing Between Slices" : "thickness") + " of " + distance + " mm is taken for the third axis"));
        return Optional.of(Arrays.stream(normal).map(part -> part * distance).toArray());
    }

    private static Optional<double[]> step(List<Slice> sorted, double[] normal, List<SeriesFinding> findings) {
        int last = sorted.size() - 1;
        double[] distances = new double[last];
        for (int i = 0; i < last; i++) {
            distances[i] = sorted.get(i + 1).along(normal) - sorted.get(i).along(normal);
        }
        double[] ordered = distances.clone();
        Arrays.sort(ordered);
        // The median of those that are no duplicates.
        double largest = ordered[last - 1];
        double[] apart = Arrays.stream(ordered).filter(distance -> distance > SAME * SAME * largest && distance > 1e-6).toArray();
        double median = apart.length == 0 ? 0 : apart[apart.length / 2];
        List<String> twice = new ArrayList<>();
        List<String> gaps = new ArrayList<>();
        long missing = 0;
        for (int i = 0; i < last; i++) {
            if (distances[i] <= SAME * median) {
                twice.add(number(sorted.get(i).along(normal)));
            } else if (distances[i] > GAP * median) {
                missing += Math.max(1, Math.round(distances[i] / median) - 1);
                gaps.add(number(sorted.get(i).along(normal)) + " to " + number(sorted.get(i + 1).along(normal)));
            }
        }
        if (!twice.isEmpty()) {
            findings.add(refusal(SeriesFinding.Kind.DUPLICATE, twice.size() + " of " + sorted.size() + " slices lie where another "
                    + "does, the first at " + twice.getFirst() + " mm along the normal: several phases or echoes, or copies"));
        }
        if (!gaps.isEmpty()) {
            findings.add(refusal(SeriesFinding.Kind.GAP, "about " + missing + " slices are missing, the first from "
                    + gaps.getFirst() + " mm along the normal, where others are " + number(median) + " mm apart"));
        }
        double[] step = new double[3];
        for (int i = 0; i < 3; i++) {
            step[i] = (sorted.get(last).position().get(i) - sorted.getFirst().position().get(i)) / last;
        }
        double length = Math.hypot(Math.hypot(step[0], step[1]), step[2]);
        if (twice.isEmpty() && gaps.isEmpty()) {
            evenness(sorted, step, length, findings);
            tilt(step, length, normal, findings);
            double said = sorted.getFirst().between();
            if (said > 0 && Math.abs(said - median) > NOTICED * median) {
                findings.add(new SeriesFinding(SeriesFinding.Kind.CONTRADICTION, false, "Spacing Between Slices says " + number(said)
                        + " mm, the places say " + number(median) + " mm; the places count"));
            }
        }
        return Optional.of(step);
    }

    private static void evenness(List<Slice> sorted, double[] step, double length, List<SeriesFinding> findings) {
        double worst = 0;
        int where = 0;
        List<Double> from = sorted.getFirst().position();
        for (int k = 0; k < sorted.size(); k++) {
            double square = 0;
            for (int i = 0; i < 3; i++) {
                double off = sorted.get(k).position().get(i) - from.get(i) - k * step[i];
                square += off * off;
            }
            if (Math.sqrt(square) > worst) {
                worst = Math.sqrt(square);
                where = k;
            }
        }
        if (worst > NOTICED * length) {
            findings.add(new SeriesFinding(SeriesFinding.Kind.UNEVEN, worst > UNEVEN * length, "slice " + (where + 1) + " of "
                    + sorted.size() + " lies " + number(worst) + " mm off an even distance of " + number(length) + " mm"));
        }
    }

    private static void tilt(double[] step, double length, double[] normal, List<SeriesFinding> findings) {
        double cosine = (step[0] * normal[0] + step[1] * normal[1] + step[2] * normal[2]) / length;
        double angle = Math.acos(Math.clamp(cosine, -1, 1));
        if (angle > TILTED) {
            findings.add(new SeriesFinding(SeriesFinding.Kind.TILT, angle > ABSURD, "the slices are stacked "
                    + number(Math.toDegrees(angle)) + " degrees off their normal; the map is sheared"));
        }
    }

    private static Affine affine(Slice first, double[] step) {
        double[] rows = new double[12];
        for (int i = 0; i < 3; i++) {
            rows[4 * i] = first.orientation().get(i) * first.spacing().get(1);
            rows[4 * i + 1] = first.orientation().get(3 + i) * first.spacing().get(0);
            rows[4 * i + 2] = step[i];
            rows[4 * i + 3] = first.position().get(i);
        }
        return Affine.of(rows);
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}

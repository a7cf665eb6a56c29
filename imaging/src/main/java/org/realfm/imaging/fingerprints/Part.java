package org.realfm.imaging.fingerprints;

import java.util.List;

/// A part of a film's unit square.
record Part(double left, double top, double width, double height) {

    static final Part WHOLE = new Part(0, 0, 1, 1);

    /// What may be left of a film after it was cropped: of its width and of its height the whole, or seven eighths at
    /// either end or in the middle. The first is the whole.
    static final List<Part> CROPS = crops();

    private static List<Part> crops() {
        double kept = 0.87;
        List<double[]> sides = List.of(
                new double[] {0, 1}, new double[] {0, kept}, new double[] {1 - kept, kept},
                new double[] {(1 - kept) / 2, kept});
        return sides.stream()
                .flatMap(y -> sides.stream().map(x -> new Part(x[0], y[0], x[1], y[1])))
                .toList();
    }

    /// The same part after the film was mirrored.
    Part mirrored() {
        return new Part(1 - left - width, top, width, height);
    }

    /// Where the whole lies, in units of this part.
    Part inverse() {
        return new Part(-left / width, -top / height, 1 / width, 1 / height);
    }
}

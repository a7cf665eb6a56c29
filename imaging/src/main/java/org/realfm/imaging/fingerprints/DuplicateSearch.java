package org.realfm.imaging.fingerprints;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.realfm.imaging.fingerprints.Candidates.Candidate;

/// Finds films of one set that are copies of films of another: re-encoded, resampled, cropped, windowed, annotated,
/// turned or mirrored.
///
/// Films of different patients, taken the same way, are so alike that a perceptual hash within six bits, or a plain
/// cross-correlation above 0.95, accuses many of them, at low resolution above all. So a pair is confirmed in three
/// steps, none of which looks at what all films share:
///
/// 1. registration (translation and scale of columns and rows) on detail between two scales;
/// 2. similarity: correlation of that detail in the common field, leaving out the eight hundredths of it that fit worst,
///    so that a burned-in letter does not hide a copy;
/// 3. the similarity must exceed [#threshold], which is learned from the set itself: in Fisher's z, the best similarity
///    that each film of the set reaches with another film of the set is close to normal; the threshold is where a false
///    accusation among 2000 queries has the probability of one in ten, by the median and the lower spread of these (so
///    that copies within the set do not raise it), and never below [#LEAST_THRESHOLD].
public final class DuplicateSearch {

    /// The least similarity of a confirmed pair, whatever the set looks like.
    public static final double LEAST_THRESHOLD = 0.97;

    private static final int LEARNED_FROM = 200;
    /// Standard normal quantile of 1 - 0.1 / 2000.
    private static final double DEVIATIONS = 3.89;
    private static final double LEFT_OUT = 0.08;
    /// Candidates that are looked at in full resolution.
    private static final int FINALISTS = 2;

    private final List<Film> reference;
    private final Map<String, List<Integer>> bySha = new HashMap<>();
    private final Candidates candidates;
    private final double threshold;

    /// Makes a set searchable.
    ///
    /// @param reference films with distinct ids, say the development set; may be empty
    public DuplicateSearch(List<Film> reference) {
        this.reference = List.copyOf(reference);
        for (int i = 0; i < reference.size(); i++) {
            bySha.computeIfAbsent(reference.get(i).sha256(), sha -> new ArrayList<>()).add(i);
        }
        this.candidates = new Candidates(this.reference);
        this.threshold = learned();
    }

    /// The least similarity of a confirmed pair, in [[#LEAST_THRESHOLD], 1).
    public double threshold() {
        return threshold;
    }

    /// The confirmed pairs: for each query film all reference films with the same canonical pixels, or else the most
    /// similar one if it exceeds the threshold. A reference film of the query's own id is left out, so a set may be
    /// searched for copies within itself. In the order of the queries.
    public List<DuplicatePair> find(List<Film> queries) {
        List<DuplicatePair> pairs = new ArrayList<>();
        for (Film query : queries) {
            List<DuplicatePair> exact = bySha.getOrDefault(query.sha256(), List.of()).stream()
                    .map(reference::get)
                    .filter(film -> !film.id().equals(query.id()))
                    .map(film -> new DuplicatePair(film.id(), query.id(), true, Dihedral.IDENTITY, 1))
                    .toList();
            pairs.addAll(exact);
            if (exact.isEmpty()) {
                nearest(query).filter(pair -> pair.similarity() > threshold).ifPresent(pairs::add);
            }
        }
        return List.copyOf(pairs);
    }

    /// The reference film most similar to a film, confirmed or not; empty if there is none but itself.
    public Optional<DuplicatePair> nearest(Film query) {
        float[] moving = detail(query.grid(Film.MIDDLE), Film.MIDDLE);
        record Aligned(Candidate candidate, Registration registration) {}
        return candidates.of(query).stream()
                .map(candidate -> new Aligned(
                        candidate,
                        Registration.align(
                                candidate.transform().apply(moving, Film.MIDDLE),
                                detail(reference.get(candidate.reference()).grid(Film.MIDDLE), Film.MIDDLE),
                                Film.MIDDLE)))
                .sorted(Comparator.comparingDouble((Aligned a) -> -a.registration().correlation()))
                .limit(FINALISTS)
                .map(aligned -> compared(query, aligned.candidate(), aligned.registration()))
                .max(Comparator.comparingDouble(DuplicatePair::similarity));
    }

    private DuplicatePair compared(Film query, Candidate candidate, Registration coarse) {
        Film other = reference.get(candidate.reference());
        int n = Math.min(query.side(), other.side());
        float[] moving = candidate.transform().apply(query.grid(n), n);
        float[] fixed = other.grid(n);
        Registration fine = coarse.refined(detail(moving, n), detail(fixed, n), n, 0.01, 0.001);
        List<float[]> field = fine.commonField(moving, fixed, n);
        double similarity =
                Grid.trimmedCorrelation(detail(field.getFirst(), n), detail(field.getLast(), n), LEFT_OUT);
        return new DuplicatePair(other.id(), query.id(), false, candidate.transform(), similarity);
    }

    /// Detail finer than a twelfth of the film.
    private static float[] detail(float[] grid, int n) {
        return Grid.band(grid, n, n > Film.MIDDLE ? 0.7 : 0, n / 12.0);
    }

    private double learned() {
        int step = Math.max(1, reference.size() / LEARNED_FROM);
        List<Double> best = new ArrayList<>();
        for (int i = 0; i < reference.size(); i += step) {
            nearest(reference.get(i)).ifPresent(pair -> best.add(fisher(pair.similarity())));
        }
        if (best.size() < 20) {
            return LEAST_THRESHOLD;
        }
        double[] sorted = best.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double median = sorted[sorted.length / 2];
        double spread = median - sorted[(int) (0.1587 * sorted.length)];
        return Math.clamp(Math.tanh(median + DEVIATIONS * spread), LEAST_THRESHOLD, 0.999);
    }

    private static double fisher(double correlation) {
        double r = Math.min(correlation, 0.999999);
        return 0.5 * Math.log((1 + r) / (1 - r));
    }
}

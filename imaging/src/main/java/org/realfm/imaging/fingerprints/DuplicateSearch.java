package org.realfm.imaging.fingerprints;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
///    that copies within the set do not raise it), and never below [#LEAST_THRESHOLD]; a set of less than 20 films takes [#UNLEARNED_THRESHOLD].
public final class DuplicateSearch {

    /// The least similarity of a confirmed pair, whatever the set looks like.
    public static final double LEAST_THRESHOLD = 0.97;

    /// The least similarity where the set has less than 20 films to learn it from.
    public static final double UNLEARNED_THRESHOLD = 0.99;

    private static final int LEARNED_FROM = 200;
    /// Standard normal quantile of 1 - 0.1 / 2000.
    private static final double DEVIATIONS = 3.89;
    private static final double LEFT_OUT = 0.08;
    /// Candidates that are aligned coarsely, then those that are aligned finely, then those that are compared at full
    /// resolution.
    private static final int CLIMBERS = 12;

    private static final int SEMIFINALISTS = 4;
    private static final int FINALISTS = 2;

    private final List<Film> reference;
    private final Map<String, List<Integer>> bySha = new HashMap<>();
    private final List<float[]> details;
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
        this.details = reference.stream()
                .map(film -> detail(film.grid(Film.MIDDLE), Film.MIDDLE))
                .toList();
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
        int n = Film.MIDDLE;
        float[] upright = detail(query.grid(n), n);
        Map<Dihedral, float[]> moving = new EnumMap<>(Dihedral.class);
        Comparator<Aligned> best = Comparator.comparingDouble(aligned -> -aligned.place().correlation());
        return candidates.of(query).stream()
                .map(found -> new Aligned(
                        found,
                        Registration.start(
                                moving.computeIfAbsent(found.transform(), transform -> transform.apply(upright, n)),
                                details.get(found.reference()),
                                n)))
                .sorted(best)
                .limit(CLIMBERS)
                .map(aligned -> aligned.climbed(moving, details, 0.04, 0.02))
                .sorted(best)
                .limit(SEMIFINALISTS)
                .map(aligned -> aligned.climbed(moving, details, 0.01, 0.005))
                .sorted(best)
                .limit(FINALISTS)
                .map(aligned -> compared(query, aligned.candidate(), aligned.place()))
                .max(Comparator.comparingDouble(DuplicatePair::similarity));
    }

    private record Aligned(Candidate candidate, Registration place) {

        Aligned climbed(Map<Dihedral, float[]> moving, List<float[]> fixed, double firstStep, double lastStep) {
            float[] query = Objects.requireNonNull(moving.get(candidate.transform()));
            float[] reference = fixed.get(candidate.reference());
            return new Aligned(candidate, place.refined(query, reference, Film.MIDDLE, firstStep, lastStep));
        }
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
            return UNLEARNED_THRESHOLD;
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

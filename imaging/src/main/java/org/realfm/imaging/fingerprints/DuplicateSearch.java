package org.realfm.imaging.fingerprints;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.realfm.imaging.fingerprints.Aligner.Aligned;
import org.realfm.imaging.fingerprints.Aligner.Prepared;

/// Finds films of one set that are copies of films of another: re-encoded, resampled, cropped, windowed, inverted,
/// annotated, turned or mirrored.
///
/// Films of different patients, taken the same way, are so alike that a perceptual hash within six bits, or a plain
/// cross-correlation above 0.95, accuses many of them, at low resolution above all. So a pair is confirmed in three
/// steps, none of which looks at what all films share:
///
/// 1. registration (translation and scale of columns and rows) on detail;
/// 2. similarity: correlation of detail in the common field, without the eight hundredths that fit worst;
/// 3. it is far more alike than strangers are: a film that is not in the set has several films there that are about as
///    much like it, a copy has one. Fisher's z of the best similarity, or that plus its lead over the next film, must
///    exceed the median of what films of the set reach with other films of the set by [#DEVIATIONS] spreads. Median and
///    spread are of the middle of these values, so that some copies within the set do not raise them.
///
/// Work is shared among processors; results do not depend on how many there are.
public final class DuplicateSearch {

    /// The least similarity of a confirmed pair, whatever the set looks like.
    public static final double LEAST_SIMILARITY = 0.95;

    /// The least similarity where the set has less than 20 films to learn from.
    public static final double UNLEARNED_SIMILARITY = 0.99;

    /// Films of the set with a greater similarity are copies of each other, from which nothing is learned.
    private static final double COPIES = 0.9995;

    private static final int LEARNED_FROM = 300;
    private static final int FEWEST_LEARNED_FROM = 20;
    private static final double LEAST_SPREAD = 1e-3;
    /// Similarities above it are all the same.
    private static final double LARGEST = 0.999999;

    /// Spreads above the median at which a pair is confirmed. Of normal values 1 in 30,000 lies beyond; a single pair just
    /// above it should be looked at.
    public static final double DEVIATIONS = 4;

    private static final Usual UNLEARNED = new Usual(Ranked.fisher(UNLEARNED_SIMILARITY) - DEVIATIONS, 1);
    private static final Usual NEVER = new Usual(0, Double.POSITIVE_INFINITY);

    /// Candidates that are aligned closely, and those that are compared at full resolution.
    private static final int SEMIFINALISTS = 24;

    private static final int FINALISTS = 5;

    private final List<Prepared> reference;
    private final Map<String, List<Film>> bySha = new HashMap<>();
    private final Candidates candidates;
    private final Usual similarity;
    private final Usual distinctness;

    /// What films of the set reach with other films of the set.
    private record Usual(double median, double spread) {

        static Usual of(DoubleStream values) {
            double[] sorted = values.sorted().toArray();
            double median = quantile(sorted, 0.5);
            double below = median - quantile(sorted, 0.1587);
            double above = Math.max(quantile(sorted, 0.8413) - median, (quantile(sorted, 0.95) - median) / 1.645);
            return new Usual(median, Math.max(LEAST_SPREAD, Math.max(below, above)));
        }

        private static double quantile(double[] sorted, double q) {
            return sorted[(int) (q * sorted.length)];
        }

        double deviations(double value) {
            return (value - median) / spread;
        }
    }

    /// Makes a set searchable.
    ///
    /// @param films with distinct ids, say the development set; may be empty
    public DuplicateSearch(List<Film> films) {
        for (Film film : films) {
            bySha.computeIfAbsent(film.sha256(), sha -> new ArrayList<>()).add(film);
        }
        this.reference = films.parallelStream().map(Prepared::of).toList();
        this.candidates = new Candidates(films);
        List<Ranked> learned = learned();
        boolean enough = learned.size() >= FEWEST_LEARNED_FROM;
        this.similarity = enough ? Usual.of(learned.stream().mapToDouble(Ranked::z)) : UNLEARNED;
        this.distinctness = enough ? Usual.of(learned.stream().mapToDouble(Ranked::distinctness)) : NEVER;
    }

    /// The least similarity that confirms a pair whatever the next film is like, in [[#LEAST_SIMILARITY], 1].
    public double threshold() {
        return Math.max(LEAST_SIMILARITY, Math.tanh(similarity.median + DEVIATIONS * similarity.spread));
    }

    /// The confirmed pairs: for each query film all reference films with the same canonical pixels, or else the most
    /// similar one if it is similar and distinct enough. A reference film of the query's own id is left out, so a set may
    /// be searched for copies within itself. In the order of the queries.
    public List<DuplicatePair> find(List<Film> queries) {
        return queries.parallelStream()
                .map(this::find)
                .toList()
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<DuplicatePair> find(Film query) {
        List<DuplicatePair> exact = bySha.getOrDefault(query.sha256(), List.of()).stream()
                .filter(film -> !film.id().equals(query.id()))
                .map(film -> new DuplicatePair(
                        film.id(), query.id(), true, Dihedral.IDENTITY, 1, Double.POSITIVE_INFINITY))
                .toList();
        return exact.isEmpty()
                ? nearest(query).filter(DuplicateSearch::confirmed).stream().toList()
                : exact;
    }

    private static boolean confirmed(DuplicatePair pair) {
        return pair.similarity() >= LEAST_SIMILARITY && pair.deviations() >= DEVIATIONS;
    }

    /// The reference film most similar to a film, confirmed or not; empty if there is none but itself.
    public Optional<DuplicatePair> nearest(Film query) {
        return ranked(Prepared.of(query))
                .map(ranked -> new DuplicatePair(
                        ranked.film.id(), query.id(), false, ranked.transform, ranked.similarity,
                        Math.max(
                                similarity.deviations(ranked.z()),
                                distinctness.deviations(ranked.distinctness()))));
    }

    /// The most similar film of the set.
    ///
    /// @param next similarity of the next that has not the same pixels; 0 if there is none
    private record Ranked(Film film, Dihedral transform, double similarity, double next) {

        double z() {
            return fisher(similarity);
        }

        /// Fisher's z plus its lead over the next film.
        double distinctness() {
            return 2 * z() - fisher(next);
        }

        private static double fisher(double correlation) {
            double r = Math.min(correlation, LARGEST);
            return 0.5 * Math.log((1 + r) / (1 - r));
        }
    }

    private record Compared(Film film, Dihedral transform, double similarity) {}

    private Optional<Ranked> ranked(Prepared query) {
        Aligner aligner = new Aligner(query);
        Comparator<Aligned> best = Comparator.comparingDouble(aligned -> -aligned.place().correlation());
        List<Compared> finalists = candidates.of(query.film()).stream()
                .map(candidate -> aligner.coarsely(candidate, reference.get(candidate.reference())))
                .sorted(best)
                .limit(SEMIFINALISTS)
                .map(aligned -> aligner.closely(aligned, reference.get(aligned.candidate().reference())))
                .sorted(best)
                .limit(FINALISTS)
                .map(aligned -> {
                    Film film = reference.get(aligned.candidate().reference()).film();
                    return new Compared(film, aligned.candidate().transform(), aligner.similarity(aligned, film));
                })
                .sorted(Comparator.comparingDouble(compared -> -compared.similarity))
                .toList();
        return finalists.stream().findFirst().map(first -> {
            double next = finalists.stream()
                    .filter(other -> !other.film.sha256().equals(first.film.sha256()))
                    .mapToDouble(Compared::similarity)
                    .findFirst()
                    .orElse(0);
            return new Ranked(first.film, first.transform, first.similarity, next);
        });
    }

    /// What films of the set reach with others that are no copies of them.
    private List<Ranked> learned() {
        int step = Math.max(1, reference.size() / LEARNED_FROM);
        return IntStream.range(0, reference.size())
                .filter(i -> i % step == 0)
                .parallel()
                .mapToObj(i -> ranked(reference.get(i)))
                .flatMap(Optional::stream)
                .filter(ranked -> ranked.similarity < COPIES)
                .toList();
    }
}

package org.realfm.imaging.fingerprints;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which pairs of films deserve a closer look: those whose perceptual hashes differ in at most six bits after one of the
/// eight transforms, and for each film those few that are most like it at low resolution, whole or with one of the two
/// cropped.
final class Candidates {

    /// Films looked at for their likeness at low resolution.
    private static final int NEAREST = 20;

    private static final int CROPS = 9;

    /// A film of the reference that may be the query film after a transform.
    record Candidate(int reference, Dihedral transform, double likeness) {}

    private final List<Film> reference;
    private final HashIndex index;
    /// Descriptor matrices: for each view of the reference (whole, then nine crops) a row of films for each cell.
    private final List<float[][]> views;

    Candidates(List<Film> reference) {
        this.reference = reference;
        this.index = new HashIndex(reference.stream().mapToLong(film -> film.hashes()[0]).toArray());
        this.views = new ArrayList<>();
        views.add(matrix(reference.stream().map(Film::descriptor).toList()));
        for (int crop = 0; crop < CROPS; crop++) {
            int part = crop;
            views.add(matrix(reference.stream().map(film -> film.descriptor(part)).toList()));
        }
    }

    /// Candidates for a film, none twice with one transform; itself (the same id) is left out.
    List<Candidate> of(Film film) {
        List<Candidate> found = new ArrayList<>(alike(film));
        Set<Long> seen = new HashSet<>();
        found.forEach(candidate -> seen.add(key(candidate)));
        for (Dihedral transform : Dihedral.values()) {
            for (int i : index.within(film.hashes()[transform.ordinal()], HashIndex.MOST_DISTANCE)) {
                Candidate candidate = new Candidate(i, transform, 0);
                if (!reference.get(i).id().equals(film.id()) && seen.add(key(candidate))) {
                    found.add(candidate);
                }
            }
        }
        return found;
    }

    private static long key(Candidate candidate) {
        return candidate.reference * 8L + candidate.transform.ordinal();
    }

    private List<Candidate> alike(Film film) {
        float[] whole = film.descriptor();
        float[] best = new float[reference.size()];
        Dihedral[] how = new Dihedral[reference.size()];
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        for (Dihedral transform : Dihedral.values()) {
            raise(best, how, views.getFirst(), transform.apply(whole, Film.COARSE), transform);
        }
        for (int crop = 0; crop < CROPS; crop++) {
            raise(best, how, views.getFirst(), film.descriptor(crop), Dihedral.IDENTITY);
            raise(best, how, views.get(crop + 1), whole, Dihedral.IDENTITY);
        }
        List<Candidate> ranked = new ArrayList<>();
        double last = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < best.length; i++) {
            if (best[i] > last && !reference.get(i).id().equals(film.id())) {
                ranked.add(new Candidate(i, how[i], best[i]));
                ranked.sort(Comparator.comparingDouble(Candidate::likeness).reversed());
                if (ranked.size() > NEAREST) {
                    ranked.removeLast();
                    last = ranked.getLast().likeness;
                }
            }
        }
        return ranked;
    }

    private static void raise(float[] best, Dihedral[] how, float[][] view, float[] descriptor, Dihedral transform) {
        float[] likeness = new float[best.length];
        for (int cell = 0; cell < descriptor.length; cell++) {
            float weight = descriptor[cell];
            float[] row = view[cell];
            for (int i = 0; i < likeness.length; i++) {
                likeness[i] += weight * row[i];
            }
        }
        for (int i = 0; i < likeness.length; i++) {
            if (likeness[i] > best[i]) {
                best[i] = likeness[i];
                how[i] = transform;
            }
        }
    }

    private static float[][] matrix(List<float[]> descriptors) {
        float[][] matrix = new float[Film.COARSE * Film.COARSE][descriptors.size()];
        for (int i = 0; i < descriptors.size(); i++) {
            for (int cell = 0; cell < matrix.length; cell++) {
                matrix[cell][i] = descriptors.get(i)[cell];
            }
        }
        return matrix;
    }
}

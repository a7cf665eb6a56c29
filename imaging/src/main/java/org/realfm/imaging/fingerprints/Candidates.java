package org.realfm.imaging.fingerprints;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Which pairs of films deserve a closer look: for each film those few whose descriptors are most like its own (whole,
/// turned, mirrored, as a negative, or with one of the two cropped), and those whose perceptual hashes differ in at most
/// six bits after one of the eight transforms.
final class Candidates {

    /// Films looked at for the likeness of their descriptors.
    private static final int NEAREST = 64;
    /// Films compared at a time, so that their numbers stay near the processor.
    private static final int BLOCK = 512;
    /// Numbers of a descriptor that are taken in one pass; 35 of them are seven passes.
    private static final int TOGETHER = 5;
    /// Side of the square on which parts of films are described.
    private static final int DESCRIBED = 32;

    /// A film of the reference that may be the query film.
    ///
    /// @param transform what is done to the query film first
    /// @param place     where it then lies in the reference film
    record Candidate(int reference, Dihedral transform, Part place) {}

    /// One way of looking at the query film.
    ///
    /// @param view which crop of the reference films is compared
    private record Pose(float[] descriptor, int view, Dihedral transform, Part place) {}

    private final List<Film> reference;
    private final HashIndex index;
    private final Descriptor.Scale scale;
    /// For each crop of the reference films, for each number of a descriptor, that number of every film.
    private final float[][][] views;

    Candidates(List<Film> reference) {
        this.reference = reference;
        this.index = new HashIndex(reference.stream().mapToLong(film -> film.hashes()[0]).toArray());
        float[][][] described = reference.parallelStream().map(Candidates::described).toArray(float[][][]::new);
        this.scale = Descriptor.Scale.of(Arrays.stream(described).map(views -> views[0]).toArray(float[][]::new));
        this.views = new float[Part.CROPS.size()][Descriptor.LENGTH][reference.size()];
        for (int film = 0; film < described.length; film++) {
            for (int view = 0; view < views.length; view++) {
                float[] descriptor = scale.apply(described[film][view]);
                for (int k = 0; k < Descriptor.LENGTH; k++) {
                    views[view][k][film] = descriptor[k];
                }
            }
        }
    }

    private static float[][] described(Film film) {
        Grid square = film.square(DESCRIBED);
        return Part.CROPS.stream().map(part -> Descriptor.of(square, part)).toArray(float[][]::new);
    }

    /// Candidates for a film, none twice with one transform; itself (the same id) is left out.
    List<Candidate> of(Film film) {
        List<Pose> poses = poses(described(film));
        float[] best = new float[reference.size()];
        int[] how = new int[reference.size()];
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        for (int from = 0; from < best.length; from += BLOCK) {
            for (int pose = 0; pose < poses.size(); pose++) {
                raise(best, how, from, pose, poses.get(pose));
            }
        }
        List<Candidate> found = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        for (int i : highest(best, film.id())) {
            Pose pose = poses.get(how[i]);
            found.add(new Candidate(i, pose.transform, pose.place));
            seen.add(8 * i + pose.transform.ordinal());
        }
        for (Dihedral transform : Dihedral.values()) {
            for (int i : index.within(film.hashes()[transform.ordinal()], HashIndex.MOST_DISTANCE)) {
                if (!reference.get(i).id().equals(film.id()) && seen.add(8 * i + transform.ordinal())) {
                    found.add(new Candidate(i, transform, Part.WHOLE));
                }
            }
        }
        return found;
    }

    /// The films of the highest likeness, in their order in the set.
    private int[] highest(float[] likeness, String but) {
        float[] sorted = likeness.clone();
        Arrays.sort(sorted);
        float least = sorted.length > NEAREST ? sorted[sorted.length - NEAREST - 1] : Float.NEGATIVE_INFINITY;
        return IntStream.range(0, likeness.length)
                .filter(i -> likeness[i] >= least && !reference.get(i).id().equals(but))
                .limit(NEAREST)
                .toArray();
    }

    private List<Pose> poses(float[][] described) {
        List<Pose> poses = new ArrayList<>();
        for (Dihedral transform : Dihedral.values()) {
            float[] whole = Descriptor.after(transform, described[0]);
            poses.add(new Pose(scale.apply(whole), 0, transform, Part.WHOLE));
            poses.add(new Pose(scale.apply(Descriptor.negative(whole)), 0, transform, Part.WHOLE));
        }
        for (Dihedral transform : List.of(Dihedral.IDENTITY, Dihedral.MIRROR)) {
            float[] whole = scale.apply(Descriptor.after(transform, described[0]));
            for (int view = 1; view < described.length; view++) {
                Part part = Part.CROPS.get(view);
                poses.add(new Pose(whole, view, transform, part));
                Part own = transform == Dihedral.MIRROR ? part.mirrored() : part;
                float[] cropped = scale.apply(Descriptor.after(transform, described[view]));
                poses.add(new Pose(cropped, 0, transform, own.inverse()));
            }
        }
        return poses;
    }

    private void raise(float[] best, int[] how, int from, int number, Pose pose) {
        int films = Math.min(BLOCK, best.length - from);
        float[] likeness = new float[films];
        float[][] view = views[pose.view];
        float[] own = pose.descriptor;
        for (int k = 0; k < Descriptor.LENGTH; k += TOGETHER) {
            float[] a = view[k];
            float[] b = view[k + 1];
            float[] c = view[k + 2];
            float[] d = view[k + 3];
            float[] e = view[k + 4];
            for (int i = 0; i < films; i++) {
                int film = from + i;
                likeness[i] += own[k] * a[film] + own[k + 1] * b[film] + own[k + 2] * c[film] + own[k + 3] * d[film]
                        + own[k + 4] * e[film];
            }
        }
        for (int i = 0; i < films; i++) {
            if (likeness[i] > best[from + i]) {
                best[from + i] = likeness[i];
                how[from + i] = number;
            }
        }
    }
}

package org.realfm.imaging.segmentation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;

/// Which lesions of a prediction are which of the reference, one to one. A lesion is a connected component.
///
/// Two lesions may be matched if their intersection over union reaches a threshold. Of all ways to pair them off, the
/// one with the most pairs is taken, and of these the one with the largest sum of IoU (Kuhn's assignment). Above a
/// threshold of 0.5 there is only one way (Kirillov et al. 2019, doi:10.1109/CVPR.2019.00963). A lesion that a
/// prediction breaks in two is found at most once, and its other part is a false positive; [LesionWise] takes the parts
/// together. Where more than about 1,000 lesions of each mask hang together by overlaps, as in noise, they are paired
/// off by falling IoU instead.
///
/// | | no lesions at all | none in the reference | none in the prediction |
/// |---|---|---|---|
/// | [#sensitivity()] | no value | no value | 0 |
/// | [#precision()] | no value | 0 | no value |
/// | [#f1()], [#panopticQuality()], [#lesionWiseDice()] | no value | 0 | 0 |
///
/// @param reference lesions in the reference
/// @param predicted lesions in the prediction
/// @param matches   the pairs, in the order of the reference's lesions
public record LesionMatching(int reference, int predicted, List<Match> matches) {

    /// What an assignment may cost: 1,000 lesions that hang together with 1,000 others.
    private static final double MOST_STEPS = 1e9;

    /// @param reference the lesion's number in the [Components] of the reference
    /// @param predicted the lesion's number in the [Components] of the prediction
    /// @param iou       their intersection over union, in (0, 1]
    public record Match(int reference, int predicted, double iou) {

        /// 2 IoU / (1 + IoU).
        public double dice() {
            return 2 * iou / (1 + iou);
        }
    }

    public LesionMatching {
        matches = List.copyOf(matches);
    }

    /// Matches the lesions of two masks.
    ///
    /// @param leastIou in [0, 1]; lesions that share no voxel never match. 0.5 is usual for lesions of many voxels, 0.1
    ///                 for small ones, where a voxel more all round halves the IoU
    /// @throws IllegalArgumentException if the grids differ
    public static LesionMatching of(
            VoxelMask reference, VoxelMask prediction, Connectivity connectivity, double leastIou) {
        VoxelMask.requireSameGrid(reference, prediction);
        if (!(leastIou >= 0 && leastIou <= 1)) {
            throw new IllegalArgumentException("an IoU lies in [0, 1], found " + leastIou);
        }
        Components references = Components.of(reference, connectivity);
        Components predictions = Components.of(prediction, connectivity);
        Map<Long, Long> shared = new TreeMap<>();
        references.shared(predictions, (r, p, count) -> shared.merge((long) r << 32 | p, (long) count, Long::sum));
        List<Match> candidates = new ArrayList<>();
        shared.forEach((pair, both) -> {
            int r = (int) (pair >> 32);
            int p = (int) (long) pair;
            double iou = (double) both / (references.size(r) + predictions.size(p) - both);
            if (iou >= leastIou) {
                candidates.add(new Match(r, p, iou));
            }
        });
        return new LesionMatching(references.count(), predictions.count(), best(candidates));
    }

    private static List<Match> best(List<Match> candidates) {
        List<Match> best = new ArrayList<>();
        for (List<Match> group : entangled(candidates)) {
            best.addAll(group.size() == 1 ? group : bestOf(group));
        }
        best.sort(Comparator.comparingInt(Match::reference));
        return best;
    }

    /// Parts the candidates such that no lesion is in two parts: what is matched in one bears on no other.
    private static List<List<Match>> entangled(List<Match> candidates) {
        Map<Integer, List<Match>> ofReference = new HashMap<>();
        Map<Integer, List<Match>> ofPrediction = new HashMap<>();
        List<List<Match>> groups = new ArrayList<>();
        for (Match match : candidates) {
            List<Match> group = ofReference.get(match.reference);
            List<Match> other = ofPrediction.get(match.predicted);
            if (group == null) {
                group = other;
            }
            if (group == null) {
                group = new ArrayList<>();
                groups.add(group);
            }
            if (other != null && other != group) {
                List<Match> smaller = other.size() < group.size() ? other : group;
                group = smaller == other ? group : other;
                for (Match moved : smaller) {
                    ofReference.put(moved.reference, group);
                    ofPrediction.put(moved.predicted, group);
                }
                group.addAll(smaller);
                smaller.clear();
            }
            group.add(match);
            ofReference.put(match.reference, group);
            ofPrediction.put(match.predicted, group);
        }
        groups.removeIf(List::isEmpty);
        return groups;
    }

    private static List<Match> bestOf(List<Match> group) {
        int[] rows = group.stream().mapToInt(Match::reference).sorted().distinct().toArray();
        int[] columns = group.stream().mapToInt(Match::predicted).sorted().distinct().toArray();
        boolean turned = rows.length > columns.length;
        if ((double) rows.length * columns.length * Math.min(rows.length, columns.length) > MOST_STEPS) {
            return nearestFirst(group);
        }
        Match[][] at = new Match[Math.min(rows.length, columns.length)][Math.max(rows.length, columns.length)];
        double[][] cost = new double[at.length][at[0].length];
        // A pair more outweighs all that the IoU of the others can add up to.
        double pair = at.length;
        for (Match match : group) {
            int r = Arrays.binarySearch(rows, match.reference);
            int c = Arrays.binarySearch(columns, match.predicted);
            at[turned ? c : r][turned ? r : c] = match;
            cost[turned ? c : r][turned ? r : c] = -(pair + match.iou);
        }
        int[] columnOf = Assignment.smallest(cost);
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < columnOf.length; i++) {
            if (at[i][columnOf[i]] != null) {
                matches.add(at[i][columnOf[i]]);
            }
        }
        return matches;
    }

    private static List<Match> nearestFirst(List<Match> group) {
        Set<Integer> references = new HashSet<>();
        Set<Integer> predictions = new HashSet<>();
        List<Match> matches = new ArrayList<>();
        group.sort(Comparator.comparingDouble(Match::iou)
                .reversed()
                .thenComparingInt(Match::reference)
                .thenComparingInt(Match::predicted));
        for (Match match : group) {
            if (!references.contains(match.reference) && !predictions.contains(match.predicted)) {
                references.add(match.reference);
                predictions.add(match.predicted);
                matches.add(match);
            }
        }
        return matches;
    }

    public int truePositives() {
        return matches.size();
    }

    /// Lesions of the prediction that match none.
    public int falsePositives() {
        return predicted - matches.size();
    }

    /// Lesions of the reference that match none.
    public int falseNegatives() {
        return reference - matches.size();
    }

    /// TP / (TP + FN).
    public OptionalDouble sensitivity() {
        return Overlap.ratio(truePositives(), reference);
    }

    /// TP / (TP + FP).
    public OptionalDouble precision() {
        return Overlap.ratio(truePositives(), predicted);
    }

    /// 2 TP / (2 TP + FP + FN).
    public OptionalDouble f1() {
        return Overlap.ratio(2.0 * truePositives(), (double) reference + predicted);
    }

    /// The sum of the matches' IoU over TP + FP/2 + FN/2 (Kirillov et al. 2019).
    public OptionalDouble panopticQuality() {
        return Overlap.ratio(matches.stream().mapToDouble(Match::iou).sum(), (reference + (double) predicted) / 2);
    }

    /// The sum of the matches' Dice over TP + FP + FN.
    public OptionalDouble lesionWiseDice() {
        return Overlap.ratio(
                matches.stream().mapToDouble(Match::dice).sum(), (double) reference + predicted - truePositives());
    }
}

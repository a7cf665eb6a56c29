package org.realfm.imaging.segmentation;

import java.util.Arrays;

/// Quantiles in linear time, by Hoare's selection with three parts, as distances in a grid have many ties.
final class Selection {

    private static final double[] EQUAL = {};

    private Selection() {}

    /// The quantile that interpolates linearly between order statistics, at rank share (n − 1).
    ///
    /// @param values at least one
    static double quantile(double[] values, double share) {
        double rank = share * (values.length - 1);
        int below = (int) rank;
        double[] copy = values.clone();
        double low = select(copy, EQUAL, below);
        double high = low;
        if (below < rank) {
            // Selection has left nothing smaller behind the place.
            high = Double.POSITIVE_INFINITY;
            for (int i = below + 1; i < copy.length; i++) {
                high = Math.min(high, copy[i]);
            }
        }
        return low + (high - low) * (rank - below);
    }

    /// The smallest value such that it and the smaller ones have at least a share of the weight.
    ///
    /// @param values  at least one
    /// @param weights as many, above 0
    static double quantile(double[] values, double[] weights, double share) {
        double total = Arrays.stream(weights).sum();
        return select(values.clone(), weights.clone(), share * total * (1 - 1e-12));
    }

    /// The value at which the weight of it and all smaller ones first exceeds (no weights, each counting 1) or reaches
    /// an amount. Moves the values: none behind the place is smaller.
    private static double select(double[] values, double[] weights, double amount) {
        boolean counted = weights.length == 0;
        double left = amount;
        int low = 0;
        int high = values.length - 1;
        while (low < high) {
            double pivot = median(values[low], values[(low + high) >>> 1], values[high]);
            int smaller = low;
            int larger = high;
            double below = 0;
            double equal = 0;
            for (int i = low; i <= larger; ) {
                double weight = counted ? 1 : weights[i];
                if (values[i] < pivot) {
                    below += weight;
                    swap(values, weights, smaller++, i++);
                } else if (values[i] > pivot) {
                    swap(values, weights, larger--, i);
                } else {
                    equal += weight;
                    i++;
                }
            }
            if (smaller > low && (counted ? below > left : below >= left)) {
                high = smaller - 1;
            } else if (larger == high || (counted ? below + equal > left : below + equal >= left)) {
                return pivot;
            } else {
                left -= below + equal;
                low = larger + 1;
            }
        }
        return values[low];
    }

    private static double median(double a, double b, double c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }

    private static void swap(double[] values, double[] weights, int i, int j) {
        double value = values[i];
        values[i] = values[j];
        values[j] = value;
        if (weights.length > 0) {
            double weight = weights[i];
            weights[i] = weights[j];
            weights[j] = weight;
        }
    }
}

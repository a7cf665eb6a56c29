package org.realfm.imaging.volume;

import java.util.Arrays;

/// Which way the axes of a grid run in the patient, to the nearest of the patient's own axes: a permutation of them and
/// a sign for each.
///
/// As text, three letters say towards what columns, rows and slices grow: `LPS` is DICOM's axial order.
public final class Orientation {

    private static final String[] LETTERS = {"RL", "AP", "IS"};
    private static final int[][] ORDERS = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};

    private final int[] axes;
    private final boolean[] negative;

    private Orientation(int[] axes, boolean[] negative) {
        this.axes = axes;
        this.negative = negative;
    }

    /// The orientation of a grid: of all ways to pair its axes with the patient's, the one whose cosines sum to the most.
    /// Of those that tie, as at 45 degrees, the first in the order xyz, xzy, yxz, yzx, zxy, zyx.
    public static Orientation of(Affine affine) {
        double[] spacing = affine.spacing();
        double best = -1;
        int[] chosen = ORDERS[0];
        for (int[] order : ORDERS) {
            double sum = 0;
            for (int axis = 0; axis < 3; axis++) {
                sum += Math.abs(affine.step(axis)[order[axis]]) / spacing[axis];
            }
            if (sum > best + 1e-9) {
                best = sum;
                chosen = order;
            }
        }
        boolean[] negative = new boolean[3];
        for (int axis = 0; axis < 3; axis++) {
            negative[axis] = affine.step(axis)[chosen[axis]] < 0;
        }
        return new Orientation(chosen, negative);
    }

    /// The orientation of this text.
    ///
    /// @param letters one of L and R, one of A and P, one of I and S, in any order
    /// @throws IllegalArgumentException if it is none
    public static Orientation of(String letters) {
        int[] axes = new int[3];
        boolean[] negative = new boolean[3];
        boolean[] seen = new boolean[3];
        boolean sound = letters.length() == 3;
        for (int axis = 0; sound && axis < 3; axis++) {
            int patient = 0;
            while (patient < 3 && LETTERS[patient].indexOf(letters.charAt(axis)) < 0) {
                patient++;
            }
            sound = patient < 3 && !seen[patient];
            if (sound) {
                seen[patient] = true;
                axes[axis] = patient;
                negative[axis] = LETTERS[patient].charAt(0) == letters.charAt(axis);
            }
        }
        if (!sound) {
            throw new IllegalArgumentException("an orientation is three letters, one of L and R, one of A and P, one of I and S, "
                    + "found '" + letters + "'");
        }
        return new Orientation(axes, negative);
    }

    /// The patient's axis that an axis of the grid runs along: 0 for x, 1 for y, 2 for z.
    public int patientAxis(int axis) {
        return axes[axis];
    }

    /// Whether it runs to the right, to the front or to the feet.
    public boolean isNegative(int axis) {
        return negative[axis];
    }

    /// The orientation whose every axis runs the other way.
    public Orientation opposite() {
        boolean[] other = new boolean[3];
        for (int axis = 0; axis < 3; axis++) {
            other[axis] = !negative[axis];
        }
        return new Orientation(axes, other);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Orientation that && Arrays.equals(axes, that.axes) && Arrays.equals(negative, that.negative);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(axes) + Arrays.hashCode(negative);
    }

    @Override
    public String toString() {
        StringBuilder letters = new StringBuilder();
        for (int axis = 0; axis < 3; axis++) {
            letters.append(LETTERS[axes[axis]].charAt(negative[axis] ? 0 : 1));
        }
        return letters.toString();
    }
}

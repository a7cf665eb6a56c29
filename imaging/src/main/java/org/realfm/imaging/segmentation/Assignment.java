package org.realfm.imaging.segmentation;

import java.util.Arrays;

/// The assignment problem: pairs rows with columns so that the sum of the pairs' costs is smallest (Kuhn 1955,
/// doi:10.1002/nav.3800020109; by shortest augmenting paths with potentials, in O(rows² columns)).
final class Assignment {

    private Assignment() {}

    /// @param cost finite, one line a row, all of one length that is at least the number of rows
    /// @return for each row its column
    static int[] smallest(double[][] cost) {
        int rows = cost.length;
        int columns = rows == 0 ? 0 : cost[0].length;
        double[] rowPotential = new double[rows];
        double[] columnPotential = new double[columns];
        int[] rowOf = new int[columns];
        Arrays.fill(rowOf, -1);
        for (int start = 0; start < rows; start++) {
            double[] distance = new double[columns];
            Arrays.fill(distance, Double.POSITIVE_INFINITY);
            int[] before = new int[columns];
            boolean[] done = new boolean[columns];
            int row = start;
            int column = -1;
            while (row >= 0) {
                int nearest = -1;
                for (int j = 0; j < columns; j++) {
                    if (!done[j]) {
                        double length = cost[row][j] - rowPotential[row] - columnPotential[j];
                        if (length < distance[j]) {
                            distance[j] = length;
                            before[j] = column;
                        }
                        if (nearest < 0 || distance[j] < distance[nearest]) {
                            nearest = j;
                        }
                    }
                }
                double step = distance[nearest];
                rowPotential[start] += step;
                for (int j = 0; j < columns; j++) {
                    if (done[j]) {
                        rowPotential[rowOf[j]] += step;
                        columnPotential[j] -= step;
                    } else {
                        distance[j] -= step;
                    }
                }
                done[nearest] = true;
                column = nearest;
                row = rowOf[nearest];
            }
            while (column >= 0) {
                rowOf[column] = before[column] < 0 ? start : rowOf[before[column]];
                column = before[column];
            }
        }
        int[] columnOf = new int[rows];
        for (int j = 0; j < columns; j++) {
            if (rowOf[j] >= 0) {
                columnOf[rowOf[j]] = j;
            }
        }
        return columnOf;
    }
}

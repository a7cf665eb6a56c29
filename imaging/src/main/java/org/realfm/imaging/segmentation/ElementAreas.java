package org.realfm.imaging.segmentation;

/// How much surface runs between eight neighbouring voxel centres, of which some are in a mask, for each of the 256
/// cases.
///
/// The surface cuts each edge between a centre inside and one outside in its middle. On each face of the cube, every
/// run of centres inside, going round, is fenced off by a line from the edge where it is entered to the edge where it
/// is left; where the two inside lie across the face's diagonal they are thus kept apart. The lines join to closed
/// loops, and the area is the sum of the loops' vector areas, |½ Σ p × p'|. For a flat loop that is its area; for one
/// that is not it is that of its largest shadow, which, unlike an area by triangles, does not depend on how the loop is
/// cut up, so mirrored masks have equal areas.
final class ElementAreas {

    /// The corners of each face, going round as seen from outside; corner = x + 2 y + 4 z.
    private static final int[][] FACES = {
        {0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}
    };

    private ElementAreas() {}

    /// The areas in mm² for each set of corners inside, corner = x + 2 y + 4 z as the bit; for a picture the lengths in
    /// mm for each set of the first four, the line being the wall of height 1 mm above it.
    static double[] of(VoxelGrid grid) {
        double[] areas = new double[grid.dimensions() == 3 ? 256 : 16];
        for (int inside = 0; inside < areas.length; inside++) {
            areas[inside] = area(grid.dimensions() == 3 ? inside : inside | inside << 4, grid);
        }
        return areas;
    }

    private static double area(int inside, VoxelGrid grid) {
        // From each cut edge to the next one of its loop. An edge is 8 times its smaller corner plus the larger.
        int[] next = new int[64];
        for (int[] face : FACES) {
            for (int i = 0; i < 4; i++) {
                if (!in(inside, face[i]) && in(inside, face[(i + 1) % 4])) {
                    int last = i + 1;
                    while (in(inside, face[(last + 1) % 4])) {
                        last++;
                    }
                    next[edge(face[i], face[(i + 1) % 4])] = edge(face[last % 4], face[(last + 1) % 4]);
                }
            }
        }
        double total = 0;
        for (int start = 0; start < next.length; start++) {
            double x = 0;
            double y = 0;
            double z = 0;
            // Edge 0 joins corner 0 to itself: none.
            for (int at = start; next[at] != 0; ) {
                int to = next[at];
                next[at] = 0;
                x += middle(at, 1) * middle(to, 2) - middle(at, 2) * middle(to, 1);
                y += middle(at, 2) * middle(to, 0) - middle(at, 0) * middle(to, 2);
                z += middle(at, 0) * middle(to, 1) - middle(at, 1) * middle(to, 0);
                at = to;
            }
            x *= grid.dy() * grid.dz() / 2;
            y *= grid.dz() * grid.dx() / 2;
            z *= grid.dx() * grid.dy() / 2;
            total += Math.sqrt(x * x + y * y + z * z);
        }
        return total;
    }

    private static boolean in(int inside, int corner) {
        return (inside >> corner & 1) != 0;
    }

    private static int edge(int from, int to) {
        return 8 * Math.min(from, to) + Math.max(from, to);
    }

    /// The coordinate of an edge's middle on an axis, in voxels.
    private static double middle(int edge, int axis) {
        return ((edge >> 3 >> axis & 1) + (edge >> axis & 1)) / 2.0;
    }
}

package org.realfm.imaging.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.SequencedMap;
import org.realfm.imaging.phantom.graph.Category;
import org.realfm.imaging.phantom.graph.Side;
import org.realfm.imaging.phantom.solid.Shape;
import org.realfm.imaging.phantom.solid.Superquadric;
import org.realfm.imaging.phantom.solid.Tubes;
import org.realfm.imaging.phantom.solid.Union;

/// Draws the bones of a trunk.
final class Skeleton {

    private static final double VERTEBRA = 27;
    private static final double LOWEST = -230;
    private static final int VERTEBRAE = 17;
    private static final SequencedMap<String, Double> CORTEX = Draft.intensity("hu", 640);
    private static final SequencedMap<String, Double> MARROW = Draft.intensity("hu", 190);

    private Skeleton() {}

    static void draw(Draft draft, Build build) {
        spine(draft, build);
        for (Side side : List.of(Side.RIGHT, Side.LEFT)) {
            double s = side == Side.LEFT ? 1 : -1;
            List<Shape> cortex = new ArrayList<>();
            List<Shape> marrow = new ArrayList<>();
            List<Shape> cartilage = new ArrayList<>();
            for (int rib = 0; rib < 12; rib++) {
                rib(build, rib, s, cortex, marrow, cartilage);
            }
            String ribs = side.id() + "-ribs";
            draft.add(side.id() + "-costal-cartilages", "costal cartilages", Category.ORGAN, "body", side,
                    Draft.intensity("hu", 110), new Union(cartilage));
            draft.add(ribs, "ribs", Category.ORGAN, "body", side, CORTEX, new Union(cortex));
            draft.add(ribs + "-marrow", "marrow", Category.TISSUE, ribs, side, MARROW, new Union(marrow));
            Superquadric blade = build.solid(s * 104, 78, 100, 42, 2.6, 62, 2.5, 2.5).turned(2, -s * 32).turned(0, 8);
            draft.add(side.id() + "-scapula", "scapula", Category.ORGAN, "body", side, Draft.intensity("hu", 480),
                    Union.of(blade, build.tube(6, s * 82, 92, 132, s * 128, 72, 150, s * 150, 40, 165)));
            draft.add(side.id() + "-clavicle", "clavicle", Category.ORGAN, "body", side, Draft.intensity("hu", 520),
                    build.tube(5.5, s * 16, -72, 142, s * 55, -70, 152, s * 95, -40, 168, s * 148, 8, 174));
            draft.add(side.id() + "-humerus", "humerus", Category.ORGAN, "body", side, Draft.intensity("hu", 420),
                    Union.of(build.ball(s * 176, 14, 158, 22, 22, 24), build.tube(12, s * 182, 12, 146, s * 275, 14, 108)));
        }
        Superquadric sternum = build.solid(0, -91, 62, 17, 6, 76, 3, 4).turned(0, -6);
        draft.add("sternum", "sternum", Category.ORGAN, "body", Side.MIDLINE, Draft.intensity("hu", 420), sternum);
        draft.add("sternum-marrow", "marrow", Category.TISSUE, "sternum", Side.MIDLINE, Draft.intensity("hu", 150),
                sternum.grown(-2.5));
    }

    private static void spine(Draft draft, Build build) {
        List<Shape> discs = new ArrayList<>();
        List<Shape> cortex = new ArrayList<>();
        List<Shape> marrow = new ArrayList<>();
        for (int i = 0; i < VERTEBRAE; i++) {
            double z = LOWEST + VERTEBRA * i;
            double y = forward(z);
            double size = 1.12 - 0.02 * i;
            Superquadric block = build.solid(0, y, z, 19 * size, 15 * size, 11.3, 2.5, 4);
            cortex.add(block);
            marrow.add(block.grown(-1.6));
            discs.add(build.solid(0, y, z + VERTEBRA / 2, 17.5 * size, 13.5 * size, 4, 2.5, 4));
            cortex.add(build.solid(0, y + 26, z - 2, 15, 12, 9, 2, 3));
            cortex.add(build.solid(0, y + 44, z - 9, 2.8, 15, 7, 3, 3).turned(0, 18));
            cortex.add(build.tube(4.5, -32, y + 28, z + 2, 32, y + 28, z + 2));
        }
        draft.add("spine-discs", "intervertebral discs", Category.TISSUE, "body", Side.MIDLINE,
                Draft.intensity("hu", 90), new Union(discs));
        draft.add("spine", "spine", Category.ORGAN, "body", Side.MIDLINE, CORTEX, new Union(cortex));
        draft.add("spine-marrow", "marrow", Category.TISSUE, "spine", Side.MIDLINE, MARROW, new Union(marrow));
        double[] canal = new double[3 * VERTEBRAE];
        for (int i = 0; i < VERTEBRAE; i++) {
            double z = LOWEST + VERTEBRA * i;
            canal[3 * i + 1] = forward(z) + 23.5;
            canal[3 * i + 2] = z;
        }
        draft.add("spinal-canal", "spinal canal", Category.ORGAN, "body", Side.MIDLINE, Draft.intensity("hu", 28),
                build.tube(8.5, canal));
    }

    /// How far back the middle of a vertebra lies: hollow in the loins, rounded in the chest.
    static double forward(double z) {
        return 56 + 8 * StrictMath.sin((z + 20) / 95);
    }

    private static void rib(
            Build build, int rib, double s, List<Shape> cortex, List<Shape> marrow, List<Shape> cartilage) {
        double top = 150 - 23.5 * rib;
        double drop = 34 + 5 * Math.min(rib, 7);
        double most = rib < 10 ? 128 : rib == 10 ? 95 : 70;
        List<double[]> places = new ArrayList<>();
        for (double angle = 14; angle <= most; angle += 6) {
            double turn = StrictMath.toRadians(angle);
            double z = top - drop * StrictMath.pow(angle / 128, 1.3);
            double[] hoop = hoop(z);
            double x = s * hoop[0] * root(StrictMath.sin(turn));
            double y = 2 + hoop[1] * root(StrictMath.cos(turn));
            places.add(new double[] {x, y, z});
        }
        add(build, places, 4.6, cortex);
        add(build, places, 2.8, marrow);
        if (rib < 9) {
            double[] last = places.getLast();
            cartilage.add(build.tube(4.2, last[0], last[1], last[2], 0.5 * last[0], -90, last[2] + 6 + 3 * rib, s * 14,
                    -92, Math.max(-5, 122 - 17 * rib)));
        }
    }

    private static double root(double value) {
        return Math.signum(value) * StrictMath.pow(Math.abs(value), 0.8);
    }

    /// Half breadth and half depth of the rib cage at a height.
    static double[] hoop(double z) {
        double w = Math.clamp((z - 20) / 140, -0.55, 0.985);
        double narrow = StrictMath.pow(1 - StrictMath.pow(Math.abs(w), 2.6), 1 / 2.6);
        return new double[] {76 + 76 * narrow, 42 + 52 * narrow};
    }

    private static void add(Build build, List<double[]> places, double radius, List<Shape> to) {
        double[] flat = places.stream().flatMapToDouble(java.util.Arrays::stream).toArray();
        Tubes tubes = build.tube(radius, flat);
        to.add(tubes);
    }
}

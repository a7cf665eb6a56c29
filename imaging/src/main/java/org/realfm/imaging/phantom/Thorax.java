package org.realfm.imaging.phantom;

import java.util.List;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.phantom.graph.Category;
import org.realfm.imaging.phantom.graph.Side;
import org.realfm.imaging.phantom.solid.Clipped;
import org.realfm.imaging.phantom.solid.Shape;
import org.realfm.imaging.phantom.solid.Superquadric;
import org.realfm.imaging.phantom.solid.Union;

/// Draws what lies in the chest.
final class Thorax {

    /// Contrast medium in the veins' phase, as vessels and chambers show it.
    static final double BLOOD = 165;

    private Thorax() {}

    static void wall(Draft draft, Build build) {
        Superquadric trunk = build.solid(0, 0, -40, 168, 116, 285, 2.4, 4);
        double fat = build.fat();
        draft.add("body", "body", Category.TISSUE, "", Side.MIDLINE, Draft.intensity("hu", -105),
                Union.of(trunk.grown(fat - 12), build.tube(60, 0, 12, 150, 0, 8, 330), shoulders(build, 54)));
        draft.add("muscle", "muscle", Category.TISSUE, "body", Side.MIDLINE, Draft.intensity("hu", 56),
                Union.of(trunk.grown(-12), build.tube(50, 0, 12, 150, 0, 8, 330), shoulders(build, 42)));
    }

    private static Shape shoulders(Build build, double radius) {
        return Union.of(
                build.tube(radius, -40, 8, 138, -160, 8, 138, -275, 14, 104),
                build.tube(radius, 40, 8, 138, 160, 8, 138, 275, 14, 104));
    }

    static void lungs(Draft draft, Build build, SplitMix64 random) {
        for (Side side : List.of(Side.RIGHT, Side.LEFT)) {
            double s = side == Side.LEFT ? 1 : -1;
            Superquadric lung = build.solid(s * 76, 2, 18, 70, 87, 138, 2.4, 2.6);
            String id = side.id() + "-lung";
            draft.add(id, "lung", Category.ORGAN, "body", side, Draft.intensity("hu", -855), lung);
            draft.add(id + "-vessels", "vessels", Category.TISSUE, id, side, Draft.intensity("hu", 40),
                    Clipped.inside(tree(random, build, s), lung.grown(-3)));
        }
    }

    private static Shape tree(SplitMix64 random, Build build, double s) {
        double[] hilum = {build.frame() * s * 34, build.frame() * 8, 52};
        double thick = 3.6 + 1.2 * build.hilum();
        return Union.of(
                Vessels.tree(random, hilum, new double[] {s, -0.5, 0.8}, 26, thick, 0.75),
                Vessels.tree(random, hilum, new double[] {s, 0.7, 0.5}, 26, thick, 0.75),
                Vessels.tree(random, hilum, new double[] {s, 0.5, -0.9}, 30, thick, 0.75),
                Vessels.tree(random, hilum, new double[] {s * 0.8, -0.7, -0.7}, 28, thick, 0.75),
                Vessels.tree(random, hilum, new double[] {s * 0.4, 0.3, 1}, 28, thick, 0.75),
                Vessels.tree(random, hilum, new double[] {s * 0.5, 0.8, -0.8}, 30, thick, 0.75));
    }

    static void mediastinum(Draft draft, Build build) {
        draft.add("mediastinum", "mediastinum", Category.TISSUE, "body", Side.MIDLINE, Draft.intensity("hu", -70),
                Union.of(
                        build.solid(0, -8, 40, 21, 78, 112, 2.2, 3), build.solid(3, 45, 20, 23, 32, 140, 2.4, 4),
                        build.ball(8, -38, 22, 66, 54, 56)));
        draft.add("oesophagus", "oesophagus", Category.ORGAN, "mediastinum", Side.MIDLINE, Draft.intensity("hu", 40),
                build.tube(6.5, 4, 26, 165, 3, 34, 90, 8, 34, 40, 20, 20, -8));
        heart(draft, build);
        aorta(draft, build);
        draft.add("trachea-wall", "trachea", Category.ORGAN, "mediastinum", Side.MIDLINE, Draft.intensity("hu", 30),
                airways(build, 2));
        draft.add("trachea", "trachea's air", Category.TISSUE, "trachea-wall", Side.MIDLINE,
                Draft.intensity("hu", -1000), airways(build, 0));
    }

    private static Shape airways(Build build, double wall) {
        return Union.of(
                build.tube(8 + wall, 0, 12, 172, 0, 18, 80), build.tube(6 + wall, 0, 18, 80, -18, 16, 65, -42, 16, 48),
                build.tube(5.5 + wall, 0, 18, 80, 24, 20, 62, 50, 22, 50), build.tube(4 + wall, -42, 16, 48, -52, 26, 20),
                build.tube(4 + wall, 50, 22, 50, 58, 32, 22));
    }

    private static void heart(Draft draft, Build build) {
        double k = build.heart();
        Superquadric heart = build.solid(20, -36, 20, 60 * k, 38 * k, 40 * k, 2.2, 2).turned(2, -24).turned(1, 22);
        draft.add("heart", "heart", Category.ORGAN, "mediastinum", Side.LEFT, Draft.intensity("hu", 95),
                Union.of(heart, build.ball(-16, -26, 26, 32 * k, 32 * k, 36 * k), build.ball(8, 2, 34, 34 * k, 20 * k, 24)));
        draft.add("left-ventricle", "ventricle", Category.ORGAN, "heart", Side.LEFT, Draft.intensity("hu", BLOOD),
                build.ball(44, -36, 14, 32 * k, 16 * k, 18 * k).turned(2, -24).turned(1, 22));
        draft.add("right-ventricle", "ventricle", Category.ORGAN, "heart", Side.MIDLINE,
                Draft.intensity("hu", BLOOD + 5), build.ball(12, -58, 12, 30 * k, 11 * k, 22 * k).turned(2, -30));
        draft.add("right-atrium", "atrium", Category.ORGAN, "heart", Side.RIGHT, Draft.intensity("hu", BLOOD + 5),
                build.ball(-20, -26, 26, 23 * k, 24 * k, 28 * k));
        draft.add("left-atrium", "atrium", Category.ORGAN, "heart", Side.MIDLINE, Draft.intensity("hu", BLOOD),
                build.ball(8, 2, 36, 28 * k, 15 * k, 19));
    }

    private static void aorta(Draft draft, Build build) {
        draft.add("pulmonary-trunk", "pulmonary trunk", Category.ORGAN, "mediastinum", Side.MIDLINE,
                Draft.intensity("hu", BLOOD - 10),
                Union.of(
                        build.tube(12, 20, -48, 40, 16, -34, 62, 24, -6, 66),
                        build.tube(9.5, 16, -34, 62, -8, -12, 58, -38, 2, 54), build.tube(9.5, 20, -20, 66, 44, 8, 62)));
        draft.add("superior-vena-cava", "vena cava", Category.ORGAN, "mediastinum", Side.RIGHT,
                Draft.intensity("hu", BLOOD - 10), build.tube(8.5, -24, -22, 112, -25, -22, 40));
        draft.add("aorta", "aorta", Category.ORGAN, "body", Side.MIDLINE, Draft.intensity("hu", BLOOD + 10),
                Union.of(
                        build.tube(13, 2, -28, 40, -10, -32, 66, -8, -28, 84),
                        build.tube(12.5, -8, -28, 84, -2, -14, 96, 10, 6, 100, 20, 26, 92, 23, 40, 76),
                        build.tube(11.5, 23, 40, 76, 22, 42, 20, 15, 41, -20)));
    }
}

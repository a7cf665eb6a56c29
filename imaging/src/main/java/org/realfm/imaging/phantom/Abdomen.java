package org.realfm.imaging.phantom;

import java.util.ArrayList;
import java.util.List;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.phantom.graph.Category;
import org.realfm.imaging.phantom.graph.Side;
import org.realfm.imaging.phantom.solid.Clipped;
import org.realfm.imaging.phantom.solid.Shape;
import org.realfm.imaging.phantom.solid.Superquadric;
import org.realfm.imaging.phantom.solid.Union;

/// Draws what lies below the diaphragm.
final class Abdomen {

    private static final double RIGHT_KIDNEY = -122;

    private Abdomen() {}

    private static Shape cavity(Build build, double by) {
        return Union.of(
                build.solid(-68, 0, -112, 70, 84, 116 + build.right(), 2.2, 2.2).grown(by),
                build.solid(68, 2, -120, 70, 82, 112 + build.left(), 2.2, 2.2).grown(by),
                build.solid(0, -8, -170, 134, 84, 156, 2.6, 2.6).grown(by));
    }

    static void draw(Draft draft, Build build, SplitMix64 random) {
        draft.add("diaphragm", "diaphragm", Category.ORGAN, "body", Side.MIDLINE, Draft.intensity("hu", 58),
                cavity(build, 0));
        Shape room = cavity(build, -3);
        draft.add("abdominal-fat", "fat", Category.TISSUE, "body", Side.MIDLINE, Draft.intensity("hu", -98), room);
        muscles(draft, build);
        bowel(draft, build, random, room);
        liver(draft, build, random, cavity(build, -4));
        draft.add("abdominal-aorta", "aorta", Category.ORGAN, "body", Side.MIDLINE,
                Draft.intensity("hu", Thorax.BLOOD + 10),
                build.tube(10, 15, 41, -20, 11, 38, -60, 6, 32, -130, 4, 30, -240));
        draft.add("inferior-vena-cava", "vena cava", Category.ORGAN, "body", Side.RIGHT, Draft.intensity("hu", 140),
                build.tube(10.5, -20, 2, 30, -22, 12, 0, -22, 26, -60, -18, 32, -240));
        Superquadric spleen = build.solid(108, 34, -50, 23, 38, 50, 2.2, 2.2).turned(2, 24).turned(1, -12);
        draft.add("spleen", "spleen", Category.ORGAN, "abdominal-fat", Side.LEFT, Draft.intensity("hu", 118),
                Clipped.inside(spleen, room));
        stomach(draft, build, room);
        draft.add("pancreas", "pancreas", Category.ORGAN, "abdominal-fat", Side.MIDLINE, Draft.intensity("hu", 98),
                build.tube(11, -30, -4, -108, -8, -14, -96, 26, -2, -88, 62, 20, -74));
        kidney(draft, build, Side.RIGHT, -1, RIGHT_KIDNEY);
        kidney(draft, build, Side.LEFT, 1, -110);
    }

    private static void muscles(Draft draft, Build build) {
        for (Side side : List.of(Side.RIGHT, Side.LEFT)) {
            double s = side == Side.LEFT ? 1 : -1;
            draft.add(side.id() + "-psoas", "psoas", Category.ORGAN, "body", side, Draft.intensity("hu", 62),
                    build.tube(17, s * 34, 58, -90, s * 42, 54, -170, s * 50, 44, -250));
        }
    }

    private static void bowel(Draft draft, Build build, SplitMix64 random, Shape room) {
        List<Shape> loops = new ArrayList<>();
        List<Shape> gas = new ArrayList<>();
        for (int loop = 0; loop < 11; loop++) {
            double[] path = new double[12];
            double x = random.between(-62, 72);
            double y = random.between(-62, -8);
            double z = -225 + 11 * loop;
            for (int i = 0; i < 4; i++) {
                path[3 * i] = x + (i % 2 == 0 ? -1 : 1) * random.between(10, 34);
                path[3 * i + 1] = y + random.between(-16, 16);
                path[3 * i + 2] = z + 9 * i * random.between(0.4, 1);
            }
            loops.add(build.tube(12, path));
            if (loop % 3 == 0) {
                gas.add(build.ball(path[3], path[4] - 4, path[5], 10, 5, 7));
            }
        }
        loops.add(build.tube(15, 112, 22, -110, 116, 30, -160, 108, 30, -230));
        gas.add(build.tube(9, 112, 19, -118, 116, 27, -160));
        loops.add(build.tube(15, -112, 12, -150, -108, 24, -190, -104, 24, -230));
        draft.add("bowel", "bowel", Category.ORGAN, "abdominal-fat", Side.MIDLINE, Draft.intensity("hu", 46),
                Clipped.inside(new Union(loops), room));
        draft.add("bowel-gas", "gas", Category.TISSUE, "bowel", Side.MIDLINE, Draft.intensity("hu", -920),
                new Union(gas));
    }

    private static void liver(Draft draft, Build build, SplitMix64 random, Shape room) {
        Shape liver = Clipped.inside(
                Clipped.outside(Union.of(
                        build.solid(-66, 6, -58, 66, 80, 78 + 0.5 * build.right(), 2.4, 2.2).turned(1, 10),
                        build.solid(-2, -38, -34, 74, 40, 42, 2.2, 2.2).turned(1, 14)), build.solid(-62, 62, RIGHT_KIDNEY - 6, 36, 50, 62, 2, 2)),
                room);
        draft.add("liver", "liver", Category.ORGAN, "abdominal-fat", Side.RIGHT, Draft.intensity("hu", 108), liver);
        double f = build.frame();
        Shape veins = Union.of(
                Vessels.tree(random, new double[] {-24 * f, 6 * f, -4}, new double[] {-1, -0.3, -0.5}, 30, 4.4, 1.3),
                Vessels.tree(random, new double[] {-24 * f, 6 * f, -4}, new double[] {-0.5, -1, -0.4}, 30, 4.2, 1.3),
                Vessels.tree(random, new double[] {-30 * f, -8 * f, -70}, new double[] {-1, 0.2, 0.2}, 26, 5.2, 1.3),
                Vessels.tree(random, new double[] {-24 * f, -12 * f, -62}, new double[] {0.6, -0.8, 0.5}, 24, 4, 1.3));
        draft.add("liver-veins", "vessels", Category.TISSUE, "liver", Side.RIGHT, Draft.intensity("hu", 158),
                Clipped.inside(veins, liver));
        draft.add("gallbladder", "gallbladder", Category.ORGAN, "abdominal-fat", Side.RIGHT, Draft.intensity("hu", 8),
                build.ball(-44, -50, -96, 14, 15, 30).turned(0, 24));
    }

    private static void stomach(Draft draft, Build build, Shape room) {
        Shape wall = Union.of(
                build.solid(58, -16, -40, 34, 34, 34, 2, 2), build.tube(20, 54, -26, -52, 44, -48, -92, 8, -54, -106));
        Shape content = Union.of(
                build.solid(58, -16, -40, 30, 30, 30, 2, 2), build.tube(16, 54, -26, -52, 44, -48, -92, 8, -54, -106));
        draft.add("stomach", "stomach", Category.ORGAN, "abdominal-fat", Side.LEFT, Draft.intensity("hu", 78),
                Clipped.inside(wall, room));
        draft.add("stomach-content", "content", Category.TISSUE, "stomach", Side.LEFT, Draft.intensity("hu", 14),
                Clipped.inside(content, room));
        // Gas rises to the front of somebody who lies on the back.
        draft.add("stomach-gas", "gas", Category.TISSUE, "stomach", Side.LEFT, Draft.intensity("hu", -960),
                Clipped.inside(Clipped.inside(content, room), build.solid(40, -96, -70, 90, 62, 90, 8, 8)));
    }

    private static void kidney(Draft draft, Build build, Side side, double s, double z) {
        String id = side.id() + "-kidney";
        Superquadric kidney = kidney(build, s, z);
        draft.add(id, "kidney", Category.ORGAN, "abdominal-fat", side, Draft.intensity("hu", 172), kidney);
        double f = build.frame();
        Superquadric sinus = Superquadric.ellipsoid(
                f * s * 52, f * 33, z - 2, 16, 10, 26).turned(1, s * 14).turned(2, -s * 28);
        draft.add(id + "-sinus", "renal sinus", Category.TISSUE, id, side, Draft.intensity("hu", -40), sinus);
        draft.add(id + "-pelvis", "renal pelvis", Category.TISSUE, id, side, Draft.intensity("hu", 60),
                build.tube(4.5, s * 58, 36, z, s * 38, 28, z - 6));
    }

    private static Superquadric kidney(Build build, double s, double z) {
        return build.solid(s * 66, 40, z, 26, 25, 54, 2.2, 2.2).turned(1, s * 14).turned(2, -s * 28);
    }
}

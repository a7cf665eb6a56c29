package org.realfm.imaging.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.phantom.graph.Category;
import org.realfm.imaging.phantom.graph.SceneGraph;
import org.realfm.imaging.phantom.graph.Side;
import org.realfm.imaging.phantom.solid.Clipped;
import org.realfm.imaging.phantom.solid.Shape;
import org.realfm.imaging.phantom.solid.Superquadric;
import org.realfm.imaging.phantom.solid.Tubes;
import org.realfm.imaging.phantom.solid.Union;

/// Draws the right upper abdomen as ultrasound meets it in a sagittal plane at x = -70: abdominal wall, liver with vessels,
/// diaphragm, right kidney, gallbladder with a stone; with cysts, bright and dark lesions in the liver. The skin is at y = 0;
/// y is the depth, z grows to the head.
///
/// Intensities: `echo_db`, how strongly tissue scatters back, against liver; `attenuation_db_cm_mhz`; `wall_db`, how strongly its
/// surface reflects where a beam meets it, against the scatter of liver (-100 for not at all).
public final class Flank {

    /// Where the plane lies.
    static final double PLANE = -70;

    private static final int TRIES = 4000;

    private Flank() {}

    /// Draws a patient.
    ///
    /// @param seed     settles the build and where lesions are
    /// @param findings what lesions there are. Where there is no more room for one, it is left out
    public static Body draw(long seed, Findings findings) {
        SplitMix64 random = new SplitMix64(seed);
        Draft draft = new Draft();
        double skin = random.between(10, 16);
        double head = random.between(-4, 6);
        draft.add("body", "fat", Category.TISSUE, "", Side.RIGHT, echo(-3, 0.6, -100), box(0, 400));
        draft.add("skin", "skin", Category.TISSUE, "body", Side.RIGHT, echo(6, 0.6, -100), box(0, 2.2));
        draft.add("wall", "abdominal wall", Category.TISSUE, "body", Side.RIGHT, echo(-7, 0.7, 8), box(skin, skin + 9));
        draft.add("wall-fascia", "fascia", Category.TISSUE, "wall", Side.RIGHT, echo(5, 0.6, 8),
                box(skin + 4, skin + 5.2));
        Superquadric dome = Superquadric.of(PLANE, 86, -8, 90, 88, 76 + head, 2, 2);
        double top = skin + 9;
        draft.add("lung", "lung", Category.ORGAN, "body", Side.RIGHT, echo(-2, 3.5, -100),
                Clipped.outside(Superquadric.of(PLANE, 150, 110, 200, 150, 112, 8, 8), dome.grown(3)));
        draft.add("diaphragm", "diaphragm", Category.ORGAN, "body", Side.RIGHT, echo(10, 0.8, 26),
                Clipped.inside(Clipped.outside(dome.grown(2.2), dome), Superquadric.of(PLANE, 150, 60, 200, 150 - top, 70, 8, 8)));
        Superquadric liver = Superquadric.of(PLANE, 66 + skin, -2, 84, 66, 66, 2.2, 2).turned(0, -16);
        Shape within = Clipped.inside(Clipped.inside(liver, dome), box(top, 300));
        draft.add("liver", "liver", Category.ORGAN, "body", Side.RIGHT, echo(0, 0.5, 9), within);
        vessels(draft, random, within);
        kidney(draft, random, skin);
        gallbladder(draft, random, findings, skin);
        lesions(draft, random, findings, within);
        return new Body(seed, SceneGraph.Frame.PATIENT, Findings.DAYS, findings.time(), draft.structures());
    }

    private static SequencedMap<String, Double> echo(double scatter, double attenuation, double wall) {
        return Draft.intensity("echo_db", scatter, "attenuation_db_cm_mhz", attenuation, "wall_db", wall);
    }

    /// All between two depths.
    private static Shape box(double from, double to) {
        return Superquadric.of(PLANE, (from + to) / 2, 0, 400, (to - from) / 2, 400, 16, 16);
    }

    private static void vessels(Draft draft, SplitMix64 random, Shape liver) {
        double shift = random.between(-8, 8);
        Shape portal = Union.of(
                Tubes.path(5.2, PLANE, 84, -34, PLANE + 1, 74, -8 + shift, PLANE, 62, 14 + shift),
                Tubes.path(3.2, PLANE + 1, 74, -8 + shift, PLANE, 92, 10 + shift),
                Tubes.path(2.6, PLANE, 62, 14 + shift, PLANE, 44, 22 + shift));
        draft.add("portal-vein", "vein", Category.ORGAN, "liver", Side.RIGHT, echo(-42, 0.1, 19),
                Clipped.inside(portal, liver));
        Shape hepatic = Union.of(
                Tubes.path(3.4, PLANE, 110, 34, PLANE, 92, 24 + shift / 2, PLANE, 74, 27 + shift / 2),
                Tubes.path(2.2, PLANE, 60, -14 - shift, PLANE, 46, -26 - shift));
        draft.add("hepatic-vein", "vein", Category.ORGAN, "liver", Side.RIGHT, echo(-42, 0.1, -100),
                Clipped.inside(hepatic, liver));
    }

    private static void kidney(Draft draft, SplitMix64 random, double skin) {
        double tip = random.between(-10, 6);
        Superquadric kidney =
                Superquadric.of(PLANE, 92 + skin, -50, 28, 24, 52, 2.2, 2).turned(0, 14 + tip);
        draft.add("perirenal-fat", "fat", Category.TISSUE, "body", Side.RIGHT, echo(5, 0.6, 6), kidney.grown(3.5));
        draft.add("right-kidney", "kidney", Category.ORGAN, "perirenal-fat", Side.RIGHT, echo(-6, 0.5, 12), kidney);
        draft.add("right-kidney-sinus", "renal sinus", Category.TISSUE, "right-kidney", Side.RIGHT, echo(9, 0.7, -100),
                Superquadric.ellipsoid(PLANE, 92 + skin, -50, 14, 9, 31).turned(0, 14 + tip));
        List<Shape> pyramids = new ArrayList<>();
        double turn = StrictMath.toRadians(14 + tip);
        for (int i = -2; i <= 2; i++) {
            for (double s : new double[] {-1, 1}) {
                double along = 15 * i;
                double across = s * 14.5 * Math.sqrt(1 - along * along / (46.0 * 46));
                pyramids.add(Superquadric.ellipsoid(
                        PLANE, 92 + skin + across * StrictMath.cos(turn) - along * StrictMath.sin(turn),
                        -50 + along * StrictMath.cos(turn) + across * StrictMath.sin(turn), 8, 5.6, 6.2));
            }
        }
        draft.add("right-kidney-pyramids", "renal pyramids", Category.TISSUE, "right-kidney", Side.RIGHT,
                echo(-13, 0.4, -100), new Union(pyramids));
    }

    private static void gallbladder(Draft draft, SplitMix64 random, Findings findings, double skin) {
        double deep = skin + random.between(26, 34);
        Superquadric bladder = Superquadric.ellipsoid(PLANE, deep, -44, 16, 11.5, 26).turned(0, 28);
        draft.add("gallbladder-wall", "gallbladder", Category.ORGAN, "body", Side.RIGHT, echo(7, 0.5, 10),
                bladder.grown(1.8));
        draft.add("bile", "bile", Category.TISSUE, "gallbladder-wall", Side.RIGHT, echo(-60, 0.02, -100), bladder);
        if (findings.count() > 0) {
            double size = findings.size(random, 3, 8);
            Superquadric stone = Superquadric.ellipsoid(PLANE, deep + 10 - size * 0.8, -48, size, size * 0.75, size);
            draft.lesion("stone-1", "gallstone", "gallbladder-wall", Side.RIGHT, echo(20, 14, 30),
                    Optional.of(stone), Findings.history(stone, List.of(1.0, 1.0)));
        }
    }

    private static void lesions(Draft draft, SplitMix64 random, Findings findings, Shape liver) {
        List<Superquadric> placed = new ArrayList<>();
        for (int i = 2; i <= findings.count(); i++) {
            SplitMix64 own = new SplitMix64(random.nextLong());
            int lot = own.below(3);
            List<Double> factors = Findings.fate(own);
            Optional<Superquadric> whole = place(draft, own, findings.size(own, 8, 30), liver, placed);
            if (whole.isEmpty()) {
                continue;
            }
            placed.add(whole.get());
            double factor = factors.get(findings.time());
            double plain = findings.severity();
            String kind = List.of("cyst", "bright lesion", "dark lesion").get(lot);
            SequencedMap<String, Double> echo = List.of(
                            echo(-60, 0.03, 14), echo(4 + 5 * plain, 0.5, -100), echo(-4 - 8 * plain, 0.55, -100))
                    .get(lot);
            draft.lesion(kind.replace(' ', '-') + "-" + i, kind, "liver", Side.RIGHT, echo,
                    factor > 0 ? Optional.of(whole.get().scaled(factor)) : Optional.empty(),
                    Findings.history(whole.get(), factors));
        }
    }

    private static Optional<Superquadric> place(
            Draft draft, SplitMix64 random, double longest, Shape liver, List<Superquadric> placed) {
        double reach = longest / 2;
        double b = reach * random.between(0.75, 1);
        List<Shape> over = draft.structures().stream()
                .dropWhile(s -> !s.id().equals("liver"))
                .skip(1)
                .flatMap(s -> s.shape().stream())
                .toList();
        for (int i = 0; i < TRIES; i++) {
            double y = random.between(30, 130);
            double z = random.between(-40, 60);
            if (liver.level(PLANE, y, z) < -reach - 4
                    && over.stream().allMatch(s -> s.level(PLANE, y, z) > reach + 2)
                    && placed.stream().allMatch(s -> s.level(PLANE, y, z) > reach + 5)) {
                return Optional.of(Superquadric.ellipsoid(PLANE, y, z, b, b, reach).turned(0, random.between(0, 90)));
            }
        }
        return Optional.empty();
    }
}

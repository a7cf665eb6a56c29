package org.realfm.imaging.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.phantom.graph.Category;
import org.realfm.imaging.phantom.graph.SceneGraph;
import org.realfm.imaging.phantom.graph.Side;
import org.realfm.imaging.phantom.solid.Clipped;
import org.realfm.imaging.phantom.solid.Folded;
import org.realfm.imaging.phantom.solid.Shape;
import org.realfm.imaging.phantom.solid.Superquadric;
import org.realfm.imaging.phantom.solid.Tubes;
import org.realfm.imaging.phantom.solid.Union;

/// Draws a head with the relaxation times of its tissues: scalp, skull, fluid, folded cortex, white matter, ventricles, deep
/// grey matter, cerebellum; with lesions of the white matter and, from a severity of one half, a tumour. The middle of the
/// brain is at (0, 0, 0).
public final class Head {

    private static final int TRIES = 4000;

    private Head() {}

    /// Draws a patient.
    ///
    /// @param seed     settles the build, the folds and where lesions are
    /// @param findings what lesions there are. Where there is no more room for one, it is left out
    public static Body draw(long seed, Findings findings) {
        SplitMix64 random = new SplitMix64(seed);
        Draft draft = new Draft();
        double wide = random.between(0.95, 1.05);
        double long1 = random.between(0.95, 1.04);
        double phase = random.between(0, 50);
        double wasted = random.between(0, 1);
        skull(draft, wide, long1);
        Superquadric core = Superquadric.of(0, 1, 4, 63 * wide, 81 * long1, 73, 2.3, 2.2);
        double depth = 15;
        double sharp = 0.3 + 0.25 * wasted;
        draft.add("grey-matter", "grey matter", Category.ORGAN, "fluid", Side.MIDLINE,
                MrTissue.GREY_MATTER.intensity(), Folded.of(core, 0, depth, 10.5, sharp, phase));
        Shape white = Folded.of(core, -3.2 + 0.4 * wasted, depth + 2, 10.5, sharp + 1.05 - 0.15 * wasted, phase);
        draft.add("white-matter", "white matter", Category.ORGAN, "grey-matter", Side.MIDLINE,
                MrTissue.WHITE_MATTER.intensity(), white);
        middle(draft, wide, long1);
        deep(draft, 1 + 0.9 * wasted);
        cerebellum(draft, phase);
        lesions(draft, random, findings);
        return new Body(seed, SceneGraph.Frame.PATIENT, Findings.DAYS, findings.time(), draft.structures());
    }

    private static void skull(Draft draft, double wide, double long1) {
        Superquadric inner = Superquadric.of(0, 1, 4, 66 * wide, 84 * long1, 76, 2.3, 2.2);
        draft.add("scalp", "scalp", Category.TISSUE, "", Side.MIDLINE, MrTissue.FAT.intensity(), inner.grown(13.5));
        draft.add("scalp-muscle", "muscle", Category.TISSUE, "scalp", Side.MIDLINE, MrTissue.MUSCLE.intensity(),
                inner.grown(9));
        draft.add("skull", "skull", Category.ORGAN, "scalp", Side.MIDLINE, MrTissue.BONE.intensity(), inner.grown(7.5));
        draft.add("skull-marrow", "marrow", Category.TISSUE, "skull", Side.MIDLINE, MrTissue.MARROW.intensity(),
                inner.grown(5.2));
        draft.add("skull-inner-table", "skull", Category.TISSUE, "skull", Side.MIDLINE, MrTissue.BONE.intensity(),
                inner.grown(2.6));
        draft.add("fluid", "cerebrospinal fluid", Category.TISSUE, "skull", Side.MIDLINE, MrTissue.CSF.intensity(),
                inner);
    }

    /// The fissure between the hemispheres with the falx in it, bridged by the corpus callosum.
    private static void middle(Draft draft, double wide, double long1) {
        draft.add("medial-cortex", "grey matter", Category.TISSUE, "grey-matter", Side.MIDLINE,
                MrTissue.GREY_MATTER.intensity(),
                Clipped.inside(Superquadric.of(0, 1, 4, 4.6 * wide, 82 * long1, 74, 6, 2.2), draft.shape("grey-matter")));
        Superquadric slab = Superquadric.of(0, 1, 4, 1.9 * wide, 83 * long1, 75, 6, 2.2);
        draft.add("fissure", "cerebrospinal fluid", Category.TISSUE, "fluid", Side.MIDLINE, MrTissue.CSF.intensity(),
                slab);
        draft.add("falx", "falx", Category.ORGAN, "fluid", Side.MIDLINE, MrTissue.BONE.intensity(),
                Clipped.outside(Superquadric.of(0, 1, 4, 0.55, 83 * long1, 75, 6, 2.2),
                        Superquadric.ellipsoid(0, 6, -4, 6, 58, 46)));
        for (double s : new double[] {-1, 1}) {
            String side = s > 0 ? "left" : "right";
            draft.add(side + "-sylvian-fissure", "cerebrospinal fluid", Category.TISSUE, "fluid",
                    s > 0 ? Side.LEFT : Side.RIGHT, MrTissue.CSF.intensity(),
                    Union.of(
                            Tubes.path(1.7, s * 62, -16, -2, s * 46, -14, 0, s * 38, -2, 3),
                            Tubes.path(1.5, s * 38, -2, 3, s * 41, 16, 12, s * 54, 26, 18)));
        }
        draft.add("corpus-callosum", "corpus callosum", Category.ORGAN, "white-matter", Side.MIDLINE,
                MrTissue.WHITE_MATTER.intensity(),
                Union.of(
                        Superquadric.ellipsoid(0, -33, 12, 16, 6, 9), Superquadric.ellipsoid(0, 0, 29, 14, 34, 4.5),
                        Superquadric.ellipsoid(0, 36, 16, 17, 7, 9), Superquadric.ellipsoid(0, 4, 8, 18, 30, 20)));
    }

    private static void deep(Draft draft, double wide) {
        for (double s : new double[] {-1, 1}) {
            String name = s > 0 ? "left-" : "right-";
            Side side = s > 0 ? Side.LEFT : Side.RIGHT;
            draft.add(name + "thalamus", "thalamus", Category.ORGAN, "white-matter", side,
                    MrTissue.GREY_MATTER.mixed(MrTissue.WHITE_MATTER, 0.35),
                    Superquadric.ellipsoid(s * 11, 9, 8, 8, 14, 9).turned(2, s * 24));
            draft.add(name + "putamen", "putamen", Category.ORGAN, "white-matter", side,
                    MrTissue.GREY_MATTER.mixed(MrTissue.WHITE_MATTER, 0.15),
                    Superquadric.ellipsoid(s * 26, -4, 6, 5.5, 17, 11).turned(2, s * 12));
            draft.add(name + "caudate", "caudate nucleus", Category.ORGAN, "white-matter", side,
                    MrTissue.GREY_MATTER.mixed(MrTissue.WHITE_MATTER, 0.1),
                    Superquadric.ellipsoid(s * 14, -19, 13, 5, 9, 9).turned(2, s * 14));
            double r = 4.2 * wide;
            draft.add(name + "ventricle", "lateral ventricle", Category.ORGAN, "white-matter", side,
                    MrTissue.CSF.intensity(),
                    Union.of(
                            Tubes.path(r * 0.8, s * 7, -33, 12, s * 6, -22, 18, s * 8, -6, 23),
                            Tubes.path(r, s * 8, -6, 23, s * 11, 12, 24, s * 18, 28, 18, s * 23, 38, 10),
                            Tubes.path(r * 0.6, s * 23, 38, 10, s * 24, 52, 6)));
        }
        draft.add("third-ventricle", "third ventricle", Category.ORGAN, "white-matter", Side.MIDLINE,
                MrTissue.CSF.intensity(), Superquadric.ellipsoid(0, 6, 4, 1.6 * wide, 14, 9));
    }

    private static void cerebellum(Draft draft, double phase) {
        Superquadric fossa = Superquadric.of(0, 44, -44, 53, 37, 27, 2.2, 2);
        draft.add("posterior-fossa", "cerebrospinal fluid", Category.TISSUE, "fluid", Side.MIDLINE,
                MrTissue.CSF.intensity(), fossa);
        Superquadric lobes = fossa.grown(-2.5);
        draft.add("cerebellum", "cerebellum", Category.ORGAN, "fluid", Side.MIDLINE, MrTissue.GREY_MATTER.intensity(),
                Folded.of(lobes, 0, 3.5, 4.2, 0.35, phase + 7));
        draft.add("cerebellum-white", "white matter", Category.TISSUE, "cerebellum", Side.MIDLINE,
                MrTissue.WHITE_MATTER.intensity(), Folded.of(lobes, -7, 4, 6, 0.6, phase + 7));
        draft.add("brain-stem", "brain stem", Category.ORGAN, "fluid", Side.MIDLINE,
                MrTissue.WHITE_MATTER.mixed(MrTissue.GREY_MATTER, 0.2), Tubes.path(13, 0, 6, -20, 0, 10, -85));
        draft.add("fourth-ventricle", "fourth ventricle", Category.ORGAN, "fluid", Side.MIDLINE,
                MrTissue.CSF.intensity(), Superquadric.ellipsoid(0, 25, -42, 7, 5, 12));
    }

    private static void lesions(Draft draft, SplitMix64 random, Findings findings) {
        List<Superquadric> placed = new ArrayList<>();
        for (int i = 1; i <= findings.count(); i++) {
            SplitMix64 own = new SplitMix64(random.nextLong());
            boolean tumour = i == 1 && findings.severity() >= 0.5;
            double longest = tumour ? findings.size(own, 14, 42) : findings.size(own, 5, 15);
            List<Double> factors = tumour ? List.of(1.0, own.between(1.1, 1.4)) : Findings.fate(own);
            Optional<Superquadric> whole = place(draft, own, longest, tumour, placed);
            if (whole.isEmpty()) {
                continue;
            }
            placed.add(whole.get());
            double factor = factors.get(findings.time());
            Optional<Superquadric> now = factor > 0 ? Optional.of(whole.get().scaled(factor)) : Optional.empty();
            Side side = whole.get().centre().getFirst() < 0 ? Side.RIGHT : Side.LEFT;
            if (tumour) {
                Superquadric swollen = now.orElseThrow();
                draft.add("oedema-" + i, "oedema", Category.TISSUE, "white-matter", side, MrTissue.OEDEMA.intensity(),
                        Clipped.outside(
                                Clipped.inside(swollen.grown(0.35 * longest), draft.shape("white-matter")),
                                Union.of(draft.shape("left-ventricle"), draft.shape("right-ventricle"))));
                draft.lesion("tumour-" + i, "tumour", "white-matter", side, MrTissue.TUMOUR.intensity(),
                        now.map(Shape.class::cast), Findings.history(whole.get(), factors));
                draft.add("necrosis-" + i, "necrosis", Category.TISSUE, "tumour-" + i, side,
                        MrTissue.NECROSIS.intensity(), swollen.scaled(0.55));
            } else {
                draft.lesion("white-matter-lesion-" + i, "white matter lesion", "white-matter", side,
                        MrTissue.WHITE_MATTER.mixed(MrTissue.LESION, 0.5 + 0.5 * findings.severity()),
                        now.map(Shape.class::cast), Findings.history(whole.get(), factors));
            }
        }
    }

    private static Optional<Superquadric> place(
            Draft draft, SplitMix64 random, double longest, boolean tumour, List<Superquadric> placed) {
        Shape white = draft.shape("white-matter");
        double reach = longest / 2;
        double b = reach * random.between(0.65, 1);
        double c = reach * random.between(0.7, 1);
        double turn = random.between(0, 180);
        List<Shape> over = draft.structures().stream()
                .dropWhile(s -> !s.id().equals("white-matter"))
                .skip(1)
                .filter(s -> s.category() != Category.LESION && !s.id().equals("corpus-callosum"))
                .flatMap(s -> s.shape().stream())
                .toList();
        for (int i = 0; i < TRIES; i++) {
            double x = random.between(-55, 55);
            double y = random.between(-70, 70);
            double z = random.between(2, 58);
            // A tumour pushes folds aside; a small lesion lies clear of the cortex.
            double clear = tumour ? 0.45 * reach : reach + 1;
            if (white.level(x, y, z) < -clear
                    && over.stream().allMatch(s -> s.level(x, y, z) > (tumour ? 0.8 * reach : reach + 1))
                    && placed.stream().allMatch(s -> s.level(x, y, z) > 1.4 * reach + 4)) {
                return Optional.of(Superquadric.ellipsoid(x, y, z, reach, b, c).turned(2, turn));
            }
        }
        return Optional.empty();
    }
}

package org.realfm.imaging.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.phantom.graph.Category;
import org.realfm.imaging.phantom.graph.SceneGraph;
import org.realfm.imaging.phantom.graph.Side;
import org.realfm.imaging.phantom.solid.Shape;
import org.realfm.imaging.phantom.solid.Superquadric;

/// Draws a section of a mucosa: glands with a lumen and a ring of cells with goblets, connective tissue with lymphocytes and
/// fibroblasts between them, and, where there are lesions, a nest of tumour with large nuclei, some of them dividing.
/// Lengths are in mm, x to the right and y down, from the upper left corner of a field of 0.32 x 0.32 mm.
///
/// Intensities: `haematoxylin` and `eosin`, how much of each stain there is: optical density along the stain's vector.
public final class Tissue {

    /// The side of the field in mm.
    static final double FIELD = 0.32;
    /// The least distance between the centres of two nuclei in mm.
    static final double CORE = 0.005;

    private static final double MOST = 0.0062;

    private Tissue() {}

    /// Draws a section.
    ///
    /// @param seed     settles where everything is
    /// @param findings `count` is the number of dividing nuclei, `severity` how large the tumour is (0: none, and then nothing
    ///                 divides). A section is seen once: the second time point is that of another section and is refused
    /// @throws IllegalArgumentException for the second time point
    public static Body draw(long seed, Findings findings) {
        if (findings.time() != 0) {
            throw new IllegalArgumentException("a piece of tissue is cut once: there is no second time point");
        }
        SplitMix64 random = new SplitMix64(seed);
        Draft draft = new Draft();
        draft.add("stroma", "stroma", Category.REGION, "", Side.NONE, stain(0.07, 0.42),
                slab(FIELD / 2, FIELD / 2, FIELD, FIELD, 16));
        HardCore nuclei = new HardCore(FIELD, FIELD, CORE, MOST);
        Optional<Superquadric> nest = Optional.empty();
        if (findings.severity() > 0) {
            double size = 0.05 + 0.085 * findings.severity();
            Superquadric tumour = slab(
                            FIELD * random.between(0.34, 0.66), FIELD * random.between(0.34, 0.66), size,
                            size * random.between(0.7, 0.9), 2.4)
                    .turned(2, random.between(0, 180));
            nest = Optional.of(tumour);
            draft.add("tumour", "tumour nest", Category.REGION, "stroma", Side.NONE, stain(0.26, 0.36), tumour);
        }
        List<Superquadric> glands = glands(random, nest);
        for (int i = 0; i < glands.size(); i++) {
            gland(draft, random, glands.get(i), i + 1, nuclei);
        }
        nest.ifPresent(tumour -> tumourNuclei(draft, random, tumour, findings.count(), nuclei));
        stroma(draft, random, glands, nest, nuclei);
        return new Body(seed, SceneGraph.Frame.PICTURE, List.of(0), 0, draft.structures());
    }

    private static SequencedMap<String, Double> stain(double haematoxylin, double eosin) {
        return Draft.intensity("haematoxylin", haematoxylin, "eosin", eosin);
    }

    private static Superquadric slab(double x, double y, double a, double b, double n) {
        return Superquadric.of(x, y, 0, a, b, 0.01, n, 16);
    }

    private static List<Superquadric> glands(SplitMix64 random, Optional<Superquadric> nest) {
        List<Superquadric> glands = new ArrayList<>();
        for (int i = 0; i < 600 && glands.size() < 9; i++) {
            double a = random.between(0.034, 0.052);
            double x = random.between(0, FIELD);
            double y = random.between(0, FIELD);
            Superquadric gland = slab(x, y, a, a * random.between(0.72, 0.95), 2.2).turned(2, random.between(0, 180));
            if (glands.stream().allMatch(g -> g.level(x, y, 0) > a + 0.006)
                    && nest.filter(n -> n.level(x, y, 0) < a + 0.006).isEmpty()) {
                glands.add(gland);
            }
        }
        return glands;
    }

    private static void gland(Draft draft, SplitMix64 random, Superquadric gland, int number, HardCore nuclei) {
        String id = "gland-" + number;
        draft.add(id, "gland", Category.REGION, "stroma", Side.NONE, stain(0.16, 0.34), gland);
        List<Double> semi = gland.semiAxes();
        double lumen = 0.3 + 0.12 * random.nextDouble();
        List<Shape> goblets = new ArrayList<>();
        int cells = (int) (2 * Math.PI * semi.getFirst() / 0.0085);
        for (int i = 0; i < cells; i++) {
            double turn = 2 * Math.PI * (i + random.between(-0.2, 0.2)) / cells;
            if (random.nextDouble() < 0.45) {
                double[] at = on(gland, turn, 0.62);
                goblets.add(slab(at[0], at[1], 0.0068, 0.0042, 2).turned(2, outward(gland, at)));
            }
        }
        if (!goblets.isEmpty()) {
            draft.add(id + "-goblets", "goblet mucin", Category.TISSUE, id, Side.NONE, stain(0.13, 0.05),
                    new org.realfm.imaging.phantom.solid.Union(goblets));
        }
        draft.add(id + "-lumen", "lumen", Category.REGION, id, Side.NONE, stain(0.01, 0.02), gland.scaled(lumen));
        int[] count = {0};
        for (int i = 0; i < 3 * cells; i++) {
            double[] at = on(gland, 2 * Math.PI * random.nextDouble(), random.between(0.84, 0.87));
            double size = random.between(0.0024, 0.0029);
            if (inField(at) && nuclei.offer(new HardCore.Point(at[0], at[1], size))) {
                draft.add(id + "-nucleus-" + ++count[0], "epithelial nucleus", Category.NUCLEUS, id, Side.NONE,
                        stain(random.between(0.75, 0.95), 0.2),
                        slab(at[0], at[1], size * 1.45, size, 2).turned(2, outward(gland, at)));
            }
        }
    }

    private static boolean inField(double[] at) {
        return at[0] > 0 && at[0] < FIELD && at[1] > 0 && at[1] < FIELD;
    }

    /// A place at a share of the way from the middle of a gland to its edge.
    private static double[] on(Superquadric gland, double turn, double share) {
        List<Double> semi = gland.semiAxes();
        double u = share * semi.get(0) * StrictMath.cos(turn);
        double v = share * semi.get(1) * StrictMath.sin(turn);
        List<List<Double>> axes = gland.axes();
        return new double[] {
            gland.centre().get(0) + u * axes.get(0).get(0) + v * axes.get(1).get(0),
            gland.centre().get(1) + u * axes.get(0).get(1) + v * axes.get(1).get(1)
        };
    }

    private static double outward(Superquadric gland, double[] at) {
        return StrictMath.toDegrees(
                StrictMath.atan2(at[1] - gland.centre().get(1), at[0] - gland.centre().get(0)));
    }

    private static void tumourNuclei(
            Draft draft, SplitMix64 random, Superquadric tumour, int dividing, HardCore nuclei) {
        double reach = tumour.semiAxes().getFirst();
        double x = tumour.centre().get(0);
        double y = tumour.centre().get(1);
        List<HardCore.Point> points = nuclei.fill(random, 900, 12_000, r -> {
            double[] at = {x + reach * r.between(-1, 1), y + reach * r.between(-1, 1)};
            return tumour.level(at[0], at[1], 0) < -0.004 && inField(at)
                    ? new HardCore.Point(at[0], at[1], r.between(0.0036, 0.006))
                    : new HardCore.Point(-1, -1, 0.001);
        });
        int divided = 0;
        for (int i = 0; i < points.size(); i++) {
            HardCore.Point at = points.get(i);
            double turn = random.between(0, 180);
            if (i % 7 == 3 && divided < dividing) {
                divided++;
                draft.lesion("mitosis-" + divided, "mitosis", "tumour", Side.NONE, stain(1.7, 0.15),
                        Optional.of(slab(at.x(), at.y(), at.radius() * 0.95, at.radius() * 0.33, 2.6).turned(2, turn)),
                        List.of());
            } else {
                double size = at.radius() * random.between(0.8, 0.95);
                draft.add("tumour-nucleus-" + (i + 1), "tumour nucleus", Category.NUCLEUS, "tumour", Side.NONE,
                        stain(random.between(0.55, 1.05), 0.18),
                        slab(at.x(), at.y(), size, size * random.between(0.65, 0.95), 2.2).turned(2, turn));
            }
        }
    }

    private static void stroma(
            Draft draft, SplitMix64 random, List<Superquadric> glands, Optional<Superquadric> nest, HardCore nuclei) {
        int[] number = {0};
        for (int kind = 0; kind < 2; kind++) {
            boolean round = kind == 0;
            List<HardCore.Point> points = nuclei.fill(random, round ? 150 : 110, 5000, r -> {
                double x = r.between(0, FIELD);
                double y = r.between(0, FIELD);
                boolean free = glands.stream().allMatch(g -> g.level(x, y, 0) > 0.004)
                        && nest.filter(n -> n.level(x, y, 0) < 0.004).isEmpty();
                return new HardCore.Point(free ? x : -1, y, round ? r.between(0.0025, 0.0031) : 0.0028);
            });
            for (HardCore.Point at : points) {
                double turn = 35 + 60 * StrictMath.sin(9 * at.x() + 14 * at.y()) + random.between(-15, 15);
                draft.add("stroma-nucleus-" + ++number[0], round ? "lymphocyte nucleus" : "fibroblast nucleus",
                        Category.NUCLEUS, "stroma", Side.NONE, stain(round ? 1.15 : 0.8, 0.2),
                        round
                                ? slab(at.x(), at.y(), at.radius(), at.radius() * 0.94, 2)
                                : slab(at.x(), at.y(), 0.0068, 0.0014, 2).turned(2, turn));
            }
        }
    }
}

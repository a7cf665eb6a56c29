package org.realfm.imaging.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.realfm.imaging.SplitMix64;
import org.realfm.imaging.phantom.graph.SceneGraph;
import org.realfm.imaging.phantom.graph.Side;
import org.realfm.imaging.phantom.solid.Shape;
import org.realfm.imaging.phantom.solid.Superquadric;

/// Draws a chest and upper abdomen after contrast medium, in Hounsfield units, with nodules in the lungs and lesions in the
/// liver. The right side of the patient is where x is below 0; z = 0 is near the top of the diaphragm, the apices of the lungs
/// are near 150, the lower ends of the kidneys near -175.
public final class Torso {

    private static final int TRIES = 4000;

    private Torso() {}

    /// Draws a patient.
    ///
    /// @param seed     settles the build and where lesions are
    /// @param findings what lesions there are. Where there is no more room for one, it is left out
    public static Body draw(long seed, Findings findings) {
        SplitMix64 random = new SplitMix64(seed);
        Build build = Build.draw(random);
        Draft draft = new Draft();
        Thorax.wall(draft, build);
        Thorax.lungs(draft, build, random);
        Thorax.mediastinum(draft, build);
        Abdomen.draw(draft, build, random);
        Skeleton.draw(draft, build);
        lesions(draft, random, findings);
        return new Body(seed, SceneGraph.Frame.PATIENT, Findings.DAYS, findings.time(), draft.structures());
    }

    private static void lesions(Draft draft, SplitMix64 random, Findings findings) {
        List<Superquadric> placed = new ArrayList<>();
        for (int i = 1; i <= findings.count(); i++) {
            // Settled first: whether there is room must not change what comes after.
            SplitMix64 own = new SplitMix64(random.nextLong());
            boolean nodule = own.nextDouble() < 0.6;
            List<Double> factors = Findings.fate(own);
            String organ = !nodule ? "liver" : own.below(2) == 0 ? "right-lung" : "left-lung";
            double longest = nodule ? findings.size(own, 7, 34) : findings.size(own, 10, 44);
            Optional<Superquadric> whole = place(draft, own, organ, longest, placed);
            if (whole.isEmpty()) {
                continue;
            }
            placed.add(whole.get());
            double factor = factors.get(findings.time());
            Optional<Shape> shape =
                    factor > 0 ? Optional.of(whole.get().scaled(factor)) : Optional.empty();
            double x = whole.get().centre().getFirst();
            double faint = 1 - findings.severity();
            draft.lesion(
                    (nodule ? "nodule-" : "liver-lesion-") + i, nodule ? "nodule" : "liver lesion", organ,
                    x < 0 ? Side.RIGHT : Side.LEFT,
                    Draft.intensity("hu", nodule ? 40 - 160 * faint * faint : 108 - 22 - 45 * findings.severity()), shape,
                    Findings.history(whole.get(), factors));
        }
    }

    /// An ellipsoid of a longest diameter within an organ, clear of all that is painted over it but vessels, and of the
    /// lesions before it. One in five may reach the organ's surface.
    private static Optional<Superquadric> place(
            Draft draft, SplitMix64 random, String organ, double longest, List<Superquadric> placed) {
        Shape shape = draft.shape(organ);
        double reach = longest / 2;
        double b = reach * random.between(0.72, 1);
        double c = reach * random.between(0.72, 1);
        double margin = random.nextDouble() < 0.2 ? 0.5 : 5;
        double turn = random.between(0, 180);
        double tip = random.between(0, 180);
        List<Shape> over = draft.structures().stream()
                .dropWhile(s -> !s.id().equals(organ))
                .skip(1)
                .filter(s -> !s.kind().equals("vessels") && s.parent().filter(organ::equals).isEmpty())
                .flatMap(s -> s.shape().stream())
                .toList();
        for (int i = 0; i < TRIES; i++) {
            double x = random.between(shape.bounds().xLow(), shape.bounds().xHigh());
            double y = random.between(shape.bounds().yLow(), shape.bounds().yHigh());
            double z = random.between(Math.max(-125, shape.bounds().zLow()), Math.min(140, shape.bounds().zHigh()));
            if (shape.level(x, y, z) < -reach - margin
                    && over.stream().allMatch(s -> s.level(x, y, z) > reach + margin)
                    && placed.stream().allMatch(s -> s.level(x, y, z) > reach + 6)) {
                return Optional.of(Superquadric.ellipsoid(x, y, z, reach, b, c).turned(2, turn).turned(0, tip));
            }
        }
        return Optional.empty();
    }
}

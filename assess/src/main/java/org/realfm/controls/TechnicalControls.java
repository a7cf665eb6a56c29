package org.realfm.controls;

import java.util.List;
import java.util.stream.IntStream;
import org.realfm.criteria.technical.Corruptions;
import org.realfm.criteria.technical.ExternalGap;
import org.realfm.criteria.technical.TestRetest;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.interventions.Corruption;
import org.realfm.imaging.interventions.Corruption.Kind;
import org.realfm.ledger.Finding;
import org.realfm.stats.Seeds;
import org.realfm.stats.SplitMix;

/// Planted defects for the criteria of the technical line.
final class TechnicalControls {

    private TechnicalControls() {}

    static List<Control> all() {
        return List.of(externalGap(), externalShift(), corruptions(), corruptedThreshold(), determinism(), alone());
    }

    /// Half of the distance between sick and well: 90% of either are on their side of the threshold.
    private static final double REACH = 1.2816;

    private static double probability(double latent) {
        return 1 / (1 + Math.exp(-latent));
    }

    // External gap: a developer's site and five others, 70 sick and 70 well cases at each.

    private static final int SITES = 6;
    private static final int CASES_PER_SITE = 140;

    private static Control externalGap() {
        return new Control(
                new ExternalGap(),
                "the sick of one of five external sites are harder to find",
                "standard deviations of the score",
                List.of(0.5, 1.0, 1.5, 2.0),
                0.025,
                (size, seed) -> sites(size, 0, seed));
    }

    private static Control externalShift() {
        return new Control(
                new ExternalGap(),
                "one of five external sites has a device that raises all scores",
                "standard deviations of the score",
                List.of(0.5, 1.0, 1.5, 2.0),
                0.025,
                (size, seed) -> sites(0, size, seed));
    }

    private static List<Finding> sites(double harder, double raised, long seed) {
        SplitMix random = new SplitMix(seed);
        int n = SITES * CASES_PER_SITE;
        int[] truth = new int[n];
        double[] score = new double[n];
        String[] site = new String[n];
        for (int i = 0; i < n; i++) {
            int where = i / CASES_PER_SITE;
            truth[i] = i % 2;
            site[i] = "site " + where;
            double latent = (truth[i] == 1 ? REACH : -REACH) + random.nextGaussian();
            boolean changed = where == SITES - 1;
            score[i] = probability(latent - (changed && truth[i] == 1 ? harder : 0) + (changed ? raised : 0));
        }
        return new ExternalGap()
                .assess(Synthetic.cases(truth)
                        .score(score)
                        .site(site)
                        .developerSites("site 0")
                        .seed(seed)
                        .subjectEvidence());
    }

    // Corruptions: 160 films, on which every artefact takes a little; one artefact takes more.

    private static final int FILMS = 160;
    private static final int SIDE = 16;
    private static final double USUAL_LOSS = 0.02;

    private static Control corruptions() {
        return new Control(
                new Corruptions(),
                "noise hides the signal",
                "standard deviations of the score lost at each severity",
                List.of(0.5, 1.0, 1.5, 2.0),
                0.025,
                (size, seed) -> corrupted(Kind.NOISE, size, 0, seed));
    }

    private static Control corruptedThreshold() {
        return new Control(
                new Corruptions(),
                "loss of resolution raises all scores, and leaves their order",
                "standard deviations of the score at each severity",
                List.of(0.5, 1.0, 1.5, 2.0),
                0.025,
                (size, seed) -> corrupted(Kind.RESOLUTION, 0, size, seed));
    }

    private static List<Finding> corrupted(Kind kind, double lost, double raised, long seed) {
        SplitMix random = new SplitMix(seed);
        int[] truth = IntStream.range(0, FILMS).map(i -> i % 2).toArray();
        double[] latent = new double[FILMS];
        for (int i = 0; i < FILMS; i++) {
            latent[i] = (truth[i] == 1 ? 1.5 * REACH : -1.5 * REACH) + random.nextGaussian();
        }
        Corruptions criterion = new Corruptions(60);
        Image2D[] films = IntStream.range(0, FILMS)
                .mapToObj(i -> film(Seeds.derive(seed, "film", i)))
                .toArray(Image2D[]::new);
        return criterion.assess(Synthetic.cases(truth)
                .score(IntStream.range(0, FILMS).mapToDouble(i -> probability(latent[i])).toArray())
                .pictures(row -> films[row])
                .seed(seed)
                .subjectEvidence(criterion, stimulus -> {
                    Corruption corruption = (Corruption) stimulus.intervention().orElseThrow();
                    boolean planted = corruption.kind() == kind;
                    double side = truth[stimulus.row()] == 1 ? 1 : -1;
                    double loss = corruption.severity() * (USUAL_LOSS + (planted ? lost : 0));
                    double rise = planted ? corruption.severity() * raised : 0;
                    return probability(latent[stimulus.row()] - side * loss + rise);
                }));
    }

    /// A film of grain, all of one quality.
    private static Image2D film(long seed) {
        SplitMix random = new SplitMix(seed);
        float[] samples = new float[SIDE * SIDE];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) Math.rint(Math.clamp(128 + 40 * random.nextGaussian(), 0, 255));
        }
        return Image2D.of(SIDE, SIDE, 1, 255, samples);
    }

    // Determinism: 300 patients; the last bits of a score always move.

    private static final int PATIENTS = 300;
    private static final double LAST_BITS = 1e-7;

    private static Control determinism() {
        return new Control(
                new TestRetest(),
                "the score depends on the other films of the batch",
                "standard deviations of the score",
                List.of(0.05, 0.1, 0.2, 0.4),
                0.025,
                (size, seed) -> shownAgain(size, 0, seed));
    }

    private static Control alone() {
        return new Control(
                new TestRetest(),
                "a film that is shown alone gets a lower score",
                "standard deviations of the score",
                List.of(0.05, 0.1, 0.2, 0.4),
                0.025,
                (size, seed) -> shownAgain(0, size, seed));
    }

    private static List<Finding> shownAgain(double moved, double lowered, long seed) {
        SplitMix random = new SplitMix(seed);
        int[] truth = IntStream.range(0, PATIENTS).map(i -> i % 2).toArray();
        double[] latent = new double[PATIENTS];
        for (int i = 0; i < PATIENTS; i++) {
            latent[i] = (truth[i] == 1 ? REACH : -REACH) + random.nextGaussian();
        }
        TestRetest criterion = new TestRetest();
        return criterion.assess(Synthetic.cases(truth)
                .score(IntStream.range(0, PATIENTS).mapToDouble(i -> probability(latent[i])).toArray())
                .pictures(row -> Image2D.of(2, 1, 1, 65535, new float[] {row, 3}))
                .seed(seed)
                .subjectEvidence(criterion, stimulus -> {
                    SplitMix company = Seeds.generator(seed, "company " + stimulus.repeat(), stimulus.row());
                    double change = stimulus.alone() ? -lowered : moved * company.nextGaussian();
                    return probability(latent[stimulus.row()] + change + LAST_BITS * company.nextGaussian());
                }));
    }
}

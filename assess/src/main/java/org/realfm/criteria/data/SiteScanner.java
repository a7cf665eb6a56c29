package org.realfm.criteria.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Figure;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.Criterion;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Bootstrap;
import org.realfm.stats.Estimate;
import org.realfm.stats.Influence;
import org.realfm.stats.Proportion;
import org.realfm.stats.dependence.Association;
import org.realfm.study.Cohort;
import org.realfm.study.Split;

/// `data.heterogeneity.site_scanner`: does the evidence span sites and devices, and is site tied to label?
public final class SiteScanner implements Criterion.OfSubject {

    static final Card.Threshold SITES = new Card.Threshold("least effective number of sites", 3, Card.Basis.CONVENTION);
    static final Card.Threshold COVERAGE = new Card.Threshold(
            "least share of patients at sites and on devices with 50 cases and 20 events", 0.8, Card.Basis.CONVENTION);
    static final Card.Threshold TIED =
            new Card.Threshold("largest AUROC of the site and device alone", 0.60, Card.Basis.CONVENTION);

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("data.heterogeneity.site_scanner")),
            "Over evaluated patients: the effective number of sites 1 / sum p_s^2; the share of patients of families (site,"
                    + " with its devices where the table has such a column: manufacturer, scanner, device, model_name,"
                    + " kernel, field_strength, stain, lab) with at least 50 cases and 20 with the condition; bias-corrected"
                    + " Cramer's V of site and truth; AUROC of telling the truth from site and device alone, out of fold; and,"
                    + " where the model gives features, how well a linear probe on them tells the site (AUROC, out of"
                    + " fold, with its permutation null). The fleet of the target site is not known; the evaluated"
                    + " patients stand for it.",
            "Bootstrap of patients (2,000 replicates, fewer of large samples) for the number of sites and Cramer's V; DeLong"
                    + " within folds, with the correction of Nadeau and Bengio over them, for the site-only AUROC and the probe;"
                    + " 199 permutations of sites for the probe.",
            "Span: met if the lower limit of the effective number of sites is at least 3 and the coverage at least 0.8. Tie:"
                    + " met if the upper limit of the site-only AUROC is at most 0.60, not met if the lower is above. The probe"
                    + " and Cramer's V are shown.",
            List.of(SITES, COVERAGE, TIED),
            List.of(
                    "Zech 2018 doi:10.1371/journal.pmed.1002683",
                    "Badgeley 2019 doi:10.1038/s41746-019-0105-1",
                    "Howard 2021 doi:10.1038/s41467-021-24698-1",
                    "Bergsma 2013 doi:10.1016/j.jkss.2012.10.002"),
            "The model reads the hospital, not the lung.");

    private static final double CONFIDENCE = 0.95;
    private static final int CASES = 50;
    private static final int EVENTS = 20;
    private static final Set<String> DEVICES = Set.of(
            "manufacturer", "scanner", "device", "model_name", "manufacturer_model_name", "kernel", "field_strength",
            "stain", "lab", "equipment", "modality");

    private final int replicates;

    public SiteScanner() {
        this(Bootstrap.REPLICATES);
    }

    /// @param replicates of the bootstrap; controls use fewer
    public SiteScanner(int replicates) {
        this.replicates = replicates;
    }

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Finding> assess(SubjectEvidence evidence) {
        Cohort cohort = evidence.about().cohort();
        int[] rows = Patients.firstRows(cohort, cohort.rows(Split.EVALUATE));
        int[] site = Arrays.stream(rows).map(row -> cohort.columns().site()[row]).toArray();
        int[] known = IntStream.range(0, rows.length).filter(i -> site[i] >= 0).toArray();
        if (known.length == 0) {
            return List.of(evidence.finding(CARD)
                    .notAssessable(
                            cohort.hasSites()
                                    ? "The site of no evaluated patient is known."
                                    : "The table does not say from which sites the cases come.",
                            "Add a column with the site of each case (cohort: site) and, if known, one with the device."));
        }
        int[] family = families(cohort, rows, site);
        boolean[] truth = Patients.sick(cohort, rows);
        List<Finding> findings = new ArrayList<>();
        findings.add(span(evidence, cohort, rows, known, site, family, truth));
        findings.add(tie(evidence, known, site, family, truth));
        return findings;
    }

    /// Sites with their devices, as numbers; patients of unknown site are a family of their own.
    private static int[] families(Cohort cohort, int[] rows, int[] site) {
        List<@Nullable String[]> devices = new ArrayList<>();
        cohort.columns().table().forEach((name, cells) -> {
            if (DEVICES.contains(name.toLowerCase(Locale.ROOT).replace(' ', '_'))) {
                devices.add(cells);
            }
        });
        Map<String, Integer> number = new TreeMap<>();
        String[] name = new String[rows.length];
        for (int i = 0; i < rows.length; i++) {
            StringBuilder text = new StringBuilder(Integer.toString(site[i]));
            for (@Nullable String[] cells : devices) {
                text.append('\u0000').append(cells[rows[i]]);
            }
            name[i] = text.toString();
            number.put(name[i], 0);
        }
        int next = 0;
        for (Map.Entry<String, Integer> entry : number.entrySet()) {
            entry.setValue(next++);
        }
        return Arrays.stream(name).mapToInt(each -> number.getOrDefault(each, -1)).toArray();
    }

    private Finding span(
            SubjectEvidence evidence, Cohort cohort, int[] rows, int[] known, int[] site, int[] family, boolean[] truth) {
        FindingBuilder finding = evidence.finding(CARD).cell("span");
        List<String> names = cohort.columns().sites();
        Bootstrap.Plan plan = plan(known.length, evidence.seed(CARD, 0));
        Estimate effective = effective(IntStream.of(known).map(i -> site[i]).toArray(), names.size(), plan);
        Map<Integer, int[]> counts = new TreeMap<>();
        for (int i : known) {
            int[] own = counts.computeIfAbsent(family[i], f -> new int[2]);
            own[0]++;
            own[1] += truth[i] ? 1 : 0;
        }
        long covered = counts.values().stream()
                .filter(own -> own[0] >= CASES && own[1] >= EVENTS)
                .mapToLong(own -> own[0])
                .sum();
        Estimate coverage = Estimate.exact("coverage", (double) covered / rows.length, rows.length);
        finding.estimate(effective)
                .asksAtLeast(effective, SITES.value(), Influence.unknown())
                .estimate(coverage)
                .asksAtLeast(coverage, COVERAGE.value(), Influence.unknown())
                .estimate(Proportion.wilson("unknown site", rows.length - known.length, rows.length, CONFIDENCE));
        SiteProbe.of(evidence, rows, site, evidence.seed(CARD, 2)).forEach(finding::estimate);
        finding.figure(figure(names, known, site, truth));
        Outcome outcome = Decision.all(List.of(
                Decision.atLeast(effective, SITES.value()), Decision.atLeast(coverage, COVERAGE.value())));
        return finding.outcome(
                outcome,
                String.format(
                        Locale.ROOT,
                        "%d patients at %d sites, as many as %.1f (%.1f to %.1f) equally large ones (at least 3 needed);"
                                + " %.0f%% are at sites and on devices with at least %d cases and %d events (80%% needed).",
                        known.length, IntStream.of(known).map(i -> site[i]).distinct().count(), effective.value(),
                        effective.lower(), effective.upper(), 100 * coverage.value(), CASES, EVENTS),
                outcome == Outcome.MET
                        ? ""
                        : "Evaluate at more sites, at least " + CASES + " patients with " + EVENTS
                                + " events on each device family, or leave the others out of the scope.");
    }

    private Bootstrap.Plan plan(int patients, long seed) {
        return Bootstrap.plan(
                IntStream.range(0, patients).toArray(), Bootstrap.affordable(replicates, patients), seed);
    }

    /// Simpson's sum of squared shares exceeds its expectation by (1 - sum p^2)/(n - 1) in a sample, and twice that in a
    /// bootstrap replicate, from which it is taken.
    private static Estimate effective(int[] sites, int number, Bootstrap.Plan plan) {
        double plain = squares(sites, number, plan.ones());
        double bias = (1 - plain) / Math.max(1, sites.length - 1);
        double[] replicates = Arrays.stream(Bootstrap.replicate(
                        plan, times -> new double[] {squares(sites, number, times)}))
                .mapToDouble(replicate -> 1 / Math.max(1.0 / number, replicate[0] - 2 * bias))
                .toArray();
        return Bootstrap.percentile("effective number of sites", 1 / plain, replicates, CONFIDENCE, sites.length);
    }

    private static double squares(int[] sites, int number, int[] times) {
        double[] share = new double[number];
        for (int k = 0; k < sites.length; k++) {
            share[sites[k]] += times[k];
        }
        double total = Arrays.stream(share).sum();
        return Arrays.stream(share).map(s -> s / total * s / total).sum();
    }

    private Finding tie(SubjectEvidence evidence, int[] known, int[] site, int[] family, boolean[] truth) {
        FindingBuilder finding = evidence.finding(CARD).cell("site and truth");
        int[] sites = IntStream.of(known).map(i -> site[i]).toArray();
        int[] families = IntStream.of(known).map(i -> family[i]).toArray();
        boolean[] sick = new boolean[known.length];
        int[] sickness = new int[known.length];
        for (int k = 0; k < known.length; k++) {
            sick[k] = truth[known[k]];
            sickness[k] = sick[k] ? 1 : 0;
        }
        if (IntStream.of(families).distinct().count() < 2) {
            return finding.notAssessable(
                    "All patients come from one site, so nobody can see whether the site tells the truth.",
                    "Evaluate at other sites.");
        }
        Bootstrap.Plan plan = plan(known.length, evidence.seed(CARD, 1));
        finding.estimate(Bootstrap.percentile(
                "Cramer's V of site and truth",
                plan,
                counts -> Association.cramersV(sites, sickness, k -> counts[k]),
                CONFIDENCE));
        Optional<Estimate> alone =
                CrossFitted.auroc("auroc of the site and device alone", families, sick, evidence.seed(CARD, 3));
        if (alone.isEmpty()) {
            return finding.notAssessable(
                    "A class has fewer than " + CrossFitted.FEWEST + " patients, too few to ask whether the site tells the"
                            + " truth.",
                    "Evaluate at least " + CrossFitted.FEWEST + " patients of either class.");
        }
        Outcome outcome = Decision.atMost(alone.get(), TIED.value());
        return finding.estimate(alone.get())
                .asksAtMost(alone.get(), TIED.value(), Influence.unknown())
                .outcome(
                        outcome,
                        String.format(
                                Locale.ROOT,
                                "The site and device alone, without any picture, tell the truth with an AUROC of %.3f (%.3f"
                                        + " to %.3f; at most 0.60 allowed).",
                                alone.get().value(), alone.get().lower(), alone.get().upper()),
                        outcome == Outcome.MET
                                ? ""
                                : "Evaluate patients with and without the condition at each site, in like shares.");
    }

    private static Figure figure(List<String> names, int[] known, int[] site, boolean[] truth) {
        List<String> labels = new ArrayList<>();
        List<Double> value = new ArrayList<>();
        List<Double> lower = new ArrayList<>();
        List<Double> upper = new ArrayList<>();
        for (int s = 0; s < names.size(); s++) {
            int index = s;
            int[] here = IntStream.of(known).filter(i -> site[i] == index).toArray();
            if (here.length > 0) {
                Estimate share = Proportion.wilson(
                        "prevalence", IntStream.of(here).filter(i -> truth[i]).count(), here.length, CONFIDENCE);
                labels.add(names.get(s) + ", n = " + here.length);
                value.add(share.value());
                lower.add(share.lower());
                upper.add(share.upper());
            }
        }
        return new Figure(
                Figure.Kind.FOREST,
                "prevalence-by-site",
                "Share of patients with the condition at each site",
                Figure.Axis.unit("share with the condition"),
                Figure.Axis.fitted(""),
                List.of(Figure.Series.rows("prevalence", labels, value, lower, upper)),
                List.of());
    }
}

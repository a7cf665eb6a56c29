package org.realfm.controls;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.criteria.data.Datasheet;
import org.realfm.criteria.data.Demographics;
import org.realfm.criteria.data.Missingness;
import org.realfm.criteria.data.NearDuplicates;
import org.realfm.criteria.data.PatientOverlap;
import org.realfm.criteria.data.SiteScanner;
import org.realfm.criteria.data.SubgroupPrecision;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.interventions.DuplicateCopy;
import org.realfm.imaging.phantom.ChestPhantom;
import org.realfm.imaging.phantom.Scene;
import org.realfm.ledger.Finding;
import org.realfm.stats.Seeds;
import org.realfm.stats.SplitMix;
import org.realfm.study.Split;

/// Planted defects for the criteria of the data line.
final class DataControls {

    private static final Demographics DEMOGRAPHICS = new Demographics(300);
    private static final SubgroupPrecision PRECISION = new SubgroupPrecision();
    private static final PatientOverlap OVERLAP = new PatientOverlap();
    private static final NearDuplicates DUPLICATES = new NearDuplicates(1);
    private static final SiteScanner SITES = new SiteScanner(300);
    private static final Missingness MISSING = new Missingness();
    private static final Datasheet SHEET = new Datasheet();

    private DataControls() {}

    static List<Control> all() {
        return List.of(
                new Control(
                        DEMOGRAPHICS,
                        "a group missing from the sample",
                        "share of the group left out",
                        List.of(0.3, 0.5, 0.7, 0.9),
                        0.05,
                        DataControls::group),
                new Control(
                        PRECISION,
                        "a subgroup too small to speak of",
                        "share of its cases left out",
                        List.of(0.3, 0.6, 0.8, 0.95),
                        0,
                        DataControls::subgroup),
                new Control(
                        OVERLAP,
                        "patients of development evaluated again",
                        "share of patients",
                        List.of(0.002, 0.005, 0.01, 0.05),
                        0,
                        (size, seed) -> overlap(size, seed, false)),
                new Control(
                        OVERLAP,
                        "patients of development evaluated again, their identifiers misspelt",
                        "share of patients",
                        List.of(0.002, 0.005, 0.01, 0.05),
                        0,
                        (size, seed) -> overlap(size, seed, true)),
                new Control(
                        DUPLICATES,
                        "development pictures evaluated again, re-encoded, cropped, mirrored, ...",
                        "pictures",
                        List.of(1.0, 2.0, 4.0, 6.0),
                        0.05,
                        DataControls::duplicates),
                new Control(
                        SITES,
                        "sites that tell the truth",
                        "difference of prevalence between sites",
                        List.of(0.2, 0.4, 0.6, 0.8),
                        0.025,
                        (size, seed) -> sites(size, 0, seed)),
                new Control(
                        SITES,
                        "one site that has nearly all patients",
                        "share of patients moved to it",
                        List.of(0.2, 0.4, 0.6, 0.8),
                        0.025,
                        (size, seed) -> sites(0, size, seed)),
                new Control(
                        MISSING,
                        "a test that only the sick had",
                        "difference between the sick and the well",
                        List.of(0.1, 0.3, 0.5, 0.7),
                        0.025,
                        (size, seed) -> missing(size, 0, seed)),
                new Control(
                        MISSING,
                        "sick cases on which the model fails",
                        "share of the sick",
                        List.of(0.01, 0.05, 0.1, 0.2),
                        0.025,
                        (size, seed) -> missing(0, size, seed)),
                new Control(
                        SHEET,
                        "a stated number that is not that of the table",
                        "difference",
                        List.of(1.0, 2.0, 5.0, 10.0),
                        0,
                        (size, seed) -> sheet(size, 0)),
                new Control(
                        SHEET,
                        "fields that say nothing",
                        "share of fields",
                        List.of(0.1, 0.2, 0.3, 0.5),
                        0,
                        (size, seed) -> sheet(0, size)));
    }

    /// Women and men in equal shares in the target and in the clean sample of 600.
    private static List<Finding> group(double size, long seed) {
        SplitMix random = new SplitMix(seed);
        int n = 600;
        String[] sex = new String[n];
        for (int i = 0; i < n; i++) {
            sex[i] = random.nextDouble() < 0.5 * (1 - size) / (1 - 0.5 * size) ? "F" : "M";
        }
        Cases cases = Cases.draw(n, 1.5, seed);
        return DEMOGRAPHICS.assess(Synthetic.cases(cases.truth())
                .score(Cases.risk(cases.logit()))
                .group("sex", sex)
                .population(Map.of("sex", Map.of("F", 0.5, "M", 0.5)))
                .seed(seed)
                .subjectEvidence());
    }

    /// 1,200 cases, a third of them in each of three groups of which one shrinks.
    private static List<Finding> subgroup(double size, long seed) {
        Cases cases = Cases.draw(1_200, 1.5, seed);
        String[] group = new String[1_200];
        for (int i = 0; i < group.length; i++) {
            boolean moved = i % 3 == 0 && i / 3 < size * 400;
            group[i] = moved ? "b" : List.of("a", "b", "c").get(i % 3);
        }
        return PRECISION.assess(Synthetic.cases(cases.truth())
                .score(Cases.risk(cases.logit()))
                .group("group", group)
                .seed(seed)
                .subjectEvidence());
    }

    /// 600 patients of development, 400 of evaluation; some of these are of those.
    private static List<Finding> overlap(double size, long seed, boolean misspelt) {
        int development = 600;
        int evaluation = 400;
        int n = development + evaluation;
        Split[] split = new Split[n];
        int[] patient = new int[n];
        @Nullable String[] id = new String[n];
        int shared = (int) Math.round(size * evaluation);
        int first = new SplitMix(Seeds.derive(seed, "overlap", 0)).nextInt(development - 100);
        for (int i = 0; i < n; i++) {
            split[i] = i < development ? Split.DEVELOPMENT : Split.EVALUATE;
            boolean again = i >= development && i < development + shared;
            int same = again ? first + i - development : i;
            patient[i] = again && !misspelt ? same : i;
            id[i] = again && misspelt ? " p0" + same : "P" + same;
        }
        Cases cases = Cases.draw(n, 1.5, seed);
        return OVERLAP.assess(Synthetic.cases(cases.truth())
                .score(Cases.risk(cases.logit()))
                .split(split)
                .patient(patient)
                .column("patient", id)
                .seed(seed)
                .subjectEvidence());
    }

    /// 24 drawn films of development, 6 of evaluation; some of these are copies of those, each kind in turn.
    private static List<Finding> duplicates(double size, long seed) {
        int development = 24;
        int n = development + 6;
        DuplicateCopy.Kind[] kinds = DuplicateCopy.Kind.values();
        Image2D[] films = new Image2D[n];
        Split[] split = new Split[n];
        for (int i = 0; i < n; i++) {
            split[i] = i < development ? Split.DEVELOPMENT : Split.EVALUATE;
            int copied = i - development;
            films[i] = copied >= 0 && copied < size
                    ? new DuplicateCopy(kinds[(int) Math.floorMod(seed + copied, (long) kinds.length)])
                            .apply(films[copied * 3], seed)
                    : film(Seeds.derive(seed, "duplicates", i));
        }
        return DUPLICATES.assess(Synthetic.cases(new int[n])
                .split(split)
                .pictures(row -> films[row])
                .seed(seed)
                .cohortEvidence());
    }

    private static Image2D film(long seed) {
        SplitMix random = new SplitMix(seed);
        Scene.Patient patient = new Scene.Patient(random.nextInt(2) == 0, 18 + random.nextInt(70));
        return ChestPhantom.render(
                ChestPhantom.scene(random.nextLong(), patient, Scene.Style.DIGITAL, 0, Optional.empty()), 28);
    }

    /// 800 patients of four sites.
    private static List<Finding> sites(double tied, double moved, long seed) {
        SplitMix random = new SplitMix(seed);
        int n = 800;
        int[] truth = new int[n];
        String[] site = new String[n];
        for (int i = 0; i < n; i++) {
            int s = random.nextDouble() < moved ? 0 : i % 4;
            site[i] = "site" + s;
            truth[i] = random.nextDouble() < 0.5 + (s < 2 ? tied : -tied) / 2 ? 1 : 0;
        }
        return SITES.assess(Synthetic.cases(truth)
                .score(IntStream.of(truth).mapToDouble(t -> 0.2 + 0.6 * t).toArray())
                .site(site)
                .seed(seed)
                .subjectEvidence());
    }

    /// 500 patients, of whom a fifth lack a value whatever the truth.
    private static List<Finding> missing(double telling, double failing, long seed) {
        SplitMix random = new SplitMix(seed);
        Cases cases = Cases.draw(500, 1.5, seed);
        @Nullable String[] troponin = new String[500];
        @Nullable String[] smoker = new String[500];
        double[] score = Cases.risk(cases.logit());
        for (int i = 0; i < 500; i++) {
            double share = 0.2 + (cases.truth()[i] == 0 ? telling : 0);
            troponin[i] = random.nextDouble() < share ? null : Double.toString(random.nextDouble());
            smoker[i] = random.nextDouble() < 0.1 ? null : Double.toString(random.nextDouble());
            if (cases.truth()[i] == 1 && random.nextDouble() < failing) {
                score[i] = Double.NaN;
            }
        }
        return MISSING.assess(Synthetic.cases(cases.truth())
                .score(score)
                .column("troponin", troponin)
                .column("smoker", smoker)
                .seed(seed)
                .subjectEvidence());
    }

    /// A complete sheet of 200 cases.
    private static List<Finding> sheet(double wrong, double empty) {
        Map<String, Object> content = new HashMap<>();
        int fields = Datasheet.REQUIRED.size();
        for (int f = 0; f < fields; f++) {
            put(content, Datasheet.REQUIRED.get(f), f < empty * fields ? "TBD" : "stated in words");
        }
        Datasheet.RIGHTS.forEach(field -> put(content, field, "stated in words"));
        content.put("counts", Map.of("cases", 200 + (int) wrong, "positives", 100));
        int[] truth = new int[200];
        Arrays.setAll(truth, i -> i % 2);
        return SHEET.assess(
                Synthetic.cases(truth).withDocument("datasheet", content).cohortEvidence());
    }

    private static void put(Map<String, Object> content, String path, String value) {
        String[] keys = path.split("\\.");
        if (keys.length == 1) {
            content.put(path, value);
        } else {
            content.put(keys[0], Map.of(keys[1], value));
        }
    }
}

package org.realfm.criteria.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.realfm.imaging.fingerprints.DuplicatePair;
import org.realfm.imaging.fingerprints.DuplicateSearch;
import org.realfm.imaging.fingerprints.Film;
import org.realfm.imaging.interventions.DuplicateCopy;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Outcome;
import org.realfm.run.Card;
import org.realfm.run.CohortEvidence;
import org.realfm.run.Criterion;
import org.realfm.run.Decision;
import org.realfm.run.FindingBuilder;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;
import org.realfm.study.Cohort;
import org.realfm.study.Split;

/// `data.leakage.near_duplicates`: is a test picture a copy of a development picture under another name?
public final class NearDuplicates implements Criterion.OfCohort {

    static final Card.Threshold RATE =
            new Card.Threshold("largest bound on the rate of duplicates", 0.005, Card.Basis.CONVENTION);
    static final Card.Threshold RECALL =
            new Card.Threshold("least recall of the search, on planted copies", 0.90, Card.Basis.CONVENTION);

    static final Card.Threshold CERTAIN = new Card.Threshold(
            "spreads above what different pictures reach with each other from which on a pair is certain",
            5,
            Card.Basis.CONVENTION);

    static final Card CARD = new Card(
            Catalogue.entry(new CriterionId("data.leakage.near_duplicates")),
            "Each evaluated picture is searched for among those of development and tuning. Candidates: SHA-256 of the"
                    + " canonical pixels, 64-bit DCT hashes under the eight turns and mirrorings, and nearest neighbours of"
                    + " small descriptors. A candidate is confirmed by registration (translation and scale) and the"
                    + " correlation of detail in the common field, at least 0.95 and four spreads above what different"
                    + " pictures of the development part reach with each other. The recall is measured on copies planted"
                    + " from the study's own pictures: JPEG of quality 50 to 95, resized, 5 to 20% cropped, another window,"
                    + " annotated, mirrored. Pairs are named by the first digits of their SHA-256.",
            "Clopper-Pearson for the recall and, one-sided, for the rate; the bound on the rate is the upper limit of what was"
                    + " found over the lower limit of the recall. Confirmed pairs were not read by a person.",
            "Not met if a pair has the same pixels or lies five spreads above different pictures; inconclusive if one lies"
                    + " four to five spreads above, so that somebody should look at it. Otherwise met if the bound on the rate is at most 0.5% and the lower limit of the"
                    + " recall at least 0.90; inconclusive if not: fewer than about 620 pictures cannot show it.",
            List.of(RATE, RECALL, CERTAIN),
            List.of(
                    "Barz & Denzler 2020 doi:10.3390/jimaging6060041",
                    "Kapoor & Narayanan 2023 doi:10.1016/j.patter.2023.100804"),
            "Public sets that contain each other; screenshots of training images.");

    private static final double CONFIDENCE = 0.95;
    private static final int USUAL_COPIES = 30;
    private static final int NAMED = 10;

    private final int copiesPerKind;

    public NearDuplicates() {
        this(USUAL_COPIES);
    }

    /// @param copiesPerKind how many copies of each kind are planted to measure the recall; controls plant fewer
    public NearDuplicates(int copiesPerKind) {
        this.copiesPerKind = copiesPerKind;
    }

    @Override
    public Card card() {
        return CARD;
    }

    @Override
    public List<Finding> assess(CohortEvidence evidence) {
        Cohort cohort = evidence.cohort();
        FindingBuilder finding = evidence.finding(CARD);
        int[] evaluated = cohort.rows(Split.EVALUATE);
        int[] development = IntStream.concat(
                        IntStream.of(cohort.rows(Split.DEVELOPMENT)), IntStream.of(cohort.rows(Split.TUNE)))
                .toArray();
        if (!cohort.hasImages()) {
            return List.of(finding.notAssessable(
                    "The cases have no pictures to compare.", "Name the column of the pictures (cohort: image)."));
        }
        if (cohort.rows(Split.DEVELOPMENT).length == 0) {
            return List.of(finding.notAssessable(
                    "The cases that the model was developed on are not in the table.",
                    "Add them with their pictures (cohort: split: development)."));
        }
        DuplicateSearch search = new DuplicateSearch(films(evidence, development));
        List<DuplicatePair> pairs = search.find(films(evidence, evaluated));
        return List.of(judge(evidence, finding, pairs, recall(evidence, search, development), evaluated.length));
    }

    /// Films named by their row.
    private static List<Film> films(CohortEvidence evidence, int[] rows) {
        return Arrays.stream(rows)
                .parallel()
                .mapToObj(row -> evidence.picture(row).map(image -> new Film(Integer.toString(row), image)))
                .flatMap(Optional::stream)
                .toList();
    }

    private Estimate recall(CohortEvidence evidence, DuplicateSearch search, int[] development) {
        DuplicateCopy.Kind[] kinds = DuplicateCopy.Kind.values();
        int planted = kinds.length * copiesPerKind;
        List<Film> copies = IntStream.range(0, planted)
                .parallel()
                .mapToObj(k -> {
                    int row = development[(int) ((long) k * development.length / planted)];
                    DuplicateCopy copy = new DuplicateCopy(kinds[k % kinds.length]);
                    return evidence.picture(row)
                            .map(image -> new Film("copy of " + row, copy.apply(image, evidence.seed(CARD, k))));
                })
                .flatMap(Optional::stream)
                .toList();
        long found = search.find(copies).stream()
                .filter(pair -> pair.query().equals("copy of " + pair.reference())
                        || pair.exact() && samePixels(evidence, pair))
                .map(DuplicatePair::query)
                .distinct()
                .count();
        long distinct = copies.stream().map(Film::id).distinct().count();
        return Proportion.clopperPearson("recall of planted copies", found, distinct, CONFIDENCE);
    }

    /// Whether the copied picture stands in the set several times, so that another of its rows was named.
    private static boolean samePixels(CohortEvidence evidence, DuplicatePair pair) {
        int source = Integer.parseInt(pair.query().substring("copy of ".length()));
        return evidence.cohort().columns().content()[source].equals(
                evidence.cohort().columns().content()[Integer.parseInt(pair.reference())]);
    }

    private static Finding judge(
            CohortEvidence evidence, FindingBuilder finding, List<DuplicatePair> pairs, Estimate recall, int evaluated) {
        long copies = pairs.stream().map(DuplicatePair::query).distinct().count();
        Estimate found = Proportion.clopperPearsonUpper("evaluated pictures that are copies", copies, evaluated, CONFIDENCE);
        double most = recall.lower() > 0 ? Math.min(1, found.upper() / recall.lower()) : 1;
        Estimate bound = new Estimate(
                "rate of duplicates", found.value(), 0, most, CONFIDENCE, "Clopper-Pearson, one-sided, over recall", evaluated);
        finding.estimate(found).estimate(recall).estimate(bound);
        String seen = evidence.cohort().columns().volumes() ? "volumes (seen by their middle slices)" : "pictures";
        List<DuplicatePair> certain = pairs.stream()
                .filter(pair -> pair.exact() || pair.deviations() >= CERTAIN.value())
                .toList();
        if (!certain.isEmpty()) {
            long exact = certain.stream().filter(DuplicatePair::exact).map(DuplicatePair::query).distinct().count();
            return finding.outcome(
                    Outcome.NOT_MET,
                    String.format(
                            Locale.ROOT,
                            "%d of %d evaluated %s are copies of pictures of development or tuning, %d of them with the"
                                    + " same pixels: %s.",
                            certain.stream().map(DuplicatePair::query).distinct().count(), evaluated, seen, exact,
                            named(evidence, certain)),
                    "Look at these pairs, remove the copies from the evaluation part, and run again.");
        }
        if (!pairs.isEmpty()) {
            return finding.outcome(
                    Outcome.INCONCLUSIVE,
                    String.format(
                            Locale.ROOT,
                            "%d of %d evaluated %s may be copies of pictures of development or tuning: %s.",
                            copies, evaluated, seen, named(evidence, pairs)),
                    "Look at these pairs; if they are copies, remove them from the evaluation part.");
        }
        Outcome outcome =
                Decision.all(List.of(Decision.atMost(bound, RATE.value()), Decision.atLeast(recall, RECALL.value())));
        return finding.outcome(
                outcome == Outcome.NOT_MET ? Outcome.INCONCLUSIVE : outcome,
                String.format(
                        Locale.ROOT,
                        "None of %d evaluated %s is a copy of one of development or tuning; the search finds %.0f%% of"
                                + " planted copies (%.0f%% at least), so at most %.2f%% are (0.50%% allowed).",
                        evaluated, seen, 100 * recall.value(), 100 * recall.lower(), 100 * bound.upper()),
                outcome == Outcome.MET
                        ? ""
                        : "Evaluate at least "
                                + (int) Math.ceil(Math.log(1 - CONFIDENCE)
                                        / Math.log1p(-RATE.value() * Math.max(RECALL.value(), recall.lower())))
                                + " pictures.");
    }

    private static String named(CohortEvidence evidence, List<DuplicatePair> pairs) {
        List<String> names = new ArrayList<>();
        pairs.stream()
                .limit(NAMED)
                .map(pair -> Stream.of(pair.query(), pair.reference())
                        .map(row -> evidence.cohort().columns().content()[Integer.parseInt(row)].hex().substring(0, 12))
                        .collect(Collectors.joining(" is ")))
                .forEach(names::add);
        if (pairs.size() > NAMED) {
            names.add("and " + (pairs.size() - NAMED) + " more");
        }
        return String.join(", ", names);
    }
}

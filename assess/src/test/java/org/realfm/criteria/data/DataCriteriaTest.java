package org.realfm.criteria.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.realfm.controls.Synthetic;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.stats.Estimate;
import org.realfm.stats.SplitMix;
import org.realfm.study.Split;

class DataCriteriaTest {

    private static int[] alternating(int n) {
        return IntStream.range(0, n).map(i -> i % 2).toArray();
    }

    private static Synthetic cases(int n) {
        int[] truth = alternating(n);
        return Synthetic.cases(truth)
                .score(IntStream.range(0, n).mapToDouble(i -> 0.1 + 0.7 * truth[i] + 0.1 * (i % 7) / 7).toArray());
    }

    private static Estimate estimate(Finding finding, String name) {
        return finding.estimates().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is none of "
                        + finding.estimates().stream().map(Estimate::name).toList()));
    }

    private static Finding cell(List<Finding> findings, String cell) {
        return findings.stream().filter(f -> f.cell().equals(cell)).findFirst().orElseThrow();
    }

    private static String[] column(int n, java.util.function.IntFunction<String> of) {
        String[] cells = new String[n];
        Arrays.setAll(cells, of);
        return cells;
    }

    @Test
    void aSampleLikeItsTargetIsMetAndWeightsChangeNothing() {
        List<Finding> findings = new Demographics(200)
                .assess(cases(400)
                        .group("sex", column(400, i -> i / 2 % 2 == 0 ? "F" : "M"))
                        .population(Map.of("sex", Map.of("F", 0.5, "M", 0.5)))
                        .subjectEvidence());
        Finding whole = cell(findings, Finding.ALL);
        assertThat(whole.outcome()).isEqualTo(Outcome.MET);
        assertThat(estimate(whole, "n_eff / n").value()).isCloseTo(1, within(1e-9));
        assertThat(estimate(whole, "auroc, re-weighted").value()).isEqualTo(estimate(whole, "auroc").value());
        assertThat(cell(findings, "sex=F").outcome()).isEqualTo(Outcome.MET);
    }

    @Test
    void aTenthOfWomenWhereHalfAreWantedIsNotMetInTheirCell() {
        List<Finding> findings = new Demographics(200)
                .assess(cases(400)
                        .group("sex", column(400, i -> i % 10 == 0 ? "F" : "M"))
                        .population(Map.of("sex", Map.of("F", 0.5, "M", 0.5)))
                        .subjectEvidence());
        assertThat(cell(findings, "sex=F").outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(estimate(cell(findings, "sex=F"), "representation ratio").value()).isCloseTo(0.2, within(1e-12));
        Finding whole = cell(findings, Finding.ALL);
        assertThat(whole.outcome()).isEqualTo(Outcome.NOT_MET);
        // Weights 5 for 40 women and 5/9 for 360 men: (200 + 200)^2 / (40 x 25 + 360 x 25/81) / 400.
        assertThat(estimate(whole, "n_eff / n").value()).isCloseTo(160_000 / (1000 + 360 * 25 / 81.0) / 400, within(1e-9));
    }

    @Test
    void unknownMayNotHideAGroup() {
        List<Finding> findings = new Demographics(200)
                .assess(cases(400)
                        .group("sex", column(400, i -> i % 4 == 0 ? null : i % 4 == 1 ? "F" : "M"))
                        .population(Map.of("sex", Map.of("F", 0.4, "M", 0.6)))
                        .subjectEvidence());
        assertThat(estimate(cell(findings, Finding.ALL), "unknown sex").value()).isEqualTo(0.25);
        assertThat(cell(findings, Finding.ALL).outcome()).isEqualTo(Outcome.NOT_MET);
    }

    @Test
    void anAbsentStratumIsOutsideTheScopeAndWeightsCannotBeMade() {
        List<Finding> findings = new Demographics(200)
                .assess(cases(400)
                        .group("sex", column(400, i -> "M"))
                        .population(Map.of("sex", Map.of("F", 0.5, "M", 0.5)))
                        .subjectEvidence());
        assertThat(cell(findings, "sex=F").outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(cell(findings, "sex=F").reason()).contains("outside its scope");
        assertThat(cell(findings, Finding.ALL).reason()).contains("weights cannot be made");
    }

    @Test
    void withoutATargetNobodyKnows() {
        Finding finding = new Demographics().assess(cases(40).subjectEvidence()).getFirst();
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
        assertThat(finding.wouldSettle()).contains("use: population");
    }

    private static Synthetic apart(int development, int evaluation) {
        int n = development + evaluation;
        Split[] split = new Split[n];
        Arrays.setAll(split, i -> i < development ? Split.DEVELOPMENT : Split.EVALUATE);
        return cases(n).split(split).column("patient", column(n, i -> "P" + (100 + i)));
    }

    @Test
    void patientsApartAreMetAndTheRecallIsMeasured() {
        Finding finding = new PatientOverlap().assess(apart(100, 60).subjectEvidence()).getFirst();
        assertThat(finding.outcome()).isEqualTo(Outcome.MET);
        assertThat(estimate(finding, "recall of planted pairs").value()).isEqualTo(1);
        assertThat(estimate(finding, "shared patients").value()).isZero();
    }

    @Test
    void oneSharedPatientIsOneTooMany() {
        int[] patient = IntStream.range(0, 160).toArray();
        patient[120] = 7;
        Finding finding = new PatientOverlap()
                .assess(apart(100, 60).patient(patient).subjectEvidence())
                .getFirst();
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(estimate(finding, "shared patients").value()).isEqualTo(1 / 60.0);
        assertThat(estimate(finding, "auroc without the shared patients").n())
                .isLessThan(estimate(finding, "auroc").n());
    }

    @Test
    void anotherSpellingIsTheSamePatientUnlessARecordedSexContradicts() {
        String[] id = column(160, i -> i == 120 ? "p-0107 " : "P" + (100 + i));
        assertThat(new PatientOverlap()
                        .assess(apart(100, 60).column("patient", id).subjectEvidence())
                        .getFirst()
                        .outcome())
                .isEqualTo(Outcome.NOT_MET);
        assertThat(new PatientOverlap()
                        .assess(apart(100, 60)
                                .column("patient", id)
                                .column("sex", column(160, i -> i == 120 ? "F" : "M"))
                                .subjectEvidence())
                        .getFirst()
                        .outcome())
                .isEqualTo(Outcome.MET);
    }

    @Test
    void theSameBirthDateAndSexUnderAnotherNumberIsSuspectAndABirthYearIsNot() {
        String[] birth = column(160, i -> i == 120 ? "1950-01-08" : "19" + (10 + i % 80) + "-0" + (1 + i % 9) + "-1" + i % 10);
        birth[7] = "1950-01-08";
        Finding suspect = new PatientOverlap()
                .assess(apart(100, 60).column("birth_date", birth).column("sex", column(160, i -> "F")).subjectEvidence())
                .getFirst();
        assertThat(suspect.reason()).contains("birth_date");
        String[] year = column(160, i -> Integer.toString(1940 + i % 20));
        assertThat(new PatientOverlap()
                        .assess(apart(100, 60).column("birth_year", year).subjectEvidence())
                        .getFirst()
                        .outcome())
                .isEqualTo(Outcome.MET);
    }

    @Test
    void withoutPatientsOrDevelopmentNothingIsSeenAndASheetMayClaim() {
        assertThat(new PatientOverlap()
                        .assess(apart(100, 60).patientsUndeclared().subjectEvidence())
                        .getFirst()
                        .outcome())
                .isEqualTo(Outcome.NOT_ASSESSABLE);
        assertThat(new PatientOverlap().assess(cases(60).subjectEvidence()).getFirst().outcome())
                .isEqualTo(Outcome.NOT_ASSESSABLE);
        Finding claimed = new PatientOverlap()
                .assess(apart(100, 60)
                        .patientsUndeclared()
                        .withDocument("datasheet", Map.of("splits", Map.of("patient-disjoint", true)))
                        .subjectEvidence())
                .getFirst();
        assertThat(claimed.outcome()).isEqualTo(Outcome.MET);
        assertThat(claimed.grade()).isEqualTo(Grade.E1);
    }

    @Test
    void cellsThatAreEmptyForTheWellTellTheTruth() {
        Finding finding = new Missingness()
                .assess(cases(200)
                        .column("troponin", column(200, i -> i % 2 == 1 || i % 10 == 0 ? "1" : null))
                        .subjectEvidence())
                .getFirst();
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
        // Empty in 80 of 100 well and in no sick: the AUROC is (1 + 0.8)/2.
        assertThat(estimate(finding, "auroc of the missing-only predictor").value()).isCloseTo(0.9, within(1e-9));
    }

    @Test
    void fullTablesAreMetAndLostScoresAreCounted() {
        assertThat(new Missingness().assess(cases(200).subjectEvidence()).getFirst().outcome()).isEqualTo(Outcome.MET);
        int[] truth = alternating(200);
        double[] score = IntStream.range(0, 200)
                .mapToDouble(i -> i % 20 == 1 || i % 20 == 2 ? Double.NaN : truth[i])
                .toArray();
        Finding finding = new Missingness()
                .assess(Synthetic.cases(truth).score(score).subjectEvidence())
                .getFirst();
        // 90 of 100 of either class are right; the others are wrong against everybody: 1 - (1 - 0.9 x 0.9).
        assertThat(estimate(finding, "auroc lost to missing scores").value()).isCloseTo(0.19, within(1e-9));
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
    }

    @Test
    void fourLikeSitesAreMetAndOneSiteSpansNothing() {
        int[] truth = new int[800];
        Arrays.setAll(truth, i -> i / 4 % 2);
        double[] score = Arrays.stream(truth).mapToDouble(t -> t).toArray();
        List<Finding> four = new SiteScanner(200)
                .assess(Synthetic.cases(truth).score(score).site(column(800, i -> "s" + i % 4)).subjectEvidence());
        assertThat(four).allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.MET));
        assertThat(estimate(cell(four, "span"), "effective number of sites").value()).isCloseTo(4, within(1e-9));
        List<Finding> one = new SiteScanner(200)
                .assess(Synthetic.cases(truth).score(score).site(column(800, i -> "s")).subjectEvidence());
        assertThat(cell(one, "span").outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(cell(one, "site and truth").outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
    }

    @Test
    void threeEqualSitesAreNotAccusedAndTwoAre() {
        int[] truth = new int[450];
        Arrays.setAll(truth, i -> i / 6 % 2);
        assertThat(cell(
                                new SiteScanner(400)
                                        .assess(Synthetic.cases(truth).site(column(450, i -> "s" + i % 3)).subjectEvidence()),
                                "span")
                        .outcome())
                .isNotEqualTo(Outcome.NOT_MET);
        assertThat(cell(
                                new SiteScanner(400)
                                        .assess(Synthetic.cases(truth).site(column(450, i -> "s" + i % 2)).subjectEvidence()),
                                "span")
                        .outcome())
                .isEqualTo(Outcome.NOT_MET);
    }

    @Test
    void sixtyPatientsDrawnFromTheTargetAreSeldomAccused() {
        Map<String, Double> eighths = new HashMap<>();
        IntStream.range(0, 8).forEach(k -> eighths.put("g" + k, 0.125));
        int accused = 0;
        for (int seed = 0; seed < 60; seed++) {
            SplitMix random = new SplitMix(seed);
            Finding whole = cell(
                    new Demographics(200)
                            .assess(cases(60)
                                    .group("g", column(60, i -> "g" + random.nextInt(8)))
                                    .population(Map.of("g", eighths))
                                    .seed(seed)
                                    .subjectEvidence()),
                    Finding.ALL);
            accused += whole.outcome() == Outcome.NOT_MET ? 1 : 0;
        }
        assertThat(accused).isLessThanOrEqualTo(6);
    }

    @Test
    void missingInWordsIsMissing() {
        Finding finding = new Missingness()
                .assess(cases(200)
                        .column("troponin", column(200, i -> i % 2 == 1 ? "0.3" : "not done"))
                        .subjectEvidence())
                .getFirst();
        assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
    }

    @Test
    void aSiteThatHasAllTheSickTellsTheTruth() {
        int[] truth = alternating(400);
        List<Finding> findings = new SiteScanner(200)
                .assess(Synthetic.cases(truth)
                        .site(column(400, i -> truth[i] == 1 ? "a" : "b" + i / 2 % 3))
                        .subjectEvidence());
        Finding tie = cell(findings, "site and truth");
        assertThat(tie.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(estimate(tie, "Cramer's V of site and truth").value()).isCloseTo(1, within(0.01));
        assertThat(estimate(tie, "auroc of the site and device alone").value()).isEqualTo(1);
    }

    @Test
    void sitesThatTellNothingHaveAnAurocNearAHalf() {
        double sum = 0;
        for (int seed = 0; seed < 100; seed++) {
            SplitMix random = new SplitMix(seed);
            boolean[] truth = new boolean[300];
            int[] site = new int[300];
            for (int i = 0; i < 300; i++) {
                truth[i] = i % 2 == 0;
                site[i] = random.nextInt(5);
            }
            sum += CrossFitted.auroc("site", site, truth, seed).orElseThrow().value();
        }
        assertThat(sum / 100).isBetween(0.47, 0.53);
    }

    private static Map<String, Object> sheet() {
        Map<String, Object> sheet = new HashMap<>();
        Datasheet.REQUIRED.forEach(field -> sheet.put(field, "stated in words"));
        Datasheet.RIGHTS.forEach(field -> sheet.put(field, "stated in words"));
        sheet.remove("splits.method");
        sheet.remove("counts.cases");
        sheet.put("splits", Map.of("method", "by patient, at random"));
        sheet.put("counts", Map.of("cases", 160, "positives", 80, "by-split", Map.of("test", Map.of("cases", 60))));
        return sheet;
    }

    private static List<Finding> judge(Map<String, Object> sheet) {
        return new Datasheet()
                .assess(apart(100, 60)
                        .column("split", column(160, i -> i < 100 ? "train" : "test"))
                        .withDocument("datasheet", sheet)
                        .cohortEvidence());
    }

    @Test
    void aCompleteSheetThatAgreesIsMet() {
        List<Finding> findings = judge(sheet());
        assertThat(findings).allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.MET));
        assertThat(findings.getFirst().reason()).contains("3 stated numbers agree");
    }

    @Test
    void aWrongCountContradictsAndAPlaceholderIsAbsent() {
        Map<String, Object> wrong = sheet();
        wrong.put("counts", Map.of("cases", 161));
        assertThat(judge(wrong).getFirst().outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(judge(wrong).getFirst().reason()).contains("counts.cases is 161, the table has 160");
        Map<String, Object> empty = sheet();
        empty.put("labelling", "undisclosed");
        assertThat(judge(empty).getFirst().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(judge(empty).getFirst().reason()).contains("labelling");
    }

    @Test
    void aMissingLicenceIsUnresolvedAndARefusedOneForbids() {
        Map<String, Object> unresolved = sheet();
        unresolved.put("licence", "TBD");
        assertThat(cell(judge(unresolved), "licence").outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
        Map<String, Object> refused = sheet();
        refused.put("consent", "withdrawn");
        assertThat(cell(judge(refused), "licence").outcome()).isEqualTo(Outcome.NOT_MET);
    }
}

package org.realfm.criteria.technical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.realfm.criteria.technical.Findings.cell;
import static org.realfm.criteria.technical.Findings.number;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.realfm.controls.Synthetic;
import org.realfm.ledger.Finding;
import org.realfm.ledger.Grade;
import org.realfm.ledger.Outcome;
import org.realfm.ledger.Tier;
import org.realfm.stats.Estimate;
import org.realfm.stats.Proportion;

class ExternalGapTest {

    private static final ExternalGap GAP = new ExternalGap(400);

    private static List<Finding> judge(Synthetic world) {
        return GAP.assess(world.subjectEvidence());
    }

    private static Places good(String... sites) {
        Places places = new Places();
        for (String site : sites) {
            places.block(site, 1, "all", 100, 95).block(site, 0, "all", 100, 6);
        }
        return places;
    }

    @Test
    void withoutSitesNothingIsKnown() {
        List<Finding> findings = judge(Synthetic.cases(new int[] {0, 1}).score(new double[] {0, 1}));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
            assertThat(finding.tier()).isEqualTo(Tier.GATE);
            assertThat(finding.grade()).isEqualTo(Grade.E0);
            assertThat(finding.wouldSettle()).contains("cohort: site");
        });
    }

    @Test
    void oneSiteIsNoOther() {
        assertThat(judge(good("a").cases())).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
            assertThat(finding.reason()).contains("come from one site");
        });
        assertThat(judge(good("a", "b").cases().developerSites("a", "b"))).singleElement().satisfies(finding ->
                assertThat(finding.reason()).contains("a site whose data the developer used"));
    }

    @Test
    void oneExternalSiteCannotStandForOthersButItsFailureCounts() {
        assertThat(judge(good("a", "b").cases().developerSites("a"))).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
            assertThat(finding.reason()).contains("one external site only");
            assertThat(finding.estimates()).extracting(Estimate::name).contains("gap of auroc");
        });
        Places fails = good("a").block("b", 1, "all", 100, 50).block("b", 0, "all", 100, 5);
        assertThat(judge(fails.cases().developerSites("a"))).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.NOT_MET);
            assertThat(finding.reason()).contains("sensitivity 0.500");
        });
    }

    @Test
    void withoutAnyFloorThereIsNothingToHoldItAgainst() {
        Synthetic world = good("a", "b").cases().withoutFloors();
        assertThat(judge(world)).singleElement().satisfies(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.NOT_ASSESSABLE);
            assertThat(finding.wouldSettle()).contains("floors");
        });
    }

    @Test
    void twoExternalSitesAreListedAndNotPooled() {
        List<Finding> findings = judge(good("home", "b", "c").cases().developerSites("home"));
        assertThat(findings).extracting(Finding::cell).containsExactly("all", "site=b", "site=c");
        assertThat(findings).allSatisfy(finding -> {
            assertThat(finding.outcome()).isEqualTo(Outcome.MET);
            assertThat(finding.grade()).isEqualTo(Grade.E2);
        });
        Finding b = cell(findings, "site=b");
        Estimate wilson = Proportion.wilson("sensitivity", 95, 100, 0.95);
        assertThat(number(b, "sensitivity").lower()).isEqualTo(wilson.lower());
        assertThat(number(b, "auroc").value()).as("0.95 x 0.94 + half of the ties").isCloseTo(0.945, within(1e-12));
        assertThat(number(b, "gap of sensitivity").value()).isZero();
        assertThat(findings.getFirst().figures()).singleElement().satisfies(figure -> {
            assertThat(figure.id()).isEqualTo("sites");
            assertThat(figure.series().getFirst().labels()).containsExactly("developer's sites", "b", "c");
        });
    }

    @Test
    void theGapIsInternalMinusExternal() {
        Places places = good("home").block("b", 1, "all", 100, 85).block("b", 0, "all", 100, 10)
                .block("c", 1, "all", 100, 95).block("c", 0, "all", 100, 6);
        Finding b = cell(judge(places.cases().developerSites("home")), "site=b");
        Estimate gap = number(b, "gap of sensitivity");
        // Newcombe's hybrid interval of 95/100 minus 85/100, from the Wilson limits.
        Estimate home = Proportion.wilson("", 95, 100, 0.95);
        Estimate away = Proportion.wilson("", 85, 100, 0.95);
        assertThat(gap.value()).isCloseTo(0.10, within(1e-12));
        assertThat(gap.lower()).isCloseTo(
                0.10 - Math.hypot(0.95 - home.lower(), away.upper() - 0.85), within(1e-12));
        assertThat(number(b, "gap of specificity").value()).isCloseTo(0.04, within(1e-12));
        assertThat(b.reason()).contains("Gap of auroc +");
    }

    @Test
    void whereTheDeveloperIsUnknownEachSiteIsHeldAgainstTheRestAtE1() {
        List<Finding> findings = judge(good("a", "b", "c").cases());
        assertThat(findings).allSatisfy(finding -> assertThat(finding.grade()).isEqualTo(Grade.E1));
        assertThat(findings.getFirst().reason()).contains("each held against the rest");
        assertThat(findings).extracting(Finding::cell).contains("site=a", "site=b", "site=c", "new site");
    }

    @Test
    void aBadSiteIsAccusedAndNamed() {
        Places places = good("home", "b", "c").block("d", 1, "all", 100, 55).block("d", 0, "all", 100, 5);
        List<Finding> findings = judge(places.cases().developerSites("home"));
        assertThat(findings.getFirst().outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(findings.getFirst().reason()).contains("the worst is d has");
        assertThat(findings.getFirst().wouldSettle()).contains("site=d");
        assertThat(cell(findings, "site=d").outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(cell(findings, "site=b").outcome()).isEqualTo(Outcome.MET);
    }

    @Test
    void manySitesAreNotAccusedForTheirNumber() {
        // 66 of 100 against 0.75: below by a plain 95% interval (to 0.745), not by one that holds for all looks at once.
        assertThat(Proportion.wilson("", 66, 100, 0.95).upper()).isLessThan(0.75);
        Places places = good("home", "b").block("c", 1, "all", 100, 66).block("c", 0, "all", 100, 5);
        assertThat(cell(judge(places.cases().developerSites("home")), "site=c").outcome())
                .isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void aSmallSiteDecidesNothing() {
        Places places = good("home", "b", "c").block("d", 1, "all", 19, 0).block("d", 0, "all", 100, 5);
        Finding d = cell(judge(places.cases().developerSites("home")), "site=d");
        assertThat(d.outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(d.reason()).contains("too few to decide");
        Places oneClass = good("home", "b", "c").block("d", 0, "all", 100, 5);
        assertThat(cell(judge(oneClass.cases().developerSites("home")), "site=d").reason())
                .contains("auroc unknown");
    }

    @Test
    void aCaseOnWhichTheModelFailsIsCalledWrongly() {
        Places places = good("home", "b", "c").block("c", 1, "all", 100, 95).failing(60);
        Finding c = cell(judge(places.cases().developerSites("home")), "site=c");
        assertThat(number(c, "sensitivity").value()).isCloseTo((95 + 40) / 200.0, within(1e-12));
        assertThat(c.outcome()).isEqualTo(Outcome.NOT_MET);
        assertThat(c.reason()).contains("failed on 60");
    }

    @Test
    void casesOfNoSiteAreCounted() {
        Places places = good("b", "c");
        places.add(null, 1, "all", 0.9);
        assertThat(judge(places.cases().developerSites()).getFirst().reason()).contains("1 cases name no site")
                .contains("change with time is not assessable");
    }

    @Test
    void pooledValuesAreThoseOfMetafor() throws IOException {
        Places places = new Places().logistic("a", 40, 80, 3.0).logistic("b", 60, 60, 2.4)
                .logistic("c", 50, 90, 2.8).logistic("d", 30, 50, 3.5);
        Finding pooled = cell(judge(places.cases().threshold(1).developerSites()), "new site");
        String csv;
        try (InputStream stream = Objects.requireNonNull(getClass().getResourceAsStream("external-gap.csv"))) {
            csv = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        List<String> lines = csv.lines().skip(1).toList();
        assertThat(lines).hasSize(15);
        assertThat(pooled.reason()).contains("mean auroc is 0.873; leaving one out moves it most to 0.889 (without b)");
        for (String line : lines) {
            String[] field = line.split(",", -1);
            double[] golden =
                    Arrays.stream(field).skip(2).mapToDouble(Double::parseDouble).toArray();
            Estimate mean = number(
                    pooled,
                    field[0] + (field[1].isEmpty() ? ", mean over sites" : ", mean without " + field[1]));
            assertThat(mean.value()).as(line).isCloseTo(golden[0], within(1e-6));
            assertThat(mean.lower()).as(line).isCloseTo(golden[1], within(1e-6));
            assertThat(mean.upper()).as(line).isCloseTo(golden[2], within(1e-6));
            if (field[1].isEmpty()) {
                Estimate prediction = number(pooled, field[0] + ", prediction for a new site");
                assertThat(prediction.lower()).as(line).isCloseTo(golden[3], within(1e-6));
                assertThat(prediction.upper()).as(line).isCloseTo(golden[4], within(1e-6));
            }
        }
    }

    @Test
    void aNewSiteMustBeExpectedToDoNotOnlyTheSeenOnes() {
        // Four sites that all pass, two at 0.99 and two at 0.88: what a fifth may be is too open.
        Places places = new Places();
        int[] found = {198, 176, 198, 176};
        for (int s = 0; s < 4; s++) {
            places.block("s" + s, 1, "all", 200, found[s]).block("s" + s, 0, "all", 200, 10);
        }
        List<Finding> findings = judge(places.cases().developerSites());
        assertThat(findings.subList(1, 5)).allSatisfy(f -> assertThat(f.outcome()).isEqualTo(Outcome.MET));
        assertThat(cell(findings, "new site").outcome()).isEqualTo(Outcome.INCONCLUSIVE);
        assertThat(cell(findings, "new site").wouldSettle()).contains("2 degrees of freedom");
        assertThat(findings.getFirst().outcome()).isEqualTo(Outcome.INCONCLUSIVE);
    }

    @Test
    void aSiteWithoutAMistakeCanBePooled() {
        Places places = new Places();
        for (String site : List.of("a", "b", "c", "d", "e")) {
            places.block(site, 1, "all", 150, 150).block(site, 0, "all", 150, 0);
        }
        List<Finding> findings = judge(places.cases().developerSites());
        assertThat(findings).allSatisfy(finding -> assertThat(finding.outcome()).isEqualTo(Outcome.MET));
        // 150.5 of 151 at each of the five: no spread, so the mean is that and the error of the mean is 0.
        assertThat(number(cell(findings, "new site"), "sensitivity, mean over sites").value())
                .isCloseTo(150.5 / 151, within(1e-9));
    }

    @Test
    void anotherCaseMixExplainsTheGap() {
        // The old are found half as often, at home and away; away most are old.
        Places places = new Places();
        mix(places, "home", 160, 40);
        mix(places, "b", 40, 160);
        mix(places, "c", 160, 40);
        Finding b = cell(judge(places.casesWithGroups().developerSites("home")), "site=b");
        assertThat(number(b, "gap of sensitivity").value()).isCloseTo(0.3, within(1e-12));
        assertThat(number(b, "case-mix part of the gap of sensitivity").value()).isCloseTo(0.3, within(1e-3));
        Estimate model = number(b, "model part of the gap of sensitivity");
        assertThat(model.value()).isCloseTo(0, within(1e-3));
        assertThat(model.lower()).isLessThan(-0.02);
        assertThat(model.upper()).isGreaterThan(0.02);
        assertThat(b.reason()).contains("case mix explains");
    }

    /// Young sick are all found, every second old one is; the well are called in one of ten.
    private static void mix(Places places, String site, int young, int old) {
        places.block(site, 1, "young", young, young).block(site, 1, "old", old, old / 2)
                .block(site, 0, "young", young, young / 10).block(site, 0, "old", old, old / 10);
    }

    @Test
    void aWorseModelIsNotExplainedByCaseMix() {
        Places places = new Places();
        mix(places, "home", 100, 100);
        mix(places, "c", 100, 100);
        places.block("b", 1, "young", 100, 70).block("b", 1, "old", 100, 20)
                .block("b", 0, "young", 100, 10).block("b", 0, "old", 100, 10);
        Finding b = cell(judge(places.casesWithGroups().developerSites("home")), "site=b");
        assertThat(number(b, "case-mix part of the gap of sensitivity").value()).isCloseTo(0, within(1e-3));
        assertThat(number(b, "model part of the gap of sensitivity").value()).isCloseTo(0.3, within(1e-3));
        assertThat(number(b, "model part of the gap of sensitivity").lower()).isGreaterThan(0.2);
    }

    @Test
    void prevalenceIsNotTakenForCaseMix() {
        // Home has twice as many sick, and more of the sick are old; within sick and well the mixes are the same.
        Places places = new Places();
        places.block("home", 1, "young", 80, 80).block("home", 1, "old", 120, 60)
                .block("home", 0, "young", 80, 8).block("home", 0, "old", 20, 2);
        for (String site : List.of("b", "c")) {
            places.block(site, 1, "young", 40, 40).block(site, 1, "old", 60, 30)
                    .block(site, 0, "young", 160, 16).block(site, 0, "old", 40, 4);
        }
        Finding b = cell(judge(places.casesWithGroups().developerSites("home")), "site=b");
        assertThat(number(b, "case-mix part of the gap of sensitivity").value()).isCloseTo(0, within(1e-3));
    }

    @Test
    void whatCannotBeSplitSaysWhy() {
        Places none = good("home", "b", "c");
        assertThat(cell(judge(none.cases().developerSites("home")), "site=b").reason()).contains("declares no groups");
        assertThat(cell(judge(none.casesWithGroups().developerSites()), "site=b").reason())
                .contains("no internal result to take a gap from");
        Places other = good("home", "c").block("b", 1, "old", 100, 95).block("b", 0, "old", 100, 5);
        assertThat(cell(judge(other.casesWithGroups().developerSites("home")), "site=b").reason())
                .contains("have none of age=old");
        Places rare = new Places();
        mix(rare, "home", 400, 20);
        mix(rare, "b", 20, 400);
        mix(rare, "c", 20, 400);
        assertThat(cell(judge(rare.casesWithGroups().developerSites("home")), "site=b").reason())
                .contains("case mix explains");
        Places twice = new Places();
        mix(twice, "home", 100, 100);
        mix(twice, "b", 100, 100);
        mix(twice, "c", 100, 100);
        Synthetic repeated = twice.casesWithGroups().group("years", twice.groups());
        assertThat(cell(judge(repeated.developerSites("home")), "site=b").reason())
                .contains("repeat one another");
    }

    @Test
    void laterYearsOfASiteAreHeldAgainstItsEarlier() {
        Places places = good("home").block("b", 1, "all", 80, 76).block("b", 0, "all", 80, 4)
                .block("b", 1, "all", 80, 60).block("b", 0, "all", 80, 4);
        String[] when = new String[places.size()];
        Arrays.fill(when, 0, 200, "2019-05-01");
        Arrays.fill(when, 200, 360, "20200103");
        Arrays.fill(when, 360, 520, "31/12/2022");
        Finding all = judge(places.block("c", 1, "all", 50, 48).block("c", 0, "all", 50, 2).cases()
                        .column("study_date", Arrays.copyOf(when, 620))
                        .developerSites("home"))
                .getFirst();
        Estimate change = number(all, "auroc at b before 2022 minus from then on");
        assertThat(change.value()).isCloseTo(0.95 - (0.75 * 0.95 + (0.25 * 0.95 + 0.75 * 0.05) / 2), within(1e-12));
        assertThat(all.reason()).contains("Between earlier and later years");
    }

    @Test
    void yearsAreReadFromDates() {
        assertThat(LaterYears.year("2019")).hasValue(2019);
        assertThat(LaterYears.year("20190304")).hasValue(2019);
        assertThat(LaterYears.year("2019-03-04T10:00")).hasValue(2019);
        assertThat(LaterYears.year("04.03.2019")).hasValue(2019);
        assertThat(LaterYears.year("unknown")).isEmpty();
        assertThat(LaterYears.year("12")).isEmpty();
        assertThat(LaterYears.year(null)).isEmpty();
    }

    @Test
    void sameEvidenceSameFindings() {
        Places places = new Places();
        mix(places, "home", 100, 100);
        mix(places, "b", 60, 140);
        mix(places, "c", 100, 100);
        Synthetic world = places.casesWithGroups().developerSites("home");
        assertThat(judge(world)).isEqualTo(judge(world));
    }
}

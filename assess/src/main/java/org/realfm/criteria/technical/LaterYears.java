package org.realfm.criteria.technical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.realfm.run.SubjectEvidence;
import org.realfm.stats.Estimate;
import org.realfm.stats.ProportionDifference;

/// What became of performance with time: the earlier years of a site against its later ones. Shown, never decisive.
///
/// @param changes AUROC of the earlier years minus that of the later, for each site with enough patients in both
/// @param words   what came of it, one sentence
record LaterYears(List<Estimate> changes, String words) {

    private static final Pattern COLUMN = Pattern.compile("(study|acquisition|exam|scan|image)?(year|date)");

    /// `2019`, `2019-03-04`, `20190304` or `04/03/2019`.
    private static final Pattern YEAR = Pattern.compile("([12]\\d{3})(?:\\d{4}|\\D.*)?|.*\\D([12]\\d{3})");

    static LaterYears of(SubjectEvidence evidence, Sites sites) {
        Map<String, @Nullable String[]> table = evidence.about().cohort().columns().table();
        Optional<String> column = table.keySet().stream()
                .filter(name -> COLUMN.matcher(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "")).matches())
                .sorted()
                .findFirst();
        if (column.isEmpty()) {
            return new LaterYears(
                    List.of(), "A change with time is not assessable: the table has no column of years or dates.");
        }
        @Nullable String[] cells = table.get(column.get());
        int[] year = Arrays.stream(sites.cases().rows())
                .map(row -> cells == null ? -1 : year(cells[row]).orElse(-1))
                .toArray();
        List<Estimate> changes = new ArrayList<>();
        for (int site : IntStream.range(0, sites.names().size()).toArray()) {
            change(sites, site, year).ifPresent(changes::add);
        }
        return new LaterYears(changes, changes.isEmpty()
                ? "A change with time is not assessable: no site has enough patients in earlier and in later years ("
                        + column.get() + ")."
                : "Between earlier and later years: "
                        + String.join("; ", changes.stream()
                                .map(e -> String.format(
                                        Locale.ROOT, "%s %+.3f (%+.3f to %+.3f)", e.name(), e.value(), e.lower(), e.upper()))
                                .toList())
                        + ".");
    }

    private static Optional<Estimate> change(Sites sites, int site, int[] year) {
        int[] years = IntStream.range(0, year.length)
                .filter(i -> sites.siteOf()[i] == site && year[i] >= 0)
                .map(i -> year[i])
                .sorted()
                .toArray();
        if (years.length == 0 || years[0] == years[years.length - 1]) {
            return Optional.empty();
        }
        int middle = years[years.length / 2];
        int firstLater = middle > years[0] ? middle : middle + 1;
        ScoredCases earlier = cases(sites, i -> sites.siteOf()[i] == site && year[i] >= 0 && year[i] < firstLater);
        ScoredCases later = cases(sites, i -> sites.siteOf()[i] == site && year[i] >= firstLater);
        if (!earlier.large() || !later.large()) {
            return Optional.empty();
        }
        return Optional.of(ProportionDifference.newcombe(
                "auroc at " + sites.names().get(site) + " before " + firstLater + " minus from then on",
                FloorMeasure.AUROC.estimate(earlier, SiteResult.CONFIDENCE).orElseThrow(),
                FloorMeasure.AUROC.estimate(later, SiteResult.CONFIDENCE).orElseThrow()));
    }

    private static ScoredCases cases(Sites sites, IntPredicate at) {
        return sites.cases().at(IntStream.range(0, sites.cases().size()).filter(at).toArray());
    }

    static OptionalInt year(@Nullable String cell) {
        Matcher matcher = YEAR.matcher(cell == null ? "" : cell.strip());
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(Integer.parseInt(matcher.group(1) != null ? matcher.group(1) : matcher.group(2)));
    }
}

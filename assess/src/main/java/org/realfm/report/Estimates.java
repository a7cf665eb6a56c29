package org.realfm.report;

import static org.realfm.report.html.Html.cell;
import static org.realfm.report.html.Html.each;
import static org.realfm.report.html.Html.el;
import static org.realfm.report.html.Html.rowHead;
import static org.realfm.report.html.Html.table;
import static org.realfm.report.html.Html.text;

import java.util.List;
import org.realfm.report.EvidenceDocument.EstimatePart;
import org.realfm.report.html.Content;
import org.realfm.report.html.Numbers;

/// Numbers with their intervals.
final class Estimates {

    private Estimates() {}

    /// A number and its interval.
    static String number(EstimatePart estimate) {
        return Numbers.interval(estimate.value(), estimate.lower(), estimate.upper());
    }

    /// All of a finding.
    static Content of(List<EstimatePart> estimates) {
        return table(
                "numbers",
                "Numbers behind this finding",
                List.of("Quantity", "Estimate (interval)", "Interval by", "n"),
                each(estimates, estimate -> el(
                        "tr",
                        rowHead(text(estimate.name())),
                        cell("Estimate (interval)", text(number(estimate))),
                        cell("Interval by", text(method(estimate))),
                        cell("n", text(Numbers.fixed(estimate.n(), 0))))));
    }

    private static String method(EstimatePart estimate) {
        return estimate.confidence() == 1
                ? estimate.method()
                : estimate.method() + ", " + Numbers.percent(estimate.confidence());
    }
}

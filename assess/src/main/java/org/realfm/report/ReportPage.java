package org.realfm.report;

/// The page that a committee reads.
public final class ReportPage {

    private ReportPage() {}

    /// The page as one self-contained HTML document.
    public static String render(EvidenceDocument document) {
        return "<!doctype html><title>" + document.study().name() + "</title>";
    }
}

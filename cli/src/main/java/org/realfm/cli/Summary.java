package org.realfm.cli;

import java.io.PrintWriter;
import java.util.List;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceDocument.SubjectPart;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.ColorScheme;

/// The few lines a terminal shows of an evidence document.
final class Summary {

    private static final int REASONS = 3;

    private Summary() {}

    static void print(EvidenceDocument evidence, PrintWriter out, ColorScheme colours) {
        out.println();
        for (SubjectPart subject : evidence.subjects()) {
            Text name = colours.commandText(subject.model());
            out.println(name + ": " + subject.verdict().level() + " " + subject.verdict().title() + ", at best "
                    + subject.verdict().upper() + " if all that is open were settled well, capped at "
                    + subject.verdict().cap());
            List<String> because = subject.verdict().because();
            because.stream().limit(REASONS).forEach(reason -> out.println("    " + reason));
            if (because.size() > REASONS) {
                out.println("    and " + (because.size() - REASONS) + " more, see the report");
            }
        }
        if (!evidence.quarantine().isEmpty()) {
            out.println(evidence.quarantine().size() + " inputs could not be used; the report lists them");
        }
    }
}

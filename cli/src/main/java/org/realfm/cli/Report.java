package org.realfm.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.realfm.ledger.Digest;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceDocument.SubjectPart;
import org.realfm.report.EvidenceJson;
import org.realfm.report.ReportPage;
import org.realfm.tables.BadInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The verb `report`.
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Makes report.html again from the evidence.json of a folder. Nothing is measured: the same evidence always gives"
                    + " the same page, one file that needs no network."
        },
        footer = {"", "Examples:", "  realfm report results", "  realfm report results --out committee.html"})
final class Report implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of an assessment.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path folder;

    @Option(names = "--out", paramLabel = "FILE", description = "Where the page goes (default: DIR/report.html).")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print where the page is, its digest and the verdicts as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        EvidenceDocument evidence = EvidenceJson.read(folder.resolve("evidence.json"));
        Path page = Optional.ofNullable(out).orElse(folder.resolve("report.html"));
        String content = ReportPage.render(evidence);
        try {
            Files.writeString(page, content);
        } catch (IOException e) {
            throw new BadInput(page.toString(), "could not be written: " + e, "Choose another --out");
        }
        spec.commandLine().getOut().println(json ? Json.text(summary(evidence, page, content)) : "The report is " + page);
        return 0;
    }

    private static Map<String, Object> summary(EvidenceDocument evidence, Path page, String content) {
        SequencedMap<String, String> verdicts = new LinkedHashMap<>();
        for (SubjectPart subject : evidence.subjects()) {
            verdicts.put(subject.model(), subject.verdict().level());
        }
        return Map.of(
                "report", page.toString(),
                "sha256", Digest.of(content.getBytes(StandardCharsets.UTF_8)).hex(),
                "verdicts", verdicts);
    }
}

package org.realfm.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.realfm.report.EvidenceJson;
import org.realfm.report.ReportPage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The verb `report`.
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Makes report.html again from the evidence.json of a folder.")
final class Report implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of an assessment.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path folder;

    @Override
    public Integer call() throws IOException {
        Path page = folder.resolve("report.html");
        Files.writeString(page, ReportPage.render(EvidenceJson.read(folder.resolve("evidence.json"))));
        spec.commandLine().getOut().println(page);
        return 0;
    }
}

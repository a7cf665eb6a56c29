package org.realfm.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceJson;
import org.realfm.assess.Assessment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The verb `assess`.
@Command(
        name = "assess",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a study and writes evidence.json, report.html, ledger.jsonl and observations.parquet.",
            "Killed at any moment, it goes on where it stopped when it is run again.",
            "A model that fails on more than half of what it is shown is stopped and not judged, which leaves with 0 as long"
                    + " as another model can be judged, and with 2 if none can."
        },
        footer = {
            "",
            "Examples:",
            "  realfm assess study.yaml --out results",
            "  realfm assess study.yaml --out results --fresh --threads 2"
        })
final class Assess implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "STUDY.yaml", description = "What is claimed; see `realfm init`.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path study;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Folder for what comes out.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path out;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Folder for pictures that come from a DICOMweb server. Default: pictures in --out.")
    private @Nullable Path cache;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "How many chunks are shown at once; changes the time, never the evidence. Default: all cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--fresh", description = "Forget earlier observations of this folder and show everything again.")
    private boolean fresh;

    @Option(names = "--analyst", paramLabel = "NAME", description = "Who runs it, for the ledger.")
    private String analyst = "not named";

    @Option(names = "--json", description = "Print the evidence on standard output.")
    private boolean json;

    @Override
    public Integer call() {
        if (threads < 1) {
            throw new ParameterException(spec.commandLine(), "--threads is " + threads + ", expected 1 or more");
        }
        String command = "realfm assess " + study + " --out " + out;
        EvidenceDocument evidence;
        try (Interruption ignored = new Interruption(System.err);
                ConsoleProgress progress = ConsoleProgress.ofSystem()) {
            evidence = new Assessment(
                            study, out, Optional.ofNullable(cache), threads, fresh, analyst, command, progress, InstantSource.system())
                    .run();
        }
        PrintWriter stdout = spec.commandLine().getOut();
        if (json) {
            stdout.print(EvidenceJson.text(evidence));
        } else {
            Summary.print(evidence, stdout, spec.commandLine().getColorScheme());
            stdout.println("The report is " + out.resolve("report.html"));
        }
        stdout.flush();
        return 0;
    }
}

package org.realfm.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.realfm.assess.Assessment;
import org.realfm.assess.Engine;
import org.realfm.assess.EngineProvider;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceJson;
import org.realfm.tables.BadInput;
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
            "  realfm assess study.yaml --out results --fresh --threads 2",
            "  realfm assess study.yaml --out results --engine spark --master spark://host:7077"
        })
final class Assess implements Callable<Integer> {

    private static final String LOCAL = "local";

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

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            description = "Where cases are shown to models: local, on threads of this process, or spark, on the executors of"
                    + " Apache Spark. The evidence is the same. Default: local.")
    private String engine = LOCAL;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Where Spark runs: local[4], local-cluster[2,1,1024], spark://host:7077, yarn, k8s://... Default: what"
                    + " spark-submit says, otherwise local with these threads.")
    private @Nullable String master;

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
        Engine shows = engine();
        String command = "realfm assess " + study + " --out " + out
                + (engine.equals(LOCAL) ? "" : " --engine " + engine)
                + (master == null ? "" : " --master " + master);
        EvidenceDocument evidence;
        try (Interruption ignored = new Interruption(System.err);
                ConsoleProgress progress = ConsoleProgress.ofSystem()) {
            evidence = new Assessment(
                            study, out, Optional.ofNullable(cache), threads, fresh, analyst, command, progress,
                            InstantSource.system(), shows)
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

    private Engine engine() {
        if (engine.equals(LOCAL)) {
            if (master != null) {
                throw new ParameterException(spec.commandLine(), "--master belongs to --engine spark");
            }
            return Engine.local(threads);
        }
        if (!engine.equals("spark")) {
            throw new ParameterException(spec.commandLine(), "--engine is " + engine + ", expected local or spark");
        }
        return EngineProvider.named(engine)
                .orElseThrow(() -> new BadInput(
                        "--engine spark",
                        "Spark is not among the libraries of this realfm",
                        "Start it from a checkout by ./realfm, which adds them, or add those of the module 'spark'"))
                .engine(Optional.ofNullable(master), threads);
    }
}

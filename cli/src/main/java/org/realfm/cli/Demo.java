package org.realfm.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.realfm.assess.Assessment;
import org.realfm.demo.DemoFilms;
import org.realfm.demo.DemoStudy;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceJson;
import org.realfm.run.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The verb `demo`.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Tells the story in a minute: draws chest films of patients that do not exist, with a planted shortcut, and"
                    + " judges three networks on them: a careful one, one that learned the shortcut and wins the"
                    + " benchmark, and one that is overconfident."
        },
        footer = {"", "Examples:", "  realfm demo", "  realfm demo --out somewhere"})
final class Demo implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for films and results (default: realfm-demo).")
    private Path out = Path.of("realfm-demo");

    @Option(names = "--threads", paramLabel = "N", description = "How many chunks are shown at once. Default: all cores.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--films-only",
            paramLabel = "DIR",
            description = "Only draw the films from which the networks were trained, see reference/demo/train.py.")
    private Path filmsOnly = Path.of("");

    @Option(names = "--json", description = "Print the evidence on standard output.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter stdout = spec.commandLine().getOut();
        if (!filmsOnly.toString().isEmpty()) {
            DemoFilms.write(filmsOnly.resolve("benchmark"), DemoFilms.Practice.MARK_THE_SICK, Progress.SILENT);
            DemoFilms.write(filmsOnly.resolve("balanced"), DemoFilms.Practice.MARK_AT_RANDOM, Progress.SILENT);
            return 0;
        }
        EvidenceDocument evidence;
        try (ConsoleProgress progress = ConsoleProgress.ofSystem()) {
            Path study = DemoStudy.write(out, progress);
            evidence = new Assessment(
                            study,
                            out.resolve("results"),
                            Optional.empty(),
                            threads,
                            false,
                            "not named",
                            "realfm demo --out " + out,
                            progress,
                            InstantSource.system())
                    .run();
        }
        if (json) {
            stdout.print(EvidenceJson.text(evidence));
            stdout.flush();
            return 0;
        }
        Summary.print(evidence, stdout, spec.commandLine().getColorScheme());
        DemoStudy.story(evidence).forEach(stdout::println);
        stdout.println("The report is " + out.resolve("results").resolve("report.html").toAbsolutePath());
        stdout.println("The study file is " + out.resolve("study.yaml") + "; change it and run: realfm assess "
                + out.resolve("study.yaml") + " --out " + out.resolve("results"));
        stdout.flush();
        return 0;
    }
}

package org.realfm.cli.stats;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.realfm.tables.BadInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What all families have in common: their answer is printed, and what a kernel refuses is explained as bad input.
@Command(
        mixinStandardHelpOptions = true,
        exitCodeListHeading = StatsVerb.EXIT_CODES,
        exitCodeList = {StatsVerb.DONE, StatsVerb.ERROR})
abstract class StatsVerb implements Callable<Integer> {

    static final String EXIT_CODES = "%nExit codes:%n";
    static final String DONE = "0:done";
    static final String ERROR = "2:it could not be told because of an error, which is explained on standard error";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON, with estimates[] as in evidence.json.")
    private boolean json;

    @Option(names = "--confidence", paramLabel = "C", description = "Of the intervals, two-sided. Default: 0.95.")
    private double confidence = 0.95;

    /// What is found.
    ///
    /// @throws IllegalArgumentException where a kernel refuses what it is given
    abstract Answer answer();

    /// The file that the answer comes from, if there is one.
    abstract Optional<String> source();

    /// Called with the answer once it is there.
    void keep(Answer answer) {}

    @Override
    public final Integer call() {
        if (!(confidence > 0 && confidence < 1)) {
            throw misused("--confidence is " + confidence + ", expected a number between 0 and 1, such as 0.95");
        }
        Answer answer;
        try {
            answer = answer();
            keep(answer);
        } catch (IllegalArgumentException e) {
            throw new BadInput(source().orElse("stats"), String.valueOf(e.getMessage()), "");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Printer.json(answer, source().orElse(null)));
        } else {
            Printer.text(answer, confidence, out);
        }
        return 0;
    }

    double confidence() {
        return confidence;
    }

    /// An option that cannot be as it is.
    ParameterException misused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

package org.realfm.cli;

import java.io.PrintWriter;
import org.realfm.tables.BadInput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The command and its verbs.
@Command(
        name = "realfm",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "VERB",
        description = {
            "Judges imaging AI models for one intended use: measures what can be measured, says what is missing, and"
                    + " reaches a verdict from V0 (do not run) to V5.",
            "An independent implementation informed by REAL-FM."
        },
        footer = {
            "",
            "A first hour:",
            "  realfm demo                       see the whole story on generated films, in a minute",
            "  realfm init cases.csv             propose a study file from your table",
            "  realfm assess study.yaml --out out",
            "  open out/report.html",
            "  realfm gate out --model NAME --at V2   for CI",
            "",
            "Exit codes: 0 done, or the gate is reached; 1 the gate is not reached, or a ledger or control does not"
                    + " hold; 2 it could not be told because of an error, which is explained on standard error.",
            "--json prints one JSON document on standard output; progress and messages go to standard error."
        },
        subcommands = {
            Demo.class,
            Init.class,
            Assess.class,
            Report.class,
            Gate.class,
            Compare.class,
            CriteriaVerb.class,
            Controls.class,
            LedgerVerb.class,
            Doctor.class,
            CommandLine.HelpCommand.class
        })
public final class Realfm implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /// Runs the command and leaves with its exit code.
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /// Runs the command.
    ///
    /// @return 0, 1 or 2, see the help
    static int execute(String... arguments) {
        CommandLine command = new CommandLine(new Realfm())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(Realfm::explain);
        return command.execute(arguments);
    }

    /// What is wrong with the input is explained; anything else is a fault of realfm and says so.
    private static int explain(Exception fault, CommandLine command, CommandLine.ParseResult parsed) {
        PrintWriter err = command.getErr();
        CommandLine.Help.ColorScheme colours = command.getColorScheme();
        if (fault instanceof BadInput input) {
            err.println(colours.errorText("realfm: " + input.getMessage()));
        } else {
            err.println(colours.errorText("realfm: a fault of realfm itself: " + fault));
            err.println("Nothing that was written is lost. Please report it with the output of REALFM_TRACE=1.");
        }
        if (System.getenv("REALFM_TRACE") != null) {
            fault.printStackTrace(err);
        }
        err.flush();
        return 2;
    }
}

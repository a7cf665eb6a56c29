package org.realfm.cli;

import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.realfm.cli.stats.Stats;
import org.realfm.tables.BadInput;
import org.realfm.tables.Names;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

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
            "Only one number, with its interval:",
            "  realfm stats auroc --table cases.csv --truth sick --score model",
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
            Stats.class,
            CriteriaVerb.class,
            Controls.class,
            LedgerVerb.class,
            Inspect.class,
            PhantomVerb.class,
            Deidentify.class,
            Doctor.class,
            CommandLine.HelpCommand.class
        })
public final class Realfm implements Runnable {

    private static final Map<String, String> EXIT_CODES = new LinkedHashMap<>();

    static {
        EXIT_CODES.put("0", "done");
        EXIT_CODES.put("1", "the gate is not reached, or a ledger, a control or this machine does not hold");
        EXIT_CODES.put("2", "it could not be told because of an error, which is explained on standard error");
    }

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
        return execute(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments);
    }

    /// Runs the command with other streams.
    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine command = new CommandLine(new Realfm())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setColorScheme(Help.defaultColorScheme(Terminal.out() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((fault, given) -> misused(fault, List.of(given)))
                .setExecutionExceptionHandler((fault, verb, parsed) -> explain(fault, verb, List.of(arguments)));
        describe(command);
        try {
            return command.execute(arguments);
        } catch (OutOfMemoryError e) {
            return say(command, List.of(arguments), "there is not enough memory. Give Java more: REALFM_JAVA_OPTS=-Xmx4g");
        } catch (LinkageError e) {
            return say(command, List.of(arguments), "a library cannot be loaded: " + e + ". Look with: realfm doctor");
        } finally {
            out.flush();
            err.flush();
        }
    }

    /// Every verb tells its version and what its exit codes mean.
    private static void describe(CommandLine command) {
        for (CommandLine verb : command.getSubcommands().values()) {
            verb.getCommandSpec().versionProvider(new Version());
            CommandLine.Model.UsageMessageSpec page = verb.getCommandSpec().usageMessage();
            if (page.exitCodeList().isEmpty()) {
                page.exitCodeListHeading("%nExit codes:%n");
                page.exitCodeList(EXIT_CODES);
            }
            describe(verb);
        }
    }

    /// A mistyped verb or option: what is wrong, what may be meant, and where the help is.
    private static int misused(ParameterException fault, List<String> arguments) {
        CommandLine command = fault.getCommandLine();
        Set<String> options = command.getCommandSpec().optionsMap().keySet();
        Optional<String> unknown = arguments.stream()
                .filter(word -> word.startsWith("--"))
                .map(word -> word.replaceFirst("=.*", ""))
                .filter(word -> !options.contains(word))
                .findFirst();
        if (unknown.isPresent()) {
            // Said first: a required option that is missing is most often one that is mistyped.
            String meant = Names.nearest(unknown.get(), options)
                    .map(name -> ". Did you mean '" + name + "'?")
                    .orElse("");
            return say(command, arguments, "Unknown option '" + unknown.get() + "'" + meant + help(command));
        }
        String near = fault instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream()
                        .findFirst()
                        .map(suggestion -> ". Did you mean '" + suggestion + "'?")
                        .orElse("")
                : "";
        return say(
                command,
                arguments,
                fault.getMessage() + near + help(command));
    }

    private static String help(CommandLine command) {
        return System.lineSeparator() + "Help: " + command.getCommandSpec().qualifiedName() + " --help";
    }

    /// What is wrong with the input is explained; anything else is a fault of realfm and says so.
    private static int explain(Exception fault, CommandLine command, List<String> arguments) {
        if (System.getenv("REALFM_TRACE") != null) {
            fault.printStackTrace(command.getErr());
        }
        return say(
                command,
                arguments,
                switch (fault) {
                    case BadInput input -> String.valueOf(input.getMessage());
                    case FileSystemException file -> file.getFile() + ": " + BadInput.reason(file);
                    default -> "a fault of realfm itself: " + fault + System.lineSeparator()
                            + "Nothing that was written is lost. Please report it with the output of REALFM_TRACE=1.";
                });
    }

    private static int say(CommandLine command, List<String> arguments, String message) {
        Help.ColorScheme colours = Help.defaultColorScheme(Terminal.err() ? Help.Ansi.ON : Help.Ansi.OFF);
        command.getErr().println(colours.errorText("realfm: " + message.replace("@|", "@ |")));
        if (arguments.contains("--json")) {
            command.getOut().println(Json.text(Map.of("error", message)));
        }
        return 2;
    }
}

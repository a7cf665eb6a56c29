package org.realfm.cli.stats;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// The verb `stats`.
@Command(
        name = "stats",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = StatsVerb.EXIT_CODES,
        exitCodeList = {StatsVerb.DONE, StatsVerb.ERROR},
        synopsisSubcommandLabel = "FAMILY",
        description = {
            "One statistic of a table, with its interval: columns are named by what they are, nothing else is needed.",
            "Tables are CSV, TSV or Parquet. The criteria of an assessment call the same kernels."
        },
        footer = {
            "",
            "Examples:",
            "  realfm stats auroc --table cases.csv --truth pneumonia --score model \\",
            "      --patient patient",
            "  realfm stats plan auroc --expected 0.85 --prevalence 0.1 \\",
            "      --half-width 0.03"
        },
        subcommands = {
            AurocVerb.class,
            CompareAurocVerb.class,
            CalibrationVerb.class,
            DecisionCurveVerb.class,
            OperatingPointVerb.class,
            ReadersVerb.class,
            AgreementVerb.class,
            FrocVerb.class,
            SurvivalVerb.class,
            PlanVerb.class
        })
public final class Stats implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}

package org.realfm.cli.stats;

import java.util.Optional;
import java.util.OptionalInt;
import org.realfm.stats.Estimate;
import org.realfm.stats.Planning;
import org.realfm.stats.Proportion;
import org.realfm.stats.StandardNormal;
import org.realfm.stats.readers.OrComponents;
import org.realfm.stats.readers.ReaderPlanning;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The verb `stats plan`: how many patients a study needs.
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = StatsVerb.EXIT_CODES,
        exitCodeList = {StatsVerb.DONE, StatsVerb.ERROR},
        synopsisSubcommandLabel = "WHAT",
        description = "How many patients, or readers, a study needs before it is done.",
        footer = {
            "",
            "Examples:",
            "  realfm stats plan sensitivity --expected 0.9 --half-width 0.03 \\",
            "      --prevalence 0.12",
            "  realfm stats plan floor --expected 0.93 --floor 0.9 --power 0.8"
        },
        subcommands = {
            PlanVerb.Sensitivity.class,
            PlanVerb.Specificity.class,
            PlanVerb.AurocSize.class,
            PlanVerb.ObservedExpected.class,
            PlanVerb.Floor.class,
            PlanVerb.ZeroEvents.class,
            PlanVerb.Readers.class
        })
final class PlanVerb implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static Estimate patients(int n, String method) {
        return size("patients", n, method);
    }

    private static Estimate size(String what, int n, String method) {
        return new Estimate(what, n, n, n, 1, method, n);
    }

    /// A plan has no table.
    abstract static class Size extends StatsVerb {
        @Override
        final Optional<String> source() {
            return Optional.empty();
        }

        /// The standard error whose interval reaches so far to either side.
        final double standardError(double halfWidth) {
            if (!(halfWidth > 0 && halfWidth < 1)) {
                throw misused("--half-width is " + halfWidth + ", expected a number between 0 and 1");
            }
            return halfWidth / StandardNormal.critical(confidence());
        }
    }

    /// Patients of all kinds for an interval of a given half-width.
    abstract static class Precision extends Size {
        @Option(names = "--expected", paramLabel = "P", required = true, description = "What is expected.")
        double expected;

        @Option(names = "--half-width", paramLabel = "W", required = true, description = "At most so far to either side.")
        double halfWidth;

        @Option(names = "--prevalence", paramLabel = "P", required = true, description = "Share with the condition.")
        double prevalence;
    }

    @Command(
            name = "sensitivity",
            description = "Patients of all kinds for a Wilson interval of sensitivity of a given half-width.",
            footer = {
                "",
                "Examples:",
                "  realfm stats plan sensitivity --expected 0.9 --half-width 0.03 \\",
                "      --prevalence 0.12",
                "  realfm stats plan sensitivity --expected 0.95 --half-width 0.05 \\",
                "      --prevalence 0.5 --json"
            })
    static final class Sensitivity extends Precision {
        @Override
        Answer answer() {
            return new Answer("Patients for sensitivity " + expected + " +- " + halfWidth)
                    .add(patients(
                            Planning.sensitivity(expected, halfWidth, prevalence, confidence()), "Wilson, inverted"));
        }
    }

    @Command(
            name = "specificity",
            description = "Patients of all kinds for a Wilson interval of specificity of a given half-width.",
            footer = {
                "",
                "Examples:",
                "  realfm stats plan specificity --expected 0.9 --half-width 0.03 \\",
                "      --prevalence 0.12",
                "  realfm stats plan specificity --expected 0.8 --half-width 0.05 \\",
                "      --prevalence 0.5 --json"
            })
    static final class Specificity extends Precision {
        @Override
        Answer answer() {
            return new Answer("Patients for specificity " + expected + " +- " + halfWidth)
                    .add(patients(
                            Planning.specificity(expected, halfWidth, prevalence, confidence()), "Wilson, inverted"));
        }
    }

    @Command(
            name = "auroc",
            description = "Patients of all kinds for an interval of the AUROC of a given half-width.",
            footer = {
                "",
                "Examples:",
                "  realfm stats plan auroc --expected 0.85 --half-width 0.03 \\",
                "      --prevalence 0.1",
                "  realfm stats plan auroc --expected 0.75 --half-width 0.05 \\",
                "      --prevalence 0.5 --confidence 0.9"
            })
    static final class AurocSize extends Precision {
        @Override
        Answer answer() {
            return new Answer("Patients for AUROC " + expected + " +- " + halfWidth)
                    .add(patients(
                            Planning.auroc(expected, prevalence, standardError(halfWidth)),
                            "standard error of Newcombe, inverted"));
        }
    }

    @Command(
            name = "calibration",
            description = "Patients of all kinds for an interval of observed over expected, around 1, up to a given end.",
            footer = {
                "",
                "Examples:",
                "  realfm stats plan calibration --upper 1.25 --prevalence 0.1",
                "  realfm stats plan calibration --upper 1.1 --prevalence 0.3 --json"
            })
    static final class ObservedExpected extends Size {
        @Option(names = "--upper", paramLabel = "R", required = true, description = "The upper end, such as 1.25.")
        private double upper;

        @Option(names = "--prevalence", paramLabel = "P", required = true, description = "Share with the condition.")
        private double prevalence;

        @Override
        Answer answer() {
            return new Answer("Patients for O/E of 1 up to " + upper)
                    .add(patients(
                            Planning.observedExpected(prevalence, Planning.logStandardError(upper, confidence())),
                            "log, Riley"));
        }
    }

    @Command(
            name = "floor",
            description = "Cases of one class with which a share is shown to meet a floor: the lower Wilson limit reaches it"
                    + " with the power asked for.",
            footer = {
                "",
                "Examples:",
                "  realfm stats plan floor --expected 0.93 --floor 0.9 --power 0.8",
                "  realfm stats plan floor --expected 0.97 --floor 0.95 --power 0.9 --json"
            })
    static final class Floor extends Size {
        @Option(names = "--expected", paramLabel = "P", required = true, description = "The share that is expected.")
        private double expected;

        @Option(names = "--floor", paramLabel = "P", required = true, description = "What is to be met.")
        private double floor;

        @Option(names = "--power", paramLabel = "P", description = "Probability to show it. Default: 0.8.")
        private double power = 0.8;

        @Override
        Answer answer() {
            OptionalInt n = Proportion.sampleSizeToMeet(expected, floor, power, confidence());
            Answer answer = new Answer("Cases to show that " + expected + " meets " + floor);
            return n.isPresent()
                    ? answer.add(size("cases", n.getAsInt(), "exact binomial power of the lower Wilson limit"))
                    : answer.note("No number of cases: the share expected must exceed the floor, and by enough.");
        }
    }

    @Command(
            name = "zero-events",
            description = "Patients without a single event that bound a rate (one-sided Clopper-Pearson).",
            footer = {
                "",
                "Examples:",
                "  realfm stats plan zero-events --ceiling 0.01",
                "  realfm stats plan zero-events --ceiling 0.001 --confidence 0.99"
            })
    static final class ZeroEvents extends Size {
        @Option(names = "--ceiling", paramLabel = "P", required = true, description = "The rate that is to be excluded.")
        private double ceiling;

        @Override
        Answer answer() {
            return new Answer("Patients without an event that bound its rate below " + ceiling)
                    .add(patients(Planning.zeroEvents(ceiling, confidence()), "Clopper-Pearson, one-sided"));
        }
    }

    @Command(
            name = "readers",
            description = "Readers of a fully crossed study of two modalities, from components of variance of a pilot or a"
                    + " publication (Obuchowski and Rockette).",
            footer = {
                "",
                "Examples:",
                "  realfm stats plan readers --effect 0.05 --cases 200 --pilot-cases 114 \\",
                "      --modality-reader 0.0002 --error 0.0008 --cov1 0.0003 --cov2 0.0003 \\",
                "      --cov3 0.0002",
                "  realfm stats plan readers --effect 0.04 --cases 300 --pilot-cases 150 \\",
                "      --modality-reader 0.0001 --error 0.001 --cov1 0.0004 --cov2 0.0004 \\",
                "      --cov3 0.0003 --power 0.9 --json"
            })
    static final class Readers extends Size {
        private static final int MOST = 1000;

        @Option(names = "--effect", paramLabel = "D", required = true, description = "The difference of AUROCs to be found.")
        private double effect;

        @Option(names = "--cases", paramLabel = "N", required = true, description = "Cases of both classes, planned.")
        private int cases;

        @Option(names = "--pilot-cases", paramLabel = "N", required = true, description = "Cases behind the components.")
        private int pilotCases;

        @Option(names = "--modality-reader", paramLabel = "V", required = true, description = "Var(TR), modality by reader.")
        private double modalityReader;

        @Option(names = "--error", paramLabel = "V", required = true, description = "Var, the error variance.")
        private double error;

        @Option(names = "--cov1", paramLabel = "V", required = true, description = "Same reader, other modality.")
        private double cov1;

        @Option(names = "--cov2", paramLabel = "V", required = true, description = "Other reader, same modality.")
        private double cov2;

        @Option(names = "--cov3", paramLabel = "V", required = true, description = "Other reader, other modality.")
        private double cov3;

        @Option(names = "--power", paramLabel = "P", description = "Probability to find it. Default: 0.8.")
        private double power = 0.8;

        @Override
        Answer answer() {
            OrComponents components = new OrComponents(0, modalityReader, cov1, cov2, cov3, error);
            double alpha = 1 - confidence();
            OptionalInt readers = ReaderPlanning.readers(components, pilotCases, effect, cases, alpha, power, MOST);
            Answer answer = new Answer("Readers to find a difference of " + effect + " with " + cases + " cases");
            return readers.isPresent()
                    ? answer.add(size("readers", readers.getAsInt(), "Obuchowski-Rockette, Hillis degrees of freedom"))
                    : answer.note("Not even " + MOST + " readers are enough with " + cases + " cases: plan more cases.");
        }
    }
}

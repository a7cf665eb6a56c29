package org.realfm.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.realfm.ledger.verdict.Level;
import org.realfm.report.EvidenceDocument;
import org.realfm.report.EvidenceDocument.SubjectPart;
import org.realfm.report.EvidenceJson;
import org.realfm.tables.BadInput;
import org.realfm.tables.Names;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The verb `gate`.
@Command(
        name = "gate",
        mixinStandardHelpOptions = true,
        description = "Says by its exit code whether a model has reached a verdict: 0 reached, 1 not, 2 could not tell.",
        footer = {
            "",
            "Examples:",
            "  realfm gate results --model careful --at V2",
            "  realfm gate results --model careful --at V3 --json"
        })
final class Gate implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "Folder of an assessment.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Path folder;

    @Option(names = "--model", paramLabel = "M", required = true, description = "The model's name in the study.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String model;

    @Option(names = "--at", paramLabel = "LEVEL", required = true, description = "V1 to V5.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Level at;

    @Option(names = "--json", description = "Print the answer as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        EvidenceDocument evidence = EvidenceJson.read(folder.resolve("evidence.json"));
        SubjectPart subject = evidence.subjects().stream()
                .filter(each -> each.model().equals(model))
                .findFirst()
                .orElseThrow(() -> unknown(evidence));
        boolean reached = Level.valueOf(subject.verdict().level()).compareTo(at) >= 0;
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(Map.of(
                    "model", model,
                    "at", at.name(),
                    "level", subject.verdict().level(),
                    "reached", reached,
                    "because", subject.verdict().because())));
        } else {
            out.println(model + " is at " + subject.verdict().level() + ", " + at + " is "
                    + (reached ? "reached" : "not reached"));
            if (!reached) {
                subject.verdict().because().forEach(reason -> out.println("    " + reason));
            }
        }
        return reached ? 0 : 1;
    }

    private BadInput unknown(EvidenceDocument evidence) {
        List<String> names =
                evidence.subjects().stream().map(SubjectPart::model).toList();
        return new BadInput(
                folder.toString(),
                "no model is called '" + model + "'; the models are " + String.join(", ", names),
                Names.nearest(model, names).map(near -> "Did you mean '" + near + "'?").orElse("Name one of these"));
    }
}

package org.realfm.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.realfm.controls.AllControls;
import org.realfm.controls.Control;
import org.realfm.controls.ControlTable;
import org.realfm.tables.BadInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The verb `controls`.
@Command(
        name = "controls",
        mixinStandardHelpOptions = true,
        description = {
            "Plants known defects and shows how large each must be to be found with 80%% probability, and how often clean"
                    + " cases are accused. Takes some minutes.",
            "Leaves with 1 if a control does not hold."
        },
        footer = {"", "Examples:", "  realfm controls tech.calibration", "  realfm controls --markdown > controls.md"})
final class Controls implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Only these criteria.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--planted", paramLabel = "N", description = "Replicates at each size of a defect (default 50).")
    private int planted = 50;

    @Option(names = "--clean", paramLabel = "N", description = "Clean replicates (default 200).")
    private int clean = 200;

    @Option(names = "--seed", paramLabel = "N", description = "Seed (default 7).")
    private long seed = 7;

    @Option(names = "--markdown", description = "Print the table in Markdown, as in docs/controls.md.")
    private boolean markdown;

    @Option(names = "--json", description = "Print the table as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<Control> controls = AllControls.all().stream()
                .filter(control -> ids.isEmpty()
                        || ids.contains(control.criterion().card().id().value()))
                .toList();
        if (controls.isEmpty()) {
            throw new BadInput(String.join(" ", ids), "no control is for these criteria", "List them with: realfm criteria");
        }
        List<ControlTable.Row> rows = new ArrayList<>();
        try (ConsoleProgress progress = ConsoleProgress.ofSystem()) {
            progress.stage("controls", controls.size());
            for (Control control : controls) {
                rows.add(ControlTable.measure(control, planted, clean, seed));
                progress.done(1);
            }
        }
        ControlTable table = new ControlTable(rows);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(table.rows().stream().map(Controls::row).toList()));
        } else if (markdown) {
            out.print(table.markdown());
        } else {
            LinkedHashMap<String, List<String>> lines = new LinkedHashMap<>();
            table.rows().forEach(row -> lines.put(
                    row.control().criterion().card().id() + ": " + row.control().defect(),
                    List.of(
                            row.sizeFound().isPresent() ? ControlTable.number(row.sizeFound().getAsDouble()) : "not reached",
                            row.control().unit(),
                            ControlTable.percent(row.falseAlarms()),
                            row.holds() ? "holds" : "DOES NOT HOLD")));
            TextTable.print(out, "planted defect", List.of("found (80%) at", "unit", "false alarms", ""), lines);
        }
        out.flush();
        return table.rows().stream().allMatch(ControlTable.Row::holds) ? 0 : 1;
    }

    private static Map<String, Object> row(ControlTable.Row row) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("criterion", row.control().criterion().card().id().value());
        content.put("defect", row.control().defect());
        content.put("unit", row.control().unit());
        content.put("sizes", row.control().sizes());
        content.put("found", row.found());
        content.put("sizeFound", row.sizeFound().isPresent() ? row.sizeFound().getAsDouble() : null);
        content.put("falseAlarms", row.falseAlarms());
        content.put("nominal", row.control().nominal());
        content.put("holds", row.holds());
        return content;
    }
}

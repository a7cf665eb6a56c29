package org.realfm.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.realfm.assess.Criteria;
import org.realfm.ledger.Catalogue;
import org.realfm.run.Card;
import org.realfm.tables.BadInput;
import org.realfm.tables.Names;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The verb `criteria`.
@Command(
        name = "criteria",
        mixinStandardHelpOptions = true,
        description = "Lists the ninety criteria, or shows the card of one: question, method, thresholds, sources.",
        footer = {
            "",
            "Examples:",
            "  realfm criteria",
            "  realfm criteria tech.calibration",
            "  realfm criteria --json"
        })
final class CriteriaVerb implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", arity = "0..1", description = "For example tech.calibration.")
    private String id = "";

    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;

    @Option(names = "--markdown", description = "Print all cards in Markdown, as in docs/criteria.md.")
    private boolean markdown;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (markdown) {
            out.print(CriteriaPage.markdown());
        } else if (id.isEmpty()) {
            list(out);
        } else {
            show(out, find());
        }
        out.flush();
        return 0;
    }

    private Catalogue.Entry find() {
        List<String> known =
                Catalogue.all().stream().map(entry -> entry.id().value()).toList();
        return Catalogue.all().stream()
                .filter(entry -> entry.id().value().equals(id))
                .findFirst()
                .orElseThrow(() -> new BadInput(
                        id,
                        "is not one of the ninety criteria",
                        Names.nearest(id, known)
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse("List them with: realfm criteria")));
    }

    private void list(PrintWriter out) {
        if (json) {
            out.println(Json.text(Catalogue.all().stream().map(CriteriaVerb::summary).toList()));
            return;
        }
        LinkedHashMap<String, List<String>> rows = new LinkedHashMap<>();
        Catalogue.all().forEach(entry -> rows.put(
                entry.id().value(), List.of(Criteria.card(entry.id()).isPresent() ? "measured" : "-", entry.title())));
        TextTable.print(out, "criterion", List.of("here", "title"), rows);
        out.println("'measured': this version measures it; '-': it is listed as absent. Card: realfm criteria ID");
    }

    private void show(PrintWriter out, Catalogue.Entry entry) {
        Optional<Card> card = Criteria.card(entry.id());
        if (json) {
            Map<String, Object> content = summary(entry);
            card.ifPresent(each -> {
                content.put("method", each.method());
                content.put("uncertainty", each.uncertainty());
                content.put("met", each.met());
                content.put("thresholds", each.thresholds());
                content.put("sources", each.sources());
                content.put("catches", each.catches());
            });
            out.println(Json.text(content));
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add(entry.id() + ": " + entry.title());
        lines.add("Tier         " + entry.tierText());
        lines.add("Evidence     " + entry.evidence());
        lines.add("Asks         " + entry.asks());
        card.ifPresentOrElse(
                each -> {
                    lines.add("Method       " + each.method());
                    lines.add("Uncertainty  " + each.uncertainty());
                    lines.add("Met if       " + each.met());
                    each.thresholds().forEach(t -> lines.add("Threshold    " + t.name() + ": " + t.value() + " ["
                            + t.basis().mark() + "]"));
                    each.sources().forEach(source -> lines.add("Source       " + source));
                    lines.add("Catches      " + each.catches());
                },
                () -> lines.add("This version does not measure it; it is listed as absent."));
        lines.forEach(line -> out.println(wrapped(line)));
    }

    private static Map<String, Object> summary(Catalogue.Entry entry) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("id", entry.id().value());
        content.put("title", entry.title());
        content.put("tier", entry.tierText());
        content.put("evidence", entry.evidence());
        content.put("asks", entry.asks());
        content.put("measured", Criteria.card(entry.id()).isPresent());
        return content;
    }

    /// Lines of at most 100 characters, continued under the text.
    private static String wrapped(String line) {
        StringBuilder text = new StringBuilder();
        int length = 0;
        for (String word : line.split("(?<=\\S) ")) {
            if (length + word.length() > 100) {
                text.append("\n             ");
                length = 13;
            } else if (length > 0) {
                text.append(' ');
            }
            text.append(word);
            length += word.length() + 1;
        }
        return text.toString();
    }
}

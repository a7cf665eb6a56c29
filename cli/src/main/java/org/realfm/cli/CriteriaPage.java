package org.realfm.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.realfm.assess.Criteria;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.Dimension;
import org.realfm.run.Card;

/// `docs/criteria.md`, rendered from the catalogue and the cards.
final class CriteriaPage {

    private CriteriaPage() {}

    static String markdown() {
        StringBuilder page = new StringBuilder("""
                # The ninety criteria

                Made from the cards by `./realfm criteria --markdown`; do not edit. A criterion without a method is not measured
                by this version and is listed as absent in every report. Thresholds carry their basis: `[D]` a decision
                analysis, `[C]` a comparator on the same cases, `[S]` a standard, `[K]` a convention to be reviewed for each use.
                """);
        for (Dimension dimension : Dimension.values()) {
            String name = dimension.key();
            page.append("\n## ").append(name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1)).append('\n');
            Catalogue.all().stream()
                    .filter(entry -> entry.id().dimension() == dimension)
                    .forEach(entry -> criterion(page, entry));
        }
        return page.toString();
    }

    private static void criterion(StringBuilder page, Catalogue.Entry entry) {
        page.append("\n### `").append(entry.id()).append("`: ").append(entry.title()).append("\n\n");
        page.append(entry.asks()).append(" *").append(entry.tierText()).append("; ").append(entry.evidence()).append(".*\n");
        Optional<Card> card = Criteria.card(entry.id());
        card.ifPresent(each -> {
            page.append("\n- **Method**: ").append(each.method());
            page.append("\n- **Uncertainty**: ").append(each.uncertainty());
            page.append("\n- **Rule**: ").append(each.met());
            if (!each.thresholds().isEmpty()) {
                page.append("\n- **Thresholds**: ")
                        .append(each.thresholds().stream()
                                .map(t -> t.name() + " " + t.value() + " `[" + t.basis().mark() + "]`")
                                .collect(Collectors.joining("; ")));
            }
            page.append("\n- **Sources**: ").append(String.join("; ", each.sources()));
            page.append("\n- **Catches**: ").append(each.catches()).append('\n');
        });
    }
}

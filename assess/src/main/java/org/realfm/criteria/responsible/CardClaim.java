package org.realfm.criteria.responsible;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.realfm.criteria.DocumentText;

/// A number printed on a card under `performance`.
///
/// @param cell    [#ALL], or a group such as `sex=F`
/// @param metric  by its own name, for example `sensitivity`
/// @param printed as printed
record CardClaim(String cell, String metric, String printed) {

    /// The cell of all cases.
    static final String ALL = "all";

    private static final Set<String> COUNTS = Set.of("cases", "positives", "negatives", "patients");
    private static final Set<String> SHARES = Set.of(
            "auroc", "sensitivity", "specificity", "accuracy", "ppv", "npv", "prevalence", "brier", "threshold");

    /// Other names of the metrics.
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("auc", "auroc"), Map.entry("roc-auc", "auroc"), Map.entry("recall", "sensitivity"),
            Map.entry("tpr", "sensitivity"), Map.entry("tnr", "specificity"), Map.entry("acc", "accuracy"),
            Map.entry("precision", "ppv"), Map.entry("positive-predictive-value", "ppv"),
            Map.entry("negative-predictive-value", "npv"), Map.entry("brier-score", "brier"));

    /// A number, with a percent sign or an interval in brackets behind it or not.
    private static final Pattern NUMBER = Pattern.compile("([-+]?[0-9]*\\.?[0-9]+(?:[eE][-+]?[0-9]+)?)\\s*(%?)\\s*(?:[(\\[].*)?");

    /// At least so many decimals of a share are compared: YAML takes 0.90 for 0.9.
    private static final int FEWEST_DECIMALS = 2;

    /// The numbers printed under `performance`: metrics with a number, and groups with metrics of their own, as
    /// `sex=F: {...}` or `sex: {F: {...}}`.
    static List<CardClaim> of(@Nullable Object performance) {
        List<CardClaim> claims = new ArrayList<>();
        collect(performance, "", claims);
        return claims;
    }

    private static void collect(@Nullable Object value, String cell, List<CardClaim> claims) {
        DocumentText.map(value).ifPresent(entries -> entries.forEach((key, inner) -> {
            String name = String.valueOf(key).strip();
            if (DocumentText.map(inner).isPresent()) {
                String whole = Set.of(ALL, "overall").contains(name.toLowerCase(Locale.ROOT)) ? "" : name;
                collect(inner, cell.isEmpty() ? whole : cell + "=" + whole, claims);
            } else {
                claims.add(new CardClaim(cell.isEmpty() ? ALL : cell, metric(name), printed(inner)));
            }
        }));
    }

    private static String metric(String name) {
        String plain = name.toLowerCase(Locale.ROOT).replaceAll("[ _]", "-");
        return NAMES.getOrDefault(plain, plain);
    }

    private static String printed(@Nullable Object number) {
        return switch (number) {
            case null -> "";
            case Double d -> BigDecimal.valueOf(d).toPlainString();
            default -> number.toString().strip();
        };
    }

    /// What the claim is about, for a sentence.
    String name() {
        return cell.equals(ALL) ? metric : metric + " of " + cell;
    }

    /// Whether it is a number, or names something that ought to be one; other texts are notes.
    boolean counts() {
        return number().isPresent() || COUNTS.contains(metric) || SHARES.contains(metric);
    }

    /// Whether a value rounds to what is printed: it is within half a unit of the last printed digit, and of the second
    /// decimal of a share. What is no number agrees with nothing.
    boolean agrees(double value) {
        Optional<Matcher> number = number();
        if (number.isEmpty()) {
            return false;
        }
        BigDecimal digits = new BigDecimal(number.get().group(1));
        boolean percent = number.get().group(2).equals("%");
        int decimals = digits.scale() + (percent ? 2 : 0);
        if (SHARES.contains(metric)) {
            decimals = Math.max(decimals, FEWEST_DECIMALS);
        }
        double claimed = digits.doubleValue() / (percent ? 100 : 1);
        return Math.abs(value - claimed) <= 0.5 * Math.pow(10, -Math.max(0, decimals)) + 1e-9;
    }

    private Optional<Matcher> number() {
        Matcher matcher = NUMBER.matcher(printed);
        return matcher.matches() ? Optional.of(matcher) : Optional.empty();
    }
}

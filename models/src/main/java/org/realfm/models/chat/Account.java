package org.realfm.models.chat;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.realfm.models.Usage;
import org.realfm.tables.BadInput;

/// What was used, and whether there is room for more.
///
/// Before each request room is set aside for it: as many tokens as the largest input so far had (before the first answer a
/// guess) and one for each character of the longest record, and as many as an answer may have. So the budget is kept however many
/// requests are under way, unless a picture is larger than any before.
final class Account {

    private final ChatSpec spec;
    private long requests;
    private long input;
    private long output;
    private long largestInput;
    private long longestRecord;
    private long underWay;
    private long withoutUsage;
    private long tolerated;
    private final TreeSet<String> servedAs = new TreeSet<>();

    /// @param guess tokens of the first input
    Account(ChatSpec spec, long guess) {
        this.spec = spec;
        this.largestInput = guess;
    }

    /// Sets room aside for one request.
    ///
    /// @param record how many characters the record adds to the prompt
    /// @throws BadInput if there is none
    synchronized void reserve(int record) {
        longestRecord = Math.max(longestRecord, record);
        long inputs = input + (underWay + 1) * (largestInput + longestRecord);
        long outputs = output + (underWay + 1) * spec.sampling().maxTokens();
        spec.budget().ifPresent(budget -> {
            if (budget.tokens().isPresent() && inputs + outputs > budget.tokens().getAsLong()) {
                throw spent(budget.tokens().getAsLong() + " tokens");
            }
            if (budget.cost().isPresent() && cost(inputs, outputs) > budget.cost().getAsDouble()) {
                throw spent(number(budget.cost().getAsDouble()));
            }
        });
        underWay++;
    }

    private BadInput spent(String budget) {
        return new BadInput(
                spec.url().toString(),
                "the budget of " + budget + " for '" + spec.model() + "' is used up: the next request might exceed it ("
                        + summary() + ")",
                "Raise 'budget', or run again to go on with as much again: what was answered so far is kept");
    }

    /// Gives back what was set aside for a request without an answer.
    synchronized void release() {
        underWay--;
    }

    /// Counts an answer, and gives back what was set aside for it.
    ///
    /// @param used input and output tokens, empty if the endpoint does not say
    /// @param model what the endpoint calls the model
    /// @throws BadInput if a budget cannot be kept, or another model answers than before
    synchronized void settle(Optional<long[]> used, String model) {
        underWay--;
        requests++;
        used.ifPresent(tokens -> {
            input += tokens[0];
            output += tokens[1];
            largestInput = requests == 1 ? tokens[0] : Math.max(largestInput, tokens[0]);
        });
        if (!model.isEmpty()) {
            servedAs.add(model);
        }
        if (servedAs.size() > 1) {
            throw new BadInput(
                    spec.url().toString(),
                    "'" + spec.model() + "' was answered by " + String.join(" and by ", servedAs)
                            + ": one score must not come of two models",
                    "Name a version that stays, and start over with --fresh");
        }
        if (used.isEmpty()) {
            withoutUsage++;
            if (spec.budget().isPresent()) {
                throw new BadInput(
                        spec.url().toString(),
                        "the endpoint does not say how many tokens were used, so that no budget can be kept",
                        "Take 'budget' out, or use an endpoint that reports 'usage'");
            }
        }
    }

    /// Counts an answer that was read although it was not as asked for.
    synchronized void tolerated() {
        tolerated++;
    }

    private double cost(long in, long out) {
        return spec.price().map(price -> (in * price.input() + out * price.output()) / 1e6).orElse(0.0);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /// What was used so far; a cost only where there is a price.
    synchronized Usage usage() {
        SequencedMap<String, Double> counts = new LinkedHashMap<>();
        counts.put("answers", (double) requests);
        counts.put("tokens-in", (double) input);
        counts.put("tokens-out", (double) output);
        if (spec.price().isPresent()) {
            counts.put("cost", cost(input, output));
        }
        counts.put("without-usage", (double) withoutUsage);
        counts.put("tolerated", (double) tolerated);
        return new Usage(summary(), counts);
    }

    /// For the user, in one line.
    synchronized String summary() {
        return requests + " answers" + (servedAs.isEmpty() ? "" : " by " + servedAs.first()) + ", " + input + " tokens in, "
                + output + " out"
                + (spec.price().isPresent() ? ", cost " + number(cost(input, output)) : "")
                + (withoutUsage > 0 ? "; " + withoutUsage + " without a count of tokens" : "")
                + (tolerated > 0 ? "; " + tolerated + " answers were not exactly of the schema" : "");
    }
}

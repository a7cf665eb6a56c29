package org.realfm.study;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.realfm.models.chat.ChatSpec;
import org.realfm.models.chat.ChatSpec.AnswerFormat;
import org.realfm.models.kserve.KserveSpec;

/// The keys of models behind servers.
final class ServerKeys {

    private static final List<String> KSERVE = List.of(
            "model", "version", "artefact", "key-from", "authorities", "batch", "concurrency", "timeout-seconds", "retries", "input",
            "outputs", "scores", "card", "takes", "dropout", "record");

    private static final List<String> CHAT = List.of(
            "model", "prompt", "key-from", "authorities", "temperature", "seed", "max-tokens", "limit-key", "answer", "longest-side",
            "depth", "requests-a-minute", "concurrency", "timeout-seconds", "retries", "price", "budget", "scores", "card", "takes",
            "dropout");

    private static final SequencedMap<String, Boolean> LIMIT_KEYS =
            new TreeMap<>(Map.of("max_tokens", false, "max_completion_tokens", true));

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private ServerKeys() {}

    static KserveSpec kserve(YamlSection model, TakesKeys takes, boolean probabilities) {
        model.only("kserve", KSERVE);
        return new KserveSpec(
                url(model.require("kserve"), List.of("http", "https", "grpc", "grpcs")),
                model.require("model").label(),
                model.find("version").map(YamlValue::label),
                model.find("artefact").map(YamlValue::path),
                model.find("key-from").map(ProgramKeys::variable),
                model.find("authorities").map(YamlValue::path),
                ProgramKeys.whole(model, "batch", 1, 64, 16),
                ProgramKeys.whole(model, "concurrency", 1, 256, 4),
                ProgramKeys.seconds(model, "timeout-seconds", 60),
                ProgramKeys.whole(model, "retries", 0, 20, 5),
                PAUSE,
                takes.input(model),
                ModelSection.outputs(model, probabilities),
                takes.takes());
    }

    static ChatSpec chat(YamlSection model, TakesKeys takes, boolean probabilities) {
        model.only("chat", CHAT);
        takes.checkPlaces(model.require("prompt"));
        Optional<ChatSpec.Price> price = model.find("price").map(ServerKeys::price);
        return new ChatSpec(
                url(model.require("chat"), List.of("http", "https")),
                model.require("model").label(),
                model.require("prompt").path(),
                model.find("key-from").map(ProgramKeys::variable),
                model.find("authorities").map(YamlValue::path),
                new ChatSpec.Sampling(
                        number(model, "temperature", 0, 2),
                        model.find("seed").map(seed -> OptionalLong.of(seed.integer(0, 1L << 53))).orElse(OptionalLong.empty()),
                        ProgramKeys.whole(model, "max-tokens", 1, 1_000_000, 300),
                        model.get("limit-key", word -> word.choice(LIMIT_KEYS), false)),
                model.get("answer", word -> word.choice(UseSection.words(AnswerFormat.class)), AnswerFormat.JSON_SCHEMA),
                new ChatSpec.Picture(whole(model, "longest-side", 1, 8192), depth(model)),
                new ChatSpec.Pace(
                        whole(model, "requests-a-minute", 1, 60_000),
                        ProgramKeys.whole(model, "concurrency", 1, 256, 4),
                        ProgramKeys.seconds(model, "timeout-seconds", 120),
                        ProgramKeys.whole(model, "retries", 0, 20, 5),
                        PAUSE),
                price,
                model.find("budget").map(budget -> budget(budget, price.isPresent())),
                probabilities,
                takes.takes());
    }

    private static OptionalDouble number(YamlSection section, String key, double least, double most) {
        return section.find(key)
                .map(value -> OptionalDouble.of(
                        value.number(x -> x >= least && x <= most, "a number from " + least + " to " + most)))
                .orElse(OptionalDouble.empty());
    }

    private static OptionalInt whole(YamlSection section, String key, int least, int most) {
        return section.find(key)
                .map(value -> OptionalInt.of((int) value.integer(least, most)))
                .orElse(OptionalInt.empty());
    }

    private static OptionalInt depth(YamlSection model) {
        OptionalInt depth = whole(model, "depth", 8, 16);
        if (depth.isPresent() && depth.getAsInt() != 8 && depth.getAsInt() != 16) {
            throw model.require("depth").wrong("8 or 16", "Write how many bits a sample of the sent picture has");
        }
        return depth;
    }

    private static ChatSpec.Price price(YamlValue value) {
        YamlSection price = value.section("input", "output");
        return new ChatSpec.Price(
                price.require("input").number(x -> x >= 0, "a price of 0 or more a million tokens"),
                price.require("output").number(x -> x >= 0, "a price of 0 or more a million tokens"));
    }

    private static ChatSpec.Budget budget(YamlValue value, boolean priced) {
        YamlSection budget = value.section("cost", "tokens");
        if (budget.values().isEmpty()) {
            throw value.bad("is empty", "Write {cost: 5} or {tokens: 1000000}");
        }
        if (budget.has("cost") && !priced) {
            throw budget.require("cost").bad("has no price to count with", "Add 'price: {input: ..., output: ...}' a million tokens");
        }
        return new ChatSpec.Budget(
                budget.find("cost")
                        .map(cost -> OptionalDouble.of(cost.number(x -> x > 0, "a number above 0")))
                        .orElse(OptionalDouble.empty()),
                budget.find("tokens")
                        .map(tokens -> OptionalLong.of(tokens.integer(1, 1L << 53)))
                        .orElse(OptionalLong.empty()));
    }

    /// An address of a server.
    static URI url(YamlValue value, List<String> schemes) {
        String text = value.text();
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            throw value.bad("is no address: " + e.getReason(), "Write it as " + schemes.getFirst() + "://host:port");
        }
        if (url.getUserInfo() != null || url.getQuery() != null || url.getFragment() != null || text.contains("@")) {
            throw value.bad(
                    "holds a user, a query or a fragment",
                    "Take it out: a key comes from the environment variable that 'key-from' names");
        }
        if (url.getScheme() == null || !schemes.contains(url.getScheme()) || url.getHost() == null) {
            throw value.bad(
                    "is '" + text + "', expected an address that begins with "
                            + String.join("://, ", schemes) + "://",
                    "Write it as " + schemes.getFirst() + "://host:port");
        }
        return url;
    }
}

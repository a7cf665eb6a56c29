package org.realfm.models.chat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.realfm.imaging.Image2D;
import org.realfm.imaging.pictures.Picture;
import org.realfm.ledger.Digest;
import org.realfm.models.Content;
import org.realfm.models.Model;
import org.realfm.models.Output;
import org.realfm.models.Usage;
import org.realfm.models.wire.Crew;
import org.realfm.models.wire.Endpoint;
import org.realfm.models.wire.Key;
import org.realfm.models.wire.Unanswered;
import org.realfm.tables.BadInput;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A vision-language model behind an endpoint of chat completions. Each case is a conversation of its own: the prompt, with what it
/// asks of the record, and the picture, without anything that names the case.
public final class ChatModel implements Model {

    private static final int MOST_BYTES = 4 << 20;
    private static final int EXCERPT = 200;

    /// So many requests without an answer, and none with one before, are no accident.
    private static final int HOPELESS = 8;

    /// Tokens of a picture before the first answer has shown how many it takes.
    private static final long GUESS = 2000;

    private static final JsonMapper JSON = new JsonMapper();

    private final ChatSpec spec;
    private final Prompt prompt;
    private final Endpoint endpoint;
    private final Account account;
    private final Crew crew;
    private final AtomicInteger hopeless = new AtomicInteger();

    private ChatModel(ChatSpec spec, Prompt prompt, Endpoint endpoint) {
        this.spec = spec;
        this.prompt = prompt;
        this.endpoint = endpoint;
        this.account = new Account(spec, GUESS + prompt.text().length() / 3);
        this.crew = new Crew(spec.pace().concurrency());
    }

    /// Reads the prompt and the key, and asks the endpoint for its list of models, which costs nothing.
    ///
    /// @throws BadInput if the prompt cannot be read, the key is not set or not taken, or the endpoint cannot be reached
    public static ChatModel open(ChatSpec spec) {
        return open(spec, System::getenv);
    }

    /// Opens it with keys from another environment.
    static ChatModel open(ChatSpec spec, Function<String, @Nullable String> environment) {
        Optional<Key> key = spec.keyFrom().map(variable -> Key.of(spec.url().toString(), variable, environment));
        ChatSpec.Pace pace = spec.pace();
        Duration apart = pace.aMinute().isPresent()
                ? Duration.ofMinutes(1).dividedBy(pace.aMinute().getAsInt())
                : Duration.ZERO;
        Prompt prompt = new Prompt(spec.prompt().toString(), prompt(spec), spec.takes());
        Endpoint endpoint = new Endpoint(
                spec.url(), key, spec.authorities(), new Endpoint.Limits(pace.timeout(), pace.retries(), pace.pause(), MOST_BYTES, apart));
        try {
            endpoint.find("/models");
            return new ChatModel(spec, prompt, endpoint);
        } catch (RuntimeException e) {
            endpoint.close();
            throw e;
        }
    }

    private static String prompt(ChatSpec spec) {
        try {
            String text = Files.readString(spec.prompt());
            if (text.isBlank()) {
                throw new BadInput(spec.prompt().toString(), "the prompt is empty", "Write what is asked of the model");
            }
            return text;
        } catch (IOException e) {
            throw new BadInput(
                    spec.prompt().toString(), "could not be read as UTF-8 text: " + BadInput.reason(e), "Save it as UTF-8");
        }
    }

    @Override
    public Digest weights() {
        return Digest.of("chat", spec.url().toString(), spec.model());
    }

    @Override
    public Digest prompt() {
        return Digest.of(prompt.text(), spec.answer().name());
    }

    @Override
    public Digest preprocessing() {
        return Digest.of(Stream.concat(
                        Stream.of(
                                "chat", "png", spec.picture().longestSide().toString(), spec.picture().depth().toString(),
                                Boolean.toString(spec.probabilities())),
                        spec.takes().identity().stream())
                .toArray(String[]::new));
    }

    @Override
    public String runtime() {
        ChatSpec.Sampling sampling = spec.sampling();
        return "chat completions of " + spec.model()
                + (sampling.temperature().isPresent() ? ", temperature " + sampling.temperature().getAsDouble() : "")
                + (sampling.seed().isPresent() ? ", seed " + sampling.seed().getAsLong() : "")
                + ", at most " + sampling.maxTokens() + " tokens";
    }

    @Override
    public boolean interactive() {
        return true;
    }

    @Override
    public boolean probabilities() {
        return spec.probabilities();
    }

    @Override
    public boolean oneByOne() {
        return true;
    }

    @Override
    public Optional<Usage> account() {
        return Optional.of(account.usage());
    }

    @Override
    public List<Output> predict(List<Content> batch) {
        return spec.takes().show(batch, cases -> crew.ask(cases, 1, one -> List.of(show(one.getFirst()))));
    }

    private Output show(Content content) {
        String asked = prompt.about(content.record());
        Optional<Image2D> image = Optional.empty();
        if (content.picture().isPresent()) {
            switch (content.picture().get()) {
                case Picture.Flat(Image2D plane) -> image = Optional.of(plane);
                case Picture.Solid solid -> {
                    return new Output.Failure("a chat endpoint cannot be shown a volume");
                }
            }
        }
        byte[] request = request(asked, image);
        account.reserve(asked.length() - prompt.text().length());
        Endpoint.Reply reply;
        try {
            reply = endpoint.post("/chat/completions", request, Map.of("Content-Type", "application/json"));
        } catch (Unanswered e) {
            account.release();
            return unanswered(e);
        }
        JsonNode answer = JSON.missingNode();
        try {
            answer = JSON.readTree(reply.text());
        } catch (JacksonException e) {
            // Told below with what stands there.
        }
        JsonNode choice = answer.path("choices").path(0);
        if (!choice.path("message").isObject()) {
            account.release();
            return unanswered(new Unanswered("the answer is no chat completion: " + says(reply.text())));
        }
        hopeless.set(Integer.MIN_VALUE);
        JsonNode usage = answer.path("usage");
        account.settle(
                usage.path("prompt_tokens").canConvertToLong() && usage.path("completion_tokens").canConvertToLong()
                        ? Optional.of(new long[] {
                            Math.max(0, usage.path("prompt_tokens").longValue()),
                            Math.max(0, usage.path("completion_tokens").longValue())
                        })
                        : Optional.empty(),
                says(answer.path("model").stringValue("")));
        return read(choice.path("message"), choice.path("finish_reason").stringValue(""));
    }

    /// A request without an answer. What an endpoint's own filter holds back counts as a refusal.
    private Output unanswered(Unanswered e) {
        if (e.reason().contains("content_filter") || e.reason().contains("content_policy_violation")) {
            return new Output.Refusal(e.reason());
        }
        if (hopeless.incrementAndGet() >= HOPELESS) {
            throw new BadInput(
                    endpoint.where(),
                    "the first " + HOPELESS + " requests to '" + spec.model() + "' had no answer; last: " + e.reason(),
                    "Correct the entry of the model, for example max-tokens, temperature or answer");
        }
        return new Output.Failure(e.reason());
    }

    private Output read(JsonNode message, String finish) {
        String refusal = message.path("refusal").stringValue("");
        if (!refusal.isBlank()) {
            return new Output.Refusal(says(refusal));
        }
        if (finish.equals("content_filter")) {
            return new Output.Refusal("held back by the endpoint's content filter");
        }
        String text = message.path("content").stringValue("");
        OptionalDouble score = ScoreText.strict(text);
        if (score.isEmpty()) {
            score = ScoreText.tolerant(text);
            if (score.isPresent()) {
                account.tolerated();
            }
        }
        if (score.isEmpty()) {
            return new Output.Failure(
                    finish.equals("length")
                            ? "the answer was cut off at " + spec.sampling().maxTokens() + " tokens: " + says(text)
                            : "the answer has not one {\"score\": number}: " + says(text));
        }
        return Output.checked(score.getAsDouble(), new float[0], spec.probabilities(), "");
    }

    private String says(String text) {
        return endpoint.secrets().excerpt(text, EXCERPT);
    }

    private byte[] request(String asked, Optional<Image2D> image) {
        ObjectNode request = JSON.createObjectNode().put("model", spec.model());
        ObjectNode message = request.putArray("messages").addObject().put("role", "user");
        ArrayNode content = message.putArray("content");
        content.addObject().put("type", "text").put("text", asked);
        image.ifPresent(picture -> content.addObject()
                .put("type", "image_url")
                .putObject("image_url")
                .put("url", "data:image/png;base64," + Base64.getEncoder().encodeToString(fitted(picture).toPng())));
        ChatSpec.Sampling sampling = spec.sampling();
        sampling.temperature().ifPresent(value -> request.put("temperature", value));
        sampling.seed().ifPresent(value -> request.put("seed", value));
        request.put(sampling.newName() ? "max_completion_tokens" : "max_tokens", sampling.maxTokens());
        switch (spec.answer()) {
            case JSON_SCHEMA -> schema(request.putObject("response_format").put("type", "json_schema").putObject("json_schema"));
            case JSON_OBJECT -> request.putObject("response_format").put("type", "json_object");
            case TEXT -> {
                // The prompt says it.
            }
        }
        return JSON.writeValueAsString(request).getBytes(StandardCharsets.UTF_8);
    }

    private void schema(ObjectNode format) {
        ObjectNode schema = format.put("name", "score").put("strict", true).putObject("schema");
        schema.put("type", "object").put("additionalProperties", false).putArray("required").add("score");
        schema.putObject("properties")
                .putObject("score")
                .put("type", "number")
                .put("description", spec.probabilities() ? "probability from 0 to 1" : "higher means more likely");
    }

    private Image2D fitted(Image2D picture) {
        Image2D fitted = picture;
        int longest = Math.max(picture.width(), picture.height());
        int most = spec.picture().longestSide().orElse(longest);
        if (longest > most) {
            double factor = (double) most / longest;
            fitted = picture.resize(
                    Math.max(1, (int) Math.round(picture.width() * factor)),
                    Math.max(1, (int) Math.round(picture.height() * factor)));
        }
        if (fitted.maximum() <= 255 || spec.picture().depth().orElse(0) == 16) {
            return fitted;
        }
        if (spec.picture().depth().isEmpty()) {
            throw new BadInput(
                    endpoint.where(),
                    "a picture has values up to " + fitted.maximum() + ", which few endpoints take",
                    "Say 'depth: 8' to map them to 0 to 255, or 'depth: 16' to send them as they are");
        }
        float[] samples = fitted.samples().clone();
        for (int i = 0; i < samples.length; i++) {
            samples[i] = samples[i] * 255 / fitted.maximum();
        }
        return Image2D.of(fitted.width(), fitted.height(), fitted.channels(), 255, samples).quantised();
    }

    @Override
    public void close() {
        endpoint.close();
    }
}

package org.realfm.models.chat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.realfm.models.Takes;

/// A model behind a chat endpoint, and how it is asked.
///
/// @param url         to which `/chat/completions` is added
/// @param model       its name there
/// @param prompt      the file with what is asked of it
/// @param keyFrom     the environment variable with the key, where the endpoint wants one
/// @param authorities PEM file of those that may have signed the endpoint's certificate, in place of those that Java trusts
/// @param sampling    how the answer is drawn
/// @param answer      how the endpoint is told what an answer looks like
/// @param picture     how a picture is sent
/// @param pace        how often and how long it is asked
/// @param price       what tokens cost, where it is known
/// @param budget      after which the run stops, where there is one
/// @param probabilities whether scores are probabilities
/// @param takes       what it is shown of a case
public record ChatSpec(
        URI url,
        String model,
        Path prompt,
        Optional<String> keyFrom,
        Optional<Path> authorities,
        Sampling sampling,
        AnswerFormat answer,
        Picture picture,
        Pace pace,
        Optional<Price> price,
        Optional<Budget> budget,
        boolean probabilities,
        Takes takes) {

    /// A model that takes pictures.
    public ChatSpec(
            URI url,
            String model,
            Path prompt,
            Optional<String> keyFrom,
            Optional<Path> authorities,
            Sampling sampling,
            AnswerFormat answer,
            Picture picture,
            Pace pace,
            Optional<Price> price,
            Optional<Budget> budget,
            boolean probabilities) {
        this(url, model, prompt, keyFrom, authorities, sampling, answer, picture, pace, price, budget, probabilities, Takes.PICTURES);
    }

    /// How the endpoint is told what an answer looks like.
    public enum AnswerFormat {
        /// `response_format` with a JSON schema.
        JSON_SCHEMA,
        /// `response_format` that asks for some JSON object.
        JSON_OBJECT,
        /// By the prompt alone.
        TEXT
    }

    /// How the answer is drawn.
    ///
    /// @param temperature empty for the endpoint's own
    /// @param seed        empty for none
    /// @param maxTokens   of an answer
    /// @param newName     whether that limit is called `max_completion_tokens` there, not `max_tokens`
    public record Sampling(OptionalDouble temperature, OptionalLong seed, int maxTokens, boolean newName) {}

    /// How a picture is sent.
    ///
    /// @param longestSide a larger picture is shrunk to it; empty to send pictures as they are
    /// @param depth       8: deeper pictures are mapped to 8 bits; 16: they are sent in 16; empty: they stop the run
    public record Picture(OptionalInt longestSide, OptionalInt depth) {}

    /// How often and how long it is asked.
    ///
    /// @param aMinute     most requests a minute; empty for no limit
    /// @param concurrency most requests at once
    /// @param timeout     for one attempt
    /// @param retries     attempts after the first
    /// @param pause       before the first repetition; doubles each time
    public record Pace(OptionalInt aMinute, int concurrency, Duration timeout, int retries, Duration pause) {}

    /// What a million tokens cost, in whatever currency the budget is in.
    public record Price(double input, double output) {}

    /// What one run may use.
    ///
    /// @param cost   in the currency of the price
    /// @param tokens of input and output together
    public record Budget(OptionalDouble cost, OptionalLong tokens) {}
}

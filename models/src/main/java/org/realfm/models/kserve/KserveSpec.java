package org.realfm.models.kserve;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.realfm.models.Takes;
import org.realfm.models.tensors.NetworkInput;
import org.realfm.models.tensors.PictureInput;
import org.realfm.models.tensors.ScoreOutput;

/// A model behind an inference server.
///
/// @param url         http or https for REST, grpc or grpcs for gRPC
/// @param model       its name at the server
/// @param version     its version there; empty for the one that the server chooses
/// @param artefact    the file that the server runs, where it can be had: then its bytes are the model's identity
/// @param keyFrom     the environment variable with the key, where the server wants one
/// @param authorities PEM file of those that may have signed the server's certificate, in place of those that Java trusts
/// @param batch       most pictures in a request, at least 1
/// @param concurrency most requests at once, at least 1
/// @param timeout     for one attempt
/// @param retries     attempts after the first
/// @param pause       before the first repetition; doubles each time
/// @param input       how a case becomes the inputs
/// @param outputs     what the outputs mean
/// @param takes       what it is shown of a case
public record KserveSpec(
        URI url,
        String model,
        Optional<String> version,
        Optional<Path> artefact,
        Optional<String> keyFrom,
        Optional<Path> authorities,
        int batch,
        int concurrency,
        Duration timeout,
        int retries,
        Duration pause,
        NetworkInput input,
        ScoreOutput outputs,
        Takes takes) {

    /// A model of one picture input.
    public KserveSpec(
            URI url,
            String model,
            Optional<String> version,
            Optional<Path> artefact,
            Optional<String> keyFrom,
            Optional<Path> authorities,
            int batch,
            int concurrency,
            Duration timeout,
            int retries,
            Duration pause,
            PictureInput input,
            ScoreOutput outputs) {
        this(
                url, model, version, artefact, keyFrom, authorities, batch, concurrency, timeout, retries, pause,
                NetworkInput.of(input), outputs, Takes.PICTURES);
    }
}

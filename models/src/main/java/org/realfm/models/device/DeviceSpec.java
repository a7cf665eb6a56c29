package org.realfm.models.device;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.SequencedMap;

/// A device behind a PACS.
///
/// @param url           base address of the PACS' DICOMweb; no part of the model's identity
/// @param product       what the device is called
/// @param version       its version: all that is known of what it computes
/// @param access        how to get in
/// @param sending       what it is sent
/// @param where         where its results are looked for
/// @param query         what a result must match besides, by attribute
/// @param reading       what a result means
/// @param pace          how fast and how long
/// @param delete        whether what was sent is deleted when the run ends
/// @param probabilities whether scores are probabilities
public record DeviceSpec(
        URI url,
        String product,
        String version,
        Access access,
        Sending sending,
        Where where,
        SequencedMap<String, String> query,
        Reading reading,
        Pace pace,
        boolean delete,
        boolean probabilities) {

    /// How to get in. Secrets are in environment variables, whose names are here.
    ///
    /// @param keyFrom      variable with the bearer token
    /// @param authorities  PEM file of those that may have signed the server's certificate
    /// @param keystore     PKCS#12 file with a client certificate
    /// @param passwordFrom variable with its password; there with a keystore
    public record Access(
            Optional<String> keyFrom,
            Optional<Path> authorities,
            Optional<Path> keystore,
            Optional<String> passwordFrom) {}

    /// What a device is sent.
    ///
    /// @param files  whether an unchanged DICOM file of one frame goes as its de-identified copy; everything else, and
    ///               without this everything, is a secondary capture
    /// @param header attributes that are set in what is sent, by keyword
    public record Sending(boolean files, SequencedMap<String, String> header) {}

    /// Where results are looked for.
    public enum Where {
        /// In the study that was sent.
        STUDY,
        /// In all studies of the patient, whose ID no other picture has.
        PATIENT
    }

    /// How fast and how long.
    ///
    /// @param concurrency pictures that are under way at once, at least 1
    /// @param limit       from when a picture is there until its result must be
    /// @param poll        first pause between two looks; grows by half each time, up to 15 times as much
    /// @param settle      how long results must have stayed the same before one of them counts
    /// @param request     for one request
    /// @param retries     attempts after the first
    /// @param pause       before the first repetition; doubles each time
    public record Pace(
            int concurrency,
            Duration limit,
            Duration poll,
            Duration settle,
            Duration request,
            int retries,
            Duration pause) {}
}

package org.realfm.imaging.dicomweb;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where a DICOMweb server is, how to get in, and how patient to be with it.
///
/// @param root        base address, as in `https://pacs.example.org/dicom-web`, without a query
/// @param token       bearer token (RFC 6750)
/// @param key         certificate and key by which this side is known (mutual TLS)
/// @param authorities PEM file with the certificates that may sign the server's; empty: those that Java trusts
/// @param patience    how long to wait for a connection, for an answer to begin, and between two pieces of it
/// @param longest     how long one answer may take in all
/// @param tries       how often a request is sent at most, at least 1
/// @param pause       the wait before the second try; it doubles with each, up to half a minute
/// @param seed        of the jitter of waits
/// @param mostBytes   the largest file that is taken
public record DicomWebServer(
        URI root,
        Optional<String> token,
        Optional<ClientKey> key,
        Optional<Path> authorities,
        Duration patience,
        Duration longest,
        int tries,
        Duration pause,
        long seed,
        long mostBytes) {

    /// A PKCS#12 file with a private key and its certificate.
    ///
    /// @param keystore the file
    /// @param password of the file and the key
    public record ClientKey(Path keystore, String password) {

        @Override
        public String toString() {
            return "ClientKey[" + keystore + "]";
        }
    }

    public DicomWebServer {
        if (root.getHost() == null || root.getScheme() == null || !root.getScheme().matches("https?")) {
            throw new IllegalArgumentException("a DICOMweb server has an address http(s)://host/path");
        }
        if (root.getRawUserInfo() != null || root.getRawQuery() != null || root.getRawFragment() != null) {
            throw new IllegalArgumentException("the address of a DICOMweb server has no user, query or fragment");
        }
        if (token.isPresent() && !token.get().matches("[\\x21-\\x7E]+")) {
            throw new IllegalArgumentException("a token has printable ASCII characters without spaces");
        }
        if (token.isPresent() && root.getScheme().equals("http") && !loopback(root.getHost())) {
            throw new IllegalArgumentException("a token is not sent over http, where anybody can read it");
        }
        if (tries < 1 || mostBytes < 1 || patience.isNegative() || patience.isZero() || longest.isNegative()
                || longest.isZero() || pause.isNegative()) {
            throw new IllegalArgumentException("tries, sizes and times are positive");
        }
    }

    /// A server that anybody may ask: half a minute of patience, ten minutes and a GiB a file, five tries.
    public static DicomWebServer at(URI root) {
        return new DicomWebServer(root, Optional.empty(), Optional.empty(), Optional.empty(), Duration.ofSeconds(30),
                Duration.ofMinutes(10), 5, Duration.ofMillis(500), 1, 1L << 30);
    }

    /// The same with a bearer token.
    ///
    /// @throws IllegalArgumentException if it cannot be a token, or would be sent in the open to another machine
    public DicomWebServer withToken(String bearer) {
        return new DicomWebServer(root, Optional.of(bearer), key, authorities, patience, longest, tries, pause, seed, mostBytes);
    }

    /// The same with a client certificate.
    public DicomWebServer withKey(ClientKey own) {
        return new DicomWebServer(root, token, Optional.of(own), authorities, patience, longest, tries, pause, seed, mostBytes);
    }

    /// The same, trusting these authorities only.
    public DicomWebServer withAuthorities(Path pem) {
        return new DicomWebServer(root, token, key, Optional.of(pem), patience, longest, tries, pause, seed, mostBytes);
    }

    /// The same with other bounds of time.
    public DicomWebServer withTimes(Duration each, Duration whole) {
        return new DicomWebServer(root, token, key, authorities, each, whole, tries, pause, seed, mostBytes);
    }

    /// The same with other repetitions.
    public DicomWebServer withTries(int number, Duration first, long jitter) {
        return new DicomWebServer(root, token, key, authorities, patience, longest, number, first, jitter, mostBytes);
    }

    /// The same with another bound of size.
    public DicomWebServer withMostBytes(long bytes) {
        return new DicomWebServer(root, token, key, authorities, patience, longest, tries, pause, seed, bytes);
    }

    private static boolean loopback(String host) {
        try {
            return host.equals("localhost")
                    || host.matches("[0-9.]+|\\[[0-9a-fA-F:.]+]") && InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /// Without secrets.
    @Override
    public String toString() {
        return "DicomWebServer[" + root + "]";
    }
}

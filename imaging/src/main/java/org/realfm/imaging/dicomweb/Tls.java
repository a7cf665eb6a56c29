package org.realfm.imaging.dicomweb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Who this side is, and whom it trusts.
final class Tls {

    private Tls() {}

    /// The context of a server's connections; empty where Java's own will do.
    ///
    /// @throws DicomWebFailure if a file cannot be read or the password is wrong
    static Optional<SSLContext> of(DicomWebServer server) throws DicomWebFailure {
        if (server.key().isEmpty() && server.authorities().isEmpty()) {
            return Optional.empty();
        }
        KeyManager @Nullable [] keys = server.key().isEmpty() ? null : keys(server.key().get());
        TrustManager @Nullable [] trust = server.authorities().isEmpty() ? null : trust(server.authorities().get());
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return Optional.of(context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }

    private static KeyManager[] keys(DicomWebServer.ClientKey own) throws DicomWebFailure {
        char[] password = own.password().toCharArray();
        try (InputStream in = Files.newInputStream(own.keystore())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory.getKeyManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new DicomWebFailure(String.valueOf(own.keystore()), 0, "is no PKCS#12 file that opens with this password",
                    "Check the file and the environment variable with its password");
        }
    }

    private static TrustManager[] trust(Path pem) throws DicomWebFailure {
        try {
            return Authorities.trusted(pem);
        } catch (IOException e) {
            throw new DicomWebFailure(String.valueOf(pem), 0, Authorities.NONE, Authorities.REMEDY);
        }
    }
}

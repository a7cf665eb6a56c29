package org.realfm.imaging.dicomweb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Who may have signed the certificate of a server, where it is none of those that Java trusts: a hospital's own authority,
/// or the certificate itself of a server that signed its own.
public final class Authorities {

    /// What is wrong with a file that is none.
    public static final String NONE = "holds no certificates in PEM form";

    /// What to do about it.
    public static final String REMEDY = "Give the certificate of the authority that signed the server's";

    private Authorities() {}

    /// Trust in the certificates of a file, and in no others.
    ///
    /// @param pem certificates in PEM form (RFC 7468)
    /// @throws IOException if it cannot be read or holds none
    public static TrustManager[] trusted(Path pem) throws IOException {
        try (InputStream in = Files.newInputStream(pem)) {
            Collection<? extends Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(in);
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : found) {
                store.setCertificateEntry("authority" + number++, certificate);
            }
            if (number == 0) {
                throw new IOException(NONE);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (GeneralSecurityException e) {
            throw new IOException(NONE, e);
        }
    }
}

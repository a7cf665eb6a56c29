package org.realfm.models.wire;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.realfm.imaging.dicomweb.Authorities;
import org.realfm.tables.BadInput;

/// Trust in a server whose certificate none of the authorities that Java trusts has signed.
public final class Trust {

    private Trust() {}

    /// Trust in the certificates of a PEM file, and in no others.
    ///
    /// @throws BadInput if it cannot be read or holds none
    public static TrustManager[] in(Path authorities) {
        try {
            return Authorities.trusted(authorities);
        } catch (IOException e) {
            throw new BadInput(authorities.toString(), Authorities.NONE, Authorities.REMEDY);
        }
    }

    /// The same for connections of the JDK's HTTP client.
    static SSLContext context(Path authorities) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, in(authorities), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no TLS", e);
        }
    }
}

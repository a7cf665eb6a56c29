package org.realfm.imaging.dicom.privacy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// New identifiers from old ones: `HMAC-SHA256(salt, what ":" old)`, cut to 128 bits.
///
/// With one salt the same identifier always becomes the same, so that files go on referring to each other, whichever run
/// made them. Without the salt nobody can go back, nor try out old identifiers to see which it was.
public final class Pseudonyms {

    /// The fewest bytes of a salt.
    public static final int LEAST_SALT = 16;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;

    private Pseudonyms(SecretKeySpec key) {
        this.key = key;
    }

    /// @param salt a secret of at least 16 random bytes
    /// @throws IllegalArgumentException if it is shorter
    public static Pseudonyms of(byte[] salt) {
        if (salt.length < LEAST_SALT) {
            throw new IllegalArgumentException("a salt has at least " + LEAST_SALT + " bytes, found " + salt.length);
        }
        return new Pseudonyms(new SecretKeySpec(salt, ALGORITHM));
    }

    /// A unique identifier under the root for UUIDs (PS3.5 B.2): `2.25.` and the 128 bits as a number.
    public String uid(String old) {
        return "2.25." + new BigInteger(1, bits("uid", old));
    }

    /// A short text, as in `7F3A90C21B44D5E6`: 64 bits in hexadecimal.
    ///
    /// @param what of what, so that a patient's and a specimen's equal names become different
    public String text(String what, String old) {
        return HexFormat.of().withUpperCase().formatHex(bits(what, old), 0, 8);
    }

    private byte[] bits(String what, String old) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Arrays.copyOf(mac.doFinal((what + ":" + old).getBytes(StandardCharsets.UTF_8)), 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
        }
    }
}

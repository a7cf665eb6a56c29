package org.realfm.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A SHA-256 digest (FIPS 180-4), the identity of anything whose change must be noticed.
public final class Digest implements Comparable<Digest> {

    private static final int DIGITS = 64;
    private static final int WORD = 16;

    // As numbers and not as text, since there may be millions of them.
    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    /// A digest that is known.
    ///
    /// @param hex 64 lower-case hexadecimal digits
    public Digest(String hex) {
        boolean sound = hex.length() == DIGITS;
        for (int i = 0; i < hex.length() && sound; i++) {
            char digit = hex.charAt(i);
            sound = digit >= '0' && digit <= '9' || digit >= 'a' && digit <= 'f';
        }
        if (!sound) {
            throw new IllegalArgumentException("a digest has 64 lower-case hexadecimal digits, found '" + hex + "'");
        }
        this.first = HexFormat.fromHexDigitsToLong(hex, 0, WORD);
        this.second = HexFormat.fromHexDigitsToLong(hex, WORD, 2 * WORD);
        this.third = HexFormat.fromHexDigitsToLong(hex, 2 * WORD, 3 * WORD);
        this.fourth = HexFormat.fromHexDigitsToLong(hex, 3 * WORD, DIGITS);
    }

    private Digest(byte[] sha) {
        ByteBuffer words = ByteBuffer.wrap(sha);
        this.first = words.getLong();
        this.second = words.getLong();
        this.third = words.getLong();
        this.fourth = words.getLong();
    }

    /// The digest of these bytes.
    public static Digest of(byte[] bytes) {
        return new Digest(sha256().digest(bytes));
    }

    /// The digest of several texts in order; each is preceded by its length, so that no two lists collide by joining.
    public static Digest of(String... parts) {
        MessageDigest sha = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            sha.update(Integer.toString(bytes.length).getBytes(StandardCharsets.ISO_8859_1));
            sha.update((byte) ':');
            sha.update(bytes);
        }
        return new Digest(sha.digest());
    }

    /// A fresh SHA-256 computation, for content that is read in pieces.
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /// 64 lower-case hexadecimal digits.
    public String hex() {
        byte[] bytes = ByteBuffer.allocate(DIGITS / 2)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
        return HexFormat.of().formatHex(bytes);
    }

    /// The first twelve digits, enough for a person to tell two apart.
    public String brief() {
        return hex().substring(0, 12);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Digest that
                && first == that.first
                && second == that.second
                && third == that.third
                && fourth == that.fourth;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    /// The order of the hexadecimal digits.
    @Override
    public int compareTo(Digest other) {
        int order = Long.compareUnsigned(first, other.first);
        order = order == 0 ? Long.compareUnsigned(second, other.second) : order;
        order = order == 0 ? Long.compareUnsigned(third, other.third) : order;
        return order == 0 ? Long.compareUnsigned(fourth, other.fourth) : order;
    }

    @Override
    public String toString() {
        return hex();
    }
}

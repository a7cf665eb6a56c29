package org.realfm.imaging.dicom;

/// Value representations (PS3.5 6.2).
public enum Vr {
    AE(Kind.TEXT), AS(Kind.TEXT), AT(Kind.TAG), CS(Kind.TEXT), DA(Kind.TEXT), DS(Kind.TEXT), DT(Kind.TEXT),
    FL(Kind.FLOAT32), FD(Kind.FLOAT64), IS(Kind.TEXT), LO(Kind.TEXT), LT(Kind.PARAGRAPH), OB(Kind.UINT8),
    OD(Kind.FLOAT64), OF(Kind.FLOAT32), OL(Kind.UINT32), OV(Kind.INT64), OW(Kind.UINT16), PN(Kind.TEXT), SH(Kind.TEXT),
    SL(Kind.INT32), SQ(Kind.ITEMS), SS(Kind.INT16), ST(Kind.PARAGRAPH), SV(Kind.INT64), TM(Kind.TEXT), UC(Kind.TEXT),
    UI(Kind.TEXT), UL(Kind.UINT32), UN(Kind.UINT8), UR(Kind.PARAGRAPH), US(Kind.UINT16), UT(Kind.PARAGRAPH),
    UV(Kind.INT64);

    /// What the bytes of a value are.
    enum Kind {
        /// Strings separated by backslashes.
        TEXT(0),
        /// One string, in which a backslash is a character.
        PARAGRAPH(0),
        UINT8(1), UINT16(2), INT16(2), UINT32(4), INT32(4), INT64(8), FLOAT32(4), FLOAT64(8),
        /// Two unsigned 16-bit numbers, group and element.
        TAG(4),
        /// Nested data sets.
        ITEMS(0);

        final int bytes;

        Kind(int bytes) {
            this.bytes = bytes;
        }
    }

    private static final Vr[] BY_CODE = new Vr[26 * 26];

    static {
        for (Vr vr : values()) {
            BY_CODE[index(vr.name().charAt(0), vr.name().charAt(1))] = vr;
        }
    }

    final Kind kind;

    Vr(Kind kind) {
        this.kind = kind;
    }

    /// Whether the explicit header has two reserved bytes and a length of 32 bits (PS3.5 7.1.2, table 7.1-1).
    boolean hasLongLength() {
        return switch (this) {
            case OB, OD, OF, OL, OV, OW, SQ, SV, UC, UN, UR, UT, UV -> true;
            default -> false;
        };
    }

    /// Whether Specific Character Set applies (PS3.5 6.1.2.3).
    boolean usesCharacterSet() {
        return switch (this) {
            case LO, LT, PN, SH, ST, UC, UT -> true;
            default -> false;
        };
    }

    /// The most characters of a value (PS3.5 6.2, table 6.2-1).
    int mostCharacters() {
        return switch (this) {
            case AE, CS, DS, SH -> 16;
            case AS -> 4;
            case DA -> 8;
            case DT -> 26;
            case IS -> 12;
            case LO, UI -> 64;
            case LT -> 10240;
            case PN -> 3 * 64 + 2;
            case ST -> 1024;
            case TM -> 14;
            default -> Integer.MAX_VALUE;
        };
    }

    /// What a value of odd length is padded with.
    byte padding() {
        return kind == Kind.PARAGRAPH || kind == Kind.TEXT && this != UI ? (byte) ' ' : 0;
    }

    /// The value representation with these two letters; `null` if there is none.
    @org.jspecify.annotations.Nullable
    static Vr of(int first, int second) {
        return areLetters(first, second) ? BY_CODE[index(first, second)] : null;
    }

    static boolean areLetters(int first, int second) {
        return first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
    }

    private static int index(int first, int second) {
        return (first - 'A') * 26 + second - 'A';
    }
}

package org.realfm.tables;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Suggestions for mistyped names.
public final class Names {

    private Names() {}

    /// The known name nearest to the one found, if it is near enough to be meant (Damerau-Levenshtein distance, optimal
    /// string alignment, at most a third of the longer name plus one).
    public static Optional<String> nearest(String found, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String name) -> distance(found, name)).thenComparing(name -> name))
                .filter(name -> distance(found, name) <= 1 + Math.max(found.length(), name.length()) / 3);
    }

    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}

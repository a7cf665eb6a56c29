package org.realfm.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import org.realfm.study.CohortSpec.Sampling;
import org.realfm.study.Split;
import org.realfm.study.Study.Volume;

/// How many more cases it takes, in words, and how long it takes to see them at the volume that the study declares.
public final class Collecting {

    private final CohortEvidence about;

    Collecting(CohortEvidence about) {
        this.about = about;
    }

    /// Whom one waits for.
    public enum Who {
        ALL,
        SICK,
        WELL
    }

    /// So many more of them.
    ///
    /// @param share of the stream of cases that they are taken from, in (0, 1]: 1, or the share of a group or site
    public String more(long n, Who who, double share, String noun) {
        long at = Math.max(1, n);
        return String.format(Locale.ROOT, "%,d more %s%s", at, noun, days(at, who, share));
    }

    private String days(long n, Who who, double share) {
        if (about.study().limits().volume().isEmpty()) {
            return "";
        }
        Volume volume = about.study().limits().volume().get();
        OptionalDouble prevalence = prevalence(volume);
        if (who != Who.ALL && prevalence.isEmpty()) {
            return "";
        }
        double part = switch (who) {
            case ALL -> share;
            case SICK -> share * prevalence.getAsDouble();
            case WELL -> share * (1 - prevalence.getAsDouble());
        };
        if (!(part > 0)) {
            return "";
        }
        double cases = n / part;
        return String.format(
                Locale.ROOT, " (about %,.0f days at %s cases a day)", Math.ceil(cases / volume.casesPerDay()),
                plain(volume.casesPerDay()));
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%,.0f", value) : String.valueOf(value);
    }

    /// Declared, or that of the evaluated cases where they were sampled as they come.
    private OptionalDouble prevalence(Volume volume) {
        if (volume.prevalence().isPresent()) {
            return volume.prevalence();
        }
        boolean natural = about.study().cohort().sampling()
                .filter(how -> how == Sampling.CONSECUTIVE || how == Sampling.RANDOM)
                .isPresent();
        return natural
                ? Arrays.stream(about.cohort().rows(Split.EVALUATE))
                        .mapToDouble(row -> about.cohort().columns().truth()[row])
                        .average()
                : OptionalDouble.empty();
    }
}

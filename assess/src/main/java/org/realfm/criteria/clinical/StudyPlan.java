package org.realfm.criteria.clinical;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A sample-size plan as written in `documents: plan` (format: `docs/plan-file.md`).
///
/// @param prevalence  expected share with the condition
/// @param auroc       expected AUROC
/// @param sensitivity expected sensitivity
/// @param specificity expected specificity
/// @param logitMean   expected mean of logit(risk)
/// @param logitSd     expected standard deviation of logit(risk)
/// @param designEffect by how much clusters enlarge the sample
/// @param precision   the half-widths and limits that the decision needs
/// @param subgroups   expected share of each subgroup, by cell
/// @param patients    planned patients
/// @param positives   planned patients with the condition
/// @param lockedBeforeData whether it says that it was locked no later than the first case came in; false without two
///                         readable dates
/// @param independentReview whether a named statistician independent of the developer reviewed it
/// @param faults      what is missing or impossible; empty if nothing is
record StudyPlan(
        double prevalence,
        double auroc,
        double sensitivity,
        double specificity,
        double logitMean,
        double logitSd,
        double designEffect,
        Precision precision,
        SequencedMap<String, Double> subgroups,
        long patients,
        long positives,
        boolean lockedBeforeData,
        boolean independentReview,
        List<String> faults) {

    /// What the decision needs (half-widths of 95% intervals; `oeUpper` is the upper end of O/E around 1).
    record Precision(
            double oeUpper, double slope, double auroc, double sensitivity, double specificity, double subgroup) {

        /// The usual needs: O/E within 1.25, slope within 0.2, AUROC, sensitivity and specificity within 0.05, subgroups
        /// within 0.10.
        static final Precision USUAL = new Precision(1.25, 0.2, 0.05, 0.05, 0.05, 0.10);
    }

    /// The plan with other assumptions, for the sensitivity grid.
    StudyPlan assuming(double otherPrevalence, double shift) {
        return new StudyPlan(
                Math.clamp(otherPrevalence, 0.001, 0.999),
                auroc,
                Math.clamp(sensitivity + shift, 0.01, 0.99),
                Math.clamp(specificity + shift, 0.01, 0.99),
                logitMean, logitSd, designEffect, precision, subgroups, patients, positives, lockedBeforeData,
                independentReview, faults);
    }

    /// A plan that nobody wrote: usual precision at these expectations.
    static StudyPlan unwritten(double prevalence, double auroc, double sensitivity, double specificity) {
        return new StudyPlan(
                prevalence, auroc, sensitivity, specificity, Math.log(prevalence / (1 - prevalence)), 1.5, 1,
                Precision.USUAL, new LinkedHashMap<>(), 0, 0, false, false, List.of());
    }

    /// Reads the document. What is missing or impossible is a fault and stands in the place of a usual value.
    static StudyPlan read(Map<String, Object> document) {
        Fields fields = new Fields(document);
        double prevalence = fields.number("assumptions.prevalence", 0.001, 0.999, 0.5);
        double slopeMean = fields.number("assumptions.logit-risk.mean", -20, 20, 0);
        double slopeSd = fields.number("assumptions.logit-risk.sd", 0.01, 20, 1);
        double images = fields.optional("assumptions.images-per-patient", 1, 10_000, 1);
        double correlation = fields.optional("assumptions.intracluster-correlation", 0, 1, 0);
        Precision usual = Precision.USUAL;
        SequencedMap<String, Double> subgroups = fields.subgroups();
        long patients = Math.round(fields.number("planned.patients", 1, 1e9, 1));
        long positives = Math.round(fields.number("planned.positives", 1, 1e9, 1));
        if (positives > patients) {
            fields.faults.add("planned.positives exceeds planned.patients");
        }
        Optional<LocalDate> locked = fields.date("locked");
        Optional<LocalDate> first = fields.date("first-case");
        boolean early = locked.isPresent() && first.isPresent() && !locked.get().isAfter(first.get());
        boolean reviewed = fields.map("review")
                .filter(review -> Boolean.TRUE.equals(review.get("independent")) && review.get("by") != null)
                .isPresent();
        return new StudyPlan(
                prevalence,
                fields.number("assumptions.auroc", 0.5, 0.9999, 0.9),
                fields.number("assumptions.sensitivity", 0.01, 0.9999, 0.9),
                fields.number("assumptions.specificity", 0.01, 0.9999, 0.9),
                slopeMean,
                slopeSd,
                1 + (images - 1) * correlation,
                new Precision(
                        fields.optional("precision.oe-upper", 1.001, 10, usual.oeUpper),
                        fields.optional("precision.slope", 0.001, 2, usual.slope),
                        fields.optional("precision.auroc", 0.001, 0.5, usual.auroc),
                        fields.optional("precision.sensitivity", 0.001, 0.5, usual.sensitivity),
                        fields.optional("precision.specificity", 0.001, 0.5, usual.specificity),
                        fields.optional("precision.subgroup", 0.001, 0.5, usual.subgroup)),
                subgroups,
                patients,
                positives,
                early,
                reviewed,
                List.copyOf(fields.faults));
    }

    /// Dotted paths into the document.
    private record Fields(Map<String, Object> document, List<String> faults) {

        Fields(Map<String, Object> document) {
            this(document, new ArrayList<>());
        }

        private @Nullable Object at(String path) {
            Object value = document;
            for (String key : path.split("\\.")) {
                value = value instanceof Map<?, ?> map ? map.get(key) : null;
            }
            return value;
        }

        private Optional<Map<?, ?>> map(String path) {
            return at(path) instanceof Map<?, ?> map ? Optional.of(map) : Optional.empty();
        }

        private double number(String path, double least, double most, double otherwise) {
            if (at(path) == null) {
                faults.add(path + " is missing");
                return otherwise;
            }
            return optional(path, least, most, otherwise);
        }

        private double optional(String path, double least, double most, double otherwise) {
            Object value = at(path);
            if (value == null) {
                return otherwise;
            }
            if (value instanceof Number number && number.doubleValue() >= least && number.doubleValue() <= most) {
                return number.doubleValue();
            }
            faults.add(path + " should be a number from " + least + " to " + most + ", found '" + value + "'");
            return otherwise;
        }

        /// An ISO date; empty if it is missing or cannot be read.
        private Optional<LocalDate> date(String path) {
            try {
                return Optional.ofNullable(at(path)).map(value -> LocalDate.parse(value.toString().strip()));
            } catch (DateTimeException notADate) {
                return Optional.empty();
            }
        }

        private SequencedMap<String, Double> subgroups() {
            SequencedMap<String, Double> shares = new LinkedHashMap<>();
            if (at("subgroups") != null && map("subgroups").isEmpty()) {
                faults.add("subgroups should be columns, each with its groups and their shares");
            }
            map("subgroups").ifPresent(columns -> columns.forEach((column, groups) -> {
                if (groups instanceof Map<?, ?> of) {
                    of.forEach((group, share) ->
                            shares.put(column + "=" + group, share("subgroups." + column + "." + group, share)));
                } else {
                    faults.add("subgroups." + column + " should be groups with their shares");
                }
            }));
            return shares;
        }

        private double share(String path, @Nullable Object value) {
            if (value instanceof Number number && number.doubleValue() > 0 && number.doubleValue() <= 1) {
                return number.doubleValue();
            }
            faults.add(path + " should be a share above 0, up to 1, found '" + value + "'");
            return 1;
        }
    }
}

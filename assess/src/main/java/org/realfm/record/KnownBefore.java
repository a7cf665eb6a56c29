package org.realfm.record;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;

/// What of a bundle was certainly known before a moment, in the order of its times.
///
/// A resource counts if all times that say since when it is known are before that moment: when it was (the end of a period), and when
/// it was issued or recorded, where that stands there. Of types without such a time only the patient counts, without what says whether
/// and when they died. What was entered in error, cancelled, refuted or not done does not count.
final class KnownBefore {

    /// The elements that say when something was, and then since when it is known. A type that is not here has no such time.
    private static final Map<String, List<String>> TIMES = Map.ofEntries(
            Map.entry("AllergyIntolerance", List.of("onset", "recordedDate")),
            Map.entry("ClinicalImpression", List.of("effective", "date")),
            Map.entry("Composition", List.of("date")),
            Map.entry("Condition", List.of("onset", "recordedDate")),
            Map.entry("DiagnosticReport", List.of("effective", "issued")),
            Map.entry("DocumentReference", List.of("date")),
            Map.entry("Encounter", List.of("period")),
            Map.entry("FamilyMemberHistory", List.of("date")),
            Map.entry("ImagingStudy", List.of("started")),
            Map.entry("Immunization", List.of("occurrence", "recorded")),
            Map.entry("MedicationAdministration", List.of("effective")),
            Map.entry("MedicationDispense", List.of("whenPrepared", "whenHandedOver")),
            Map.entry("MedicationRequest", List.of("authoredOn")),
            Map.entry("MedicationStatement", List.of("effective", "dateAsserted")),
            Map.entry("Observation", List.of("effective", "issued")),
            Map.entry("Procedure", List.of("performed")),
            Map.entry("QuestionnaireResponse", List.of("authored")),
            Map.entry("ServiceRequest", List.of("authoredOn")));

    private static final Set<String> VOID = Set.of("entered-in-error", "cancelled", "not-done", "refuted");

    private record Dated(Resource resource, Moment at) {}

    private final Bundle bundle = new Bundle();
    private final List<Dated> dated = new ArrayList<>();
    private final Map<Base, Moment> times = new IdentityHashMap<>();
    private boolean late;
    private boolean undated;

    /// @param whole is changed: do not use it afterwards
    KnownBefore(Bundle whole, Moment index, ZoneId zone) {
        bundle.setType(whole.getType());
        for (Bundle.BundleEntryComponent entry : whole.getEntry()) {
            Resource resource = entry.getResource();
            if (resource instanceof Patient patient) {
                patient.setDeceased(null);
                bundle.addEntry().setResource(patient);
            } else if (resource != null && !isVoid(resource)) {
                add(resource, index, zone);
            }
        }
        dated.sort(Comparator.comparing(each -> each.at.from()));
        dated.forEach(each -> bundle.addEntry().setResource(each.resource));
    }

    private void add(Resource resource, Moment index, ZoneId zone) {
        List<Moment> times = new ArrayList<>();
        for (String element : TIMES.getOrDefault(resource.fhirType(), List.of())) {
            for (Base value : values(resource, element)) {
                Optional<Moment> time = moment(value, zone);
                if (time.isEmpty()) {
                    undated = true;
                    return;
                }
                times.add(time.get());
            }
        }
        if (times.isEmpty()) {
            undated = true;
        } else if (times.stream().allMatch(time -> time.before(index))) {
            dated.add(new Dated(resource, times.getFirst()));
        } else {
            late = true;
        }
    }

    private static List<Base> values(Base base, String element) {
        Property property = base.getNamedProperty(element);
        return property == null ? List.of() : property.getValues();
    }

    /// Empty for what tells no time of which the end is known, such as an age at onset or a period that goes on.
    private static Optional<Moment> moment(Base value, ZoneId zone) {
        return switch (value) {
            case BaseDateTimeType time when time.getValueAsString() != null -> Moment.parse(time.getValueAsString(), zone);
            case Period period when period.hasEnd() -> {
                Optional<Moment> end = moment(period.getEndElement(), zone);
                Optional<Moment> start = period.hasStart() ? moment(period.getStartElement(), zone) : end;
                yield end.isPresent() && start.isPresent() && !start.get().from().isAfter(end.get().from())
                        ? Optional.of(start.get().to(end.get()))
                        : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static boolean isVoid(Resource resource) {
        for (String element : List.of("status", "verificationStatus")) {
            for (Base value : values(resource, element)) {
                boolean stands = value instanceof CodeableConcept concept
                        ? concept.getCoding().stream().map(Coding::getCode).noneMatch(code -> code != null && VOID.contains(code))
                        : !VOID.contains(String.valueOf(value.primitiveValue()));
                if (!stands) {
                    return true;
                }
            }
        }
        return false;
    }

    /// What is left, the patient first, then by time.
    Bundle bundle() {
        return bundle;
    }

    /// Whether something was left out since it was not certainly known before.
    boolean late() {
        return late;
    }

    /// Whether something was left out since it does not say since when it is known.
    boolean undated() {
        return undated;
    }

    /// When the resource was that holds an element; empty for one that is of no dated resource, such as a count.
    Optional<Moment> time(Base element) {
        if (times.isEmpty()) {
            dated.forEach(each -> note(each.resource, each.at));
        }
        return Optional.ofNullable(times.get(element));
    }

    private void note(Base base, Moment at) {
        times.put(base, at);
        for (Property property : base.children()) {
            property.getValues().forEach(value -> note(value, at));
        }
    }
}

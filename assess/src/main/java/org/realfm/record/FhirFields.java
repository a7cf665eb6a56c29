package org.realfm.record;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.fhirpath.FhirPathExecutionException;
import ca.uhn.fhir.fhirpath.IFhirPath;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.StrictErrorHandler;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.jspecify.annotations.Nullable;
import org.realfm.models.ClinicalRecord.Value;
import org.realfm.record.RecordSpec.FhirField;
import org.realfm.record.RecordSpec.Source;

/// Finds the fields of a record in a bundle of FHIR R4, in JSON, by FHIRPath.
///
/// A quantity is taken in its declared unit, or multiplied into it where the study says by what; a number as it is; true is 1 and
/// false 0; a code is its code, a concept that of its first coding; anything else that is one value is its text. Of several values the
/// latest is taken; where those of the latest time differ, or have no time, none is.
///
/// No message of the parser is passed on: it may hold what stands in the bundle.
final class FhirFields {

    /// What would ask something else than the bundle, or give another answer tomorrow.
    private static final Pattern OUTSIDE =
            Pattern.compile("\\b(now|today|timeOfDay|resolve|memberOf|conformsTo|trace|htmlChecks)\\s*\\(");

    private static final FhirContext CONTEXT = context();

    private final Source.Fhir source;
    private final ZoneId zone;
    private final IFhirPath engine = CONTEXT.newFhirPath();
    private final List<IFhirPath.IParsedExpression> expressions = new ArrayList<>();

    private static FhirContext context() {
        FhirContext context = FhirContext.forR4();
        context.setValidationSupport(new FhirTypes(context));
        return context;
    }

    /// For one thread.
    FhirFields(Source.Fhir source, ZoneId zone) {
        this.source = source;
        this.zone = zone;
        for (FhirField field : source.found()) {
            try {
                expressions.add(engine.parse(field.expression()));
            } catch (Exception e) {
                throw new IllegalArgumentException("'" + field.name() + "' is no FHIRPath", e);
            }
        }
    }

    /// Why an expression cannot be used; empty if it can.
    static Optional<String> problem(String expression) {
        Matcher outside = OUTSIDE.matcher(expression);
        if (outside.find()) {
            return Optional.of("asks for '" + outside.group(1) + "', which needs something else than the bundle");
        }
        try {
            IFhirPath engine = CONTEXT.newFhirPath();
            engine.evaluate(new Bundle(), engine.parse(expression), IBase.class);
            return Optional.empty();
        } catch (Exception e) {
            return Optional.of("is no FHIRPath that can be used: " + e.getMessage());
        }
    }

    /// Whose a bundle says that it is: the `id` of its patient and the values of their identifiers.
    Set<String> whose(String json) {
        Set<String> names = new LinkedHashSet<>();
        if (parse(json) instanceof Bundle bundle) {
            for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
                if (entry.getResource() instanceof Patient patient) {
                    names.add(String.valueOf(patient.getIdElement().getIdPart()));
                    patient.getIdentifier().forEach(identifier -> names.add(String.valueOf(identifier.getValue())));
                }
            }
        }
        return names;
    }

    /// The fields of a bundle.
    Reading read(String json, Moment index) {
        IBaseResource parsed = parse(json);
        if (parsed == null) {
            return none("a bundle that is not FHIR R4 in JSON", "Export it again, as R4");
        }
        if (!(parsed instanceof Bundle whole)) {
            return none("a file that is a " + parsed.fhirType() + " and not a Bundle", "Name bundles");
        }
        long patients = whole.getEntry().stream().filter(entry -> entry.getResource() instanceof Patient).count();
        if (patients > 1) {
            return none("a bundle of several patients", "Export a bundle a patient");
        }
        KnownBefore known = new KnownBefore(whole, index, zone);
        Reading reading = Reading.of(source.fields());
        for (int f = 0; f < expressions.size(); f++) {
            FhirField field = source.found().get(f);
            reading.put(field.name(), value(field, expressions.get(f), known, reading));
        }
        if (known.late()) {
            reading.because("resources not certainly known before the index time were left out", "Nothing: they were not known when the model is asked");
        }
        if (known.undated()) {
            reading.because("resources that do not say since when they are known were left out", "Nothing, if no field should come from them");
        }
        return reading;
    }

    private Reading none(String what, String remedy) {
        return CellSources.none(source.fields(), what, remedy);
    }

    private static @Nullable IBaseResource parse(String json) {
        IParser parser = CONTEXT.newJsonParser();
        parser.setParserErrorHandler(new StrictErrorHandler());
        try {
            return parser.parseResource(json);
        } catch (RuntimeException e) {
            // Malformed input makes the parser throw more than it says it does.
            return null;
        }
    }

    private Value value(FhirField field, IFhirPath.IParsedExpression expression, KnownBefore known, Reading reading) {
        List<IBase> found;
        try {
            found = engine.evaluate(known.bundle(), expression, IBase.class);
        } catch (FhirPathExecutionException e) {
            reading.because("the FHIRPath of '" + field.name() + "' cannot be evaluated", "Correct the expression");
            return new Value.Missing();
        }
        Set<Value> values = new LinkedHashSet<>();
        for (Base each : latest(found, known)) {
            Value value = value(field, each, reading);
            if (!(value instanceof Value.Missing)) {
                values.add(value);
            }
        }
        if (values.size() > 1) {
            reading.because("several values of '" + field.name() + "' and no latest", "Make the expression more exact");
            return new Value.Missing();
        }
        return values.isEmpty() ? new Value.Missing() : values.iterator().next();
    }

    /// Of several values, those of the latest time; all of them where one has no time.
    private static List<Base> latest(List<IBase> found, KnownBefore known) {
        List<Base> values = found.stream().map(Base.class::cast).toList();
        if (values.size() < 2) {
            return values;
        }
        List<Optional<Moment>> times = values.stream().map(known::time).toList();
        if (times.stream().anyMatch(Optional::isEmpty)) {
            return values;
        }
        List<Base> latest = new ArrayList<>();
        Moment at = times.getFirst().orElseThrow();
        for (int i = 0; i < values.size(); i++) {
            Moment time = times.get(i).orElseThrow();
            int order = time.from().compareTo(at.from());
            if (order > 0) {
                latest.clear();
                at = time;
            }
            if (order >= 0) {
                latest.add(values.get(i));
            }
        }
        return latest;
    }

    private static Value value(FhirField field, Base found, Reading reading) {
        return switch (found) {
            case Quantity quantity -> quantity(field, quantity, reading);
            case DecimalType number -> plain(field, number.getValue() == null ? Double.NaN : number.getValue().doubleValue(), reading);
            case IntegerType number -> plain(field, number.getValue() == null ? Double.NaN : number.getValue(), reading);
            case BooleanType truth when truth.getValue() != null -> new Value.Number(truth.getValue() ? 1 : 0);
            case Coding coding when coding.getCode() != null -> new Value.Words(coding.getCode());
            case CodeableConcept concept when concept.getCodingFirstRep().getCode() != null ->
                new Value.Words(concept.getCodingFirstRep().getCode());
            case CodeableConcept concept when concept.getText() != null -> new Value.Words(concept.getText());
            default -> {
                String text = found.isPrimitive() ? found.primitiveValue() : null;
                if (text == null || text.isBlank()) {
                    reading.because("'" + field.name() + "' is a " + found.fhirType() + " without one value", "Make the expression end in a value");
                    yield new Value.Missing();
                }
                yield new Value.Words(text);
            }
        };
    }

    private static Value plain(FhirField field, double number, Reading reading) {
        if (field.unit().isPresent()) {
            reading.because(
                    "'" + field.name() + "' is a number without a unit", "Make the expression end in the quantity, or remove 'unit'");
            return new Value.Missing();
        }
        return Double.isFinite(number) ? new Value.Number(number) : new Value.Missing();
    }

    private static Value quantity(FhirField field, Quantity quantity, Reading reading) {
        if (quantity.getValue() == null) {
            return new Value.Missing();
        }
        if (quantity.hasComparator()) {
            reading.because("'" + field.name() + "' is only known to be above or below a limit", "Nothing: it is no number");
            return new Value.Missing();
        }
        Optional<Double> factor = factor(field, quantity);
        if (factor.isEmpty()) {
            reading.because(
                    field.unit().isEmpty()
                            ? "'" + field.name() + "' is a quantity, and the study declares no unit"
                            : "'" + field.name() + "' has another unit than " + field.unit().get(),
                    field.unit().isEmpty() ? "Declare 'unit'" : "Say by 'convert' what its values are multiplied by");
            return new Value.Missing();
        }
        double number = quantity.getValue().doubleValue() * factor.get();
        return Double.isFinite(number) ? new Value.Number(number) : new Value.Missing();
    }

    /// What a quantity is multiplied by: its unit is the code, which has one spelling, or where there is none the text.
    private static Optional<Double> factor(FhirField field, Quantity quantity) {
        String unit = quantity.getCode() != null ? quantity.getCode() : quantity.getUnit();
        if (field.unit().isEmpty() || unit == null) {
            return Optional.empty();
        }
        return field.unit().get().equals(unit) ? Optional.of(1.0) : Optional.ofNullable(field.convert().get(unit));
    }
}

package org.realfm.study;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.realfm.ledger.Catalogue;
import org.realfm.ledger.CriterionId;
import org.realfm.tables.Names;

/// Reads the statements of people: `docs/attestations-file.md`. Strict, as a study file is.
final class AttestationsFile {

    private static final String[] KEYS = {
        "criterion", "statement", "name", "role", "date", "expires", "conflict-of-interest", "falsifier", "model", "version"
    };

    private AttestationsFile() {}

    /// @param models the models of the study
    static List<Attestation> read(YamlFile file, Collection<String> models) {
        List<Attestation> statements = new ArrayList<>();
        for (YamlValue value : file.root().section("attestations").require("attestations").list()) {
            statements.add(statement(value.section(KEYS), models));
        }
        return List.copyOf(statements);
    }

    private static Attestation statement(YamlSection section, Collection<String> models) {
        LocalDate dated = date(section.require("date"));
        YamlValue end = section.require("expires");
        LocalDate expires = date(end);
        if (expires.isBefore(dated) || expires.isAfter(dated.plus(Attestation.LIFE))) {
            throw end.bad(
                    "is " + expires + ", expected a day within twelve months of 'date', " + dated,
                    "A statement is given anew every year");
        }
        return new Attestation(
                criterion(section.require("criterion")),
                section.require("statement").text(),
                section.require("name").text(),
                section.require("role").text(),
                dated,
                expires,
                section.require("conflict-of-interest").text(),
                section.require("falsifier").text(),
                section.find("model").map(model -> model(model, models)),
                section.find("version").map(YamlValue::label));
    }

    private static CriterionId criterion(YamlValue value) {
        Map<String, CriterionId> ids = new LinkedHashMap<>();
        Catalogue.all().forEach(entry -> ids.put(entry.id().value(), entry.id()));
        String found = value.text();
        return Optional.ofNullable(ids.get(found))
                .orElseThrow(() -> value.bad(
                        "is '" + found + "', which is no criterion",
                        Names.nearest(found, ids.keySet())
                                .map(near -> "Did you mean '" + near + "'?")
                                .orElse("See: realfm criteria")));
    }

    private static String model(YamlValue value, Collection<String> models) {
        String found = value.label();
        if (!models.contains(found)) {
            throw value.bad(
                    "is '" + found + "', expected one of the models " + String.join(", ", models),
                    "Leave the key out if the statement is about all of them");
        }
        return found;
    }

    private static LocalDate date(YamlValue value) {
        try {
            return LocalDate.parse(value.label());
        } catch (DateTimeParseException e) {
            throw value.wrong("a date such as 2026-03-31", "Write year, month and day");
        }
    }
}

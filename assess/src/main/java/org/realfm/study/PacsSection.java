package org.realfm.study;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.realfm.imaging.dicom.Dictionary;
import org.realfm.imaging.dicomweb.DicomWebClient;
import org.realfm.imaging.dicomweb.DicomWebServer;
import org.realfm.study.PacsSpec.Access;
import org.realfm.study.PacsSpec.Attribute;
import org.realfm.tables.Names;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/// The keys of `cohort` that say where its pictures are fetched from.
final class PacsSection {

    private static final SequencedMap<String, Attribute> ATTRIBUTES = new LinkedHashMap<>();

    static {
        for (Attribute attribute : Attribute.values()) {
            ATTRIBUTES.put(attribute.keyword, attribute);
        }
    }

    private PacsSection() {}

    static Optional<PacsSpec> read(YamlSection cohort) {
        if (!cohort.has("dicomweb")) {
            for (String key : List.of("query", "match", "access")) {
                cohort.find(key).ifPresent(value -> {
                    throw value.bad("speaks of a DICOMweb server, but there is none", "Add 'dicomweb: https://...'");
                });
            }
            return Optional.empty();
        }
        cohort.oneOf("image", "dicomweb");
        YamlValue match = cohort.require("match");
        Map.Entry<Attribute, String> joined = match(match);
        Access access = cohort.find("access").map(PacsSection::access)
                .orElse(new Access(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        return Optional.of(new PacsSpec(
                server(cohort.require("dicomweb"), access),
                query(cohort.require("query")),
                joined.getKey(),
                joined.getValue(),
                access));
    }

    /// No message repeats the address: it may hold a password that should not be there.
    private static URI server(YamlValue value, Access access) {
        try {
            DicomWebServer server = DicomWebServer.at(new URI(value.text()));
            return access.token().isPresent() ? server.withToken("x").root() : server.root();
        } catch (IllegalArgumentException e) {
            throw value.bad("cannot be used: " + e.getMessage(), "Write https://host/path; secrets stand in the environment");
        } catch (URISyntaxException e) {
            throw value.bad("is no address: " + e.getReason(), "Write https://host/path");
        }
    }

    /// What an object on a server must match.
    static SequencedMap<String, String> query(YamlValue value) {
        SequencedMap<String, String> query = new LinkedHashMap<>();
        value.entries().forEach((attribute, wanted) -> {
            if (!DicomWebClient.isAttribute(attribute)) {
                throw wanted.bad("is no attribute of DICOM", Names.nearest(attribute, Dictionary.keywords())
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Write its keyword, as in StudyDate, or its tag, as in 00080020"));
            }
            query.put(attribute, wanted.label());
        });
        if (query.isEmpty()) {
            throw value.wrong("at least one attribute", "Say which pictures are meant, as in {Modality: DX}");
        }
        return query;
    }

    private static Map.Entry<Attribute, String> match(YamlValue value) {
        if (value.node() instanceof ScalarNode) {
            Attribute attribute = value.choice(ATTRIBUTES);
            return Map.entry(attribute, attribute.keyword);
        }
        SequencedMap<String, YamlValue> only = value.section(ATTRIBUTES.keySet().toArray(String[]::new)).values();
        if (only.size() != 1) {
            throw value.bad("has " + only.size() + " keys, expected one attribute", "Write {AccessionNumber: column}");
        }
        Attribute attribute = ATTRIBUTES.get(only.firstEntry().getKey());
        if (attribute == null) {
            throw value.wrong("one of " + String.join(", ", ATTRIBUTES.keySet()), "Choose one of these");
        }
        return Map.entry(attribute, only.firstEntry().getValue().label());
    }

    private static Access access(YamlValue value) {
        YamlSection access = value.section("token-env", "keystore", "password-env", "authorities");
        if (access.has("keystore") != access.has("password-env")) {
            throw value.bad("has only one of 'keystore' and 'password-env'",
                    "Name both: the PKCS#12 file, and the environment variable with its password");
        }
        return new Access(
                access.find("token-env").map(PacsSection::variable),
                access.find("keystore").map(YamlValue::path),
                access.find("password-env").map(PacsSection::variable),
                access.find("authorities").map(YamlValue::path));
    }

    /// A name, so that a secret that was written in its place is noticed, and not repeated.
    private static String variable(YamlValue value) {
        String name = value.text();
        if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,63}")) {
            throw value.bad("is no name of an environment variable", "Put the secret into a variable, and name that here");
        }
        return name;
    }
}

package org.realfm.record;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Enumerations.FHIRAllTypes;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.jspecify.annotations.Nullable;

/// Tells the FHIRPath engine which types there are, and nothing else. `ofType(Observation)` asks for the definition of the type, but
/// only whether there is one; so the 30 MB of definitions that HAPI would load for it are not needed, and nothing is fetched.
final class FhirTypes implements IValidationSupport {

    private static final String DEFINITION = "http://hl7.org/fhir/StructureDefinition/";
    private static final Set<String> TYPES = new HashSet<>();

    static {
        for (FHIRAllTypes type : FHIRAllTypes.values()) {
            if (type != FHIRAllTypes.NULL) {
                TYPES.add(type.toCode());
            }
        }
    }

    private final FhirContext context;

    FhirTypes(FhirContext context) {
        this.context = context;
    }

    @Override
    public FhirContext getFhirContext() {
        return context;
    }

    @Override
    public <T extends IBaseResource> @Nullable T fetchResource(@Nullable Class<T> kind, String uri) {
        String type = uri.startsWith(DEFINITION) ? uri.substring(DEFINITION.length()) : "";
        if (kind != StructureDefinition.class || !TYPES.contains(type)) {
            return null;
        }
        return kind.cast(new StructureDefinition().setUrl(uri).setType(type).setName(type));
    }

    @Override
    public @Nullable IBaseResource fetchStructureDefinition(String uri) {
        return fetchResource(StructureDefinition.class, uri);
    }

    @Override
    public List<IBaseResource> fetchAllConformanceResources() {
        return List.of();
    }

    @Override
    public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
        return List.of();
    }
}

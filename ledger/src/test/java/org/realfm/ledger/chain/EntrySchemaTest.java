package org.realfm.ledger.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.realfm.stats.Estimate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The published schema and what is written agree.
class EntrySchemaTest {

    private static final Path ROOT = Path.of(System.getProperty("realfm.root", ".."));

    @TempDir
    private Path folder;

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(ROOT.resolve("docs/schema/ledger-entry.schema.json")));
    }

    private List<JsonNode> lines() throws IOException {
        Path path = folder.resolve("ledger.jsonl");
        Bodies.write(path);
        try (Ledger ledger = Ledger.open(path)) {
            ledger.append(Bodies.finding(
                    "no end", new Estimate("x", 1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0.95, "m", 0)));
        }
        return Files.readAllLines(path).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
    }

    @Test
    void everyKindOfLineIsValid() throws IOException {
        List<JsonNode> lines = lines();
        assertThat(lines).hasSize(6);
        for (JsonNode line : lines) {
            assertThat(schema().validate(line)).as(line.toString()).isEmpty();
        }
    }

    @Test
    void aLineWithAMemberMoreOrLessIsNot() throws IOException {
        for (JsonNode line : lines()) {
            for (String member : line.propertyNames()) {
                ObjectNode less = (ObjectNode) line.deepCopy();
                less.remove(member);
                assertThat(schema().validate(less)).as("without " + member).isNotEmpty();
            }
            ObjectNode more = (ObjectNode) line.deepCopy();
            ((ObjectNode) more.get("body")).put("patient", "P-1");
            assertThat(schema().validate(more)).isNotEmpty();
        }
    }
}

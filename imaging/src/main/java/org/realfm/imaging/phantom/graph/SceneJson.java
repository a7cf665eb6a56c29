package org.realfm.imaging.phantom.graph;

import java.util.List;
import java.util.Map;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a scene as JSON (`docs/schema/scene.schema.json`): members and objects in a fixed order, lengths in mm rounded to a
/// millionth, lines ended by a line feed on every machine.
final class SceneJson {

    static final String SCHEMA = "realfm-scene/1";

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private SceneJson() {}

    static String text(SceneGraph scene) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("schema", SCHEMA);
        root.put("modality", scene.modality());
        // As text: a seed may be larger than what a double holds.
        root.put("seed", String.valueOf(scene.seed()));
        root.put("frame", scene.frame().id());
        numbers(root.putObject("acquisition"), scene.acquisition());
        ArrayNode times = root.putArray("times");
        for (int i = 0; i < scene.days().size(); i++) {
            times.addObject().put("time", i).put("day", scene.days().get(i));
        }
        root.put("time", scene.time());
        root.put("margin_mm", rounded(scene.margin()));
        ObjectNode counts = root.putObject("counts");
        scene.counts().forEach(counts::put);
        ArrayNode objects = root.putArray("objects");
        scene.objects().forEach(object -> object(objects.addObject(), object));
        ArrayNode relations = root.putArray("relations");
        scene.relations().forEach(relation -> relation(relations.addObject(), relation));
        return MAPPER.writeValueAsString(root) + "\n";
    }

    private static void object(ObjectNode node, SceneObject object) {
        node.put("id", object.id());
        node.put("kind", object.kind());
        node.put("category", object.category().id());
        object.parent().ifPresent(parent -> node.put("lies_in", parent));
        node.put("side", object.side().id());
        node.put("visible", object.visible());
        numbers(node.putObject("intensity"), object.intensity());
        object.body().ifPresent(body -> {
            ObjectNode solid = node.putObject("solid");
            numbers(solid.putArray("centre_mm"), body.centre());
            ArrayNode axes = solid.putArray("axes");
            body.axes().forEach(axis -> numbers(axes.addArray(), axis));
            numbers(solid.putArray("semi_axes_mm"), body.semiAxes());
            numbers(solid.putArray("powers"), body.powers());
            solid.put("volume_mm3", rounded(body.volume()));
        });
        object.region().ifPresent(region -> {
            ObjectNode seen = node.putObject("region");
            numbers(seen.putArray("centroid_mm"), region.centroid());
            numbers(seen.putArray("low_mm"), region.low());
            numbers(seen.putArray("high_mm"), region.high());
            seen.put(region.slices().isPresent() ? "volume_mm3" : "area_mm2", rounded(region.content()));
            seen.put("voxels", region.voxels());
            region.slices().ifPresent(slices -> seen.putObject("slices")
                    .put("first", slices.first())
                    .put("last", slices.last())
                    .put("largest", slices.largest())
                    .put("area_mm2", rounded(slices.area())));
        });
        if (!object.history().isEmpty()) {
            ArrayNode history = node.putArray("history");
            for (SceneObject.Moment moment : object.history()) {
                ObjectNode at = history.addObject();
                at.put("time", moment.time());
                at.put("present", moment.present());
                at.put("longest_mm", rounded(moment.longest()));
                at.put("volume_mm3", rounded(moment.volume()));
                moment.longestChange().ifPresent(change -> at.put("longest_change_percent", rounded(change)));
                moment.volumeChange().ifPresent(change -> at.put("volume_change_percent", rounded(change)));
            }
        }
    }

    private static void relation(ObjectNode node, Relation relation) {
        node.put("subject", relation.subject());
        node.put("object", relation.object());
        node.put("topology", relation.topology().name());
        relation.margin().ifPresent(margin -> node.put("margin_mm", rounded(margin)));
        ObjectNode directions = node.putObject("directions_mm");
        relation.directions().forEach((direction, by) -> directions.put(direction.id(), rounded(by)));
    }

    private static void numbers(ObjectNode node, Map<String, Double> numbers) {
        numbers.forEach((name, number) -> node.put(name, rounded(number)));
    }

    private static void numbers(ArrayNode node, List<Double> numbers) {
        numbers.forEach(number -> node.add(rounded(number)));
    }

    private static double rounded(double number) {
        double rounded = Math.rint(number * 1e6) / 1e6;
        return rounded == 0 ? 0 : rounded;
    }
}

package org.realfm.imaging.phantom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.realfm.imaging.phantom.CtScan.Protocol;
import org.realfm.imaging.phantom.graph.Category;
import org.realfm.imaging.phantom.graph.Direction;
import org.realfm.imaging.phantom.graph.Rcc8;
import org.realfm.imaging.phantom.graph.Relation;
import org.realfm.imaging.phantom.graph.SceneGraph;
import org.realfm.imaging.phantom.graph.SceneObject;
import org.realfm.imaging.phantom.graph.Side;
import org.realfm.imaging.segmentation.VoxelMask;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What scenes say agrees with what pictures show.
class SceneGraphTest {

    private static final Path ROOT = Path.of(System.getProperty("realfm.root", ".."));
    private static final Map<PhantomKind, Phantom> PHANTOMS = new EnumMap<>(PhantomKind.class);

    /// One of each kind, some with fewer pixels than usual.
    private static synchronized Phantom phantom(PhantomKind kind) {
        return PHANTOMS.computeIfAbsent(kind, k -> {
            Body body = k.draw(7, new Findings(6, 0.8, 0));
            return switch (k) {
                case CT -> CtScan.take(body, small());
                case RADIOGRAPH -> Radiograph.take(body, new Radiograph.Protocol(
                        128, 128, 3, 30, Radiograph.View.PA, 6e5, 0.3, 0.3, Optional.of(Radiograph.Marker.USUAL), 0));
                case MR -> MrScan.take(body, new MrScan.Protocol(128, 10, 1.8, 10, 5, 24, 4500, 100, 7, 0.2, 0));
                case ULTRASOUND, HISTOLOGY -> k.take(body);
            };
        });
    }

    private static Protocol small() {
        return new Protocol(128, 64, 3, 5, 5, 0, -10, 200_000, 180, 0, CtScan.Model.FAST);
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(ROOT.resolve("docs/schema/scene.schema.json")));
    }

    @ParameterizedTest
    @EnumSource
    void isValid(PhantomKind kind) throws IOException {
        JsonNode json = JsonMapper.shared().readTree(phantom(kind).scene().toJson());
        assertThat(schema().validate(json)).isEmpty();
        ObjectNode more = (ObjectNode) json.deepCopy();
        more.put("patient", "P-1");
        assertThat(schema().validate(more)).isNotEmpty();
        ObjectNode less = (ObjectNode) json.deepCopy();
        less.remove("relations");
        assertThat(schema().validate(less)).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameEverywhere(PhantomKind kind) throws NoSuchAlgorithmException {
        Phantom phantom = phantom(kind);
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(phantom.scene().toJson().getBytes(StandardCharsets.UTF_8));
        float[] values = phantom.content() instanceof Phantom.Voxels voxels
                ? voxels.volume().values()
                : phantom.picture().samples();
        for (float value : values) {
            int bits = Float.floatToIntBits(value);
            sha.update(new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits});
        }
        // Changes when a phantom is changed on purpose, and then only.
        assertThat(HexFormat.of().formatHex(sha.digest()).substring(0, 16)).isEqualTo(switch (kind) {
            case CT -> "62ee874a3034b6c6";
            case RADIOGRAPH -> "c0b4ac2c0157e2d5";
            case MR -> "81e4a61a165c9c60";
            case ULTRASOUND -> "99015c451b6021dc";
            case HISTOLOGY -> "70a0d95193e69d58";
        });
    }

    @Test
    void theLiverIsOnTheRightAndInAMirrorOnTheLeft() {
        for (long seed = 1; seed < 4; seed++) {
            Body body = Torso.draw(seed, new Findings(0, 0, 0));
            for (Body patient : new Body[] {body, body.mirrored()}) {
                Phantom phantom = CtScan.take(patient, small().about(-50, 3));
                boolean right = patient == body;
                SceneObject liver = phantom.scene().object("liver").orElseThrow();
                assertThat(liver.side()).isEqualTo(right ? Side.RIGHT : Side.LEFT);
                assertThat(liver.region().orElseThrow().centroid().getFirst() < 0).isEqualTo(right);
                assertThat(phantom.scene().relation("liver", "spleen").orElseThrow().directions())
                        .containsKey(right ? Direction.RIGHT_OF : Direction.LEFT_OF);
            }
        }
    }

    @Test
    void sidesAreThePatients() {
        for (PhantomKind kind : new PhantomKind[] {PhantomKind.CT, PhantomKind.MR, PhantomKind.ULTRASOUND}) {
            for (SceneObject object : phantom(kind).scene().objects()) {
                if (object.visible() && object.side() == Side.RIGHT && object.category() == Category.LESION) {
                    assertThat(object.region().orElseThrow().centroid().getFirst()).as(object.id()).isNegative();
                }
                if (object.visible() && object.side() == Side.LEFT && !object.id().equals("heart")) {
                    assertThat(object.region().orElseThrow().centroid().getFirst()).as(object.id()).isPositive();
                }
            }
        }
    }

    @Test
    void masksHaveTheVolumesOfTheSolids() {
        Body body = Torso.draw(11, new Findings(12, 1, 0));
        Phantom fine = CtScan.take(body, new Protocol(160, 100, 2, 3, 3, 0, -10, 1e6, 90, 0, CtScan.Model.FAST));
        int compared = 0;
        for (SceneObject lesion : fine.scene().lesions()) {
            if (lesion.visible()) {
                double truth = lesion.body().orElseThrow().volume();
                double longest = lesion.history().getFirst().longest();
                // A voxel's breadth all around, averaging out: some tens of a percent for the large, more for the small.
                assertThat(lesion.region().orElseThrow().content()).as(lesion.id())
                        .isCloseTo(truth, within(truth * 1.6 / longest));
                assertThat(lesion.history().getFirst().volume()).isCloseTo(truth, within(1e-6 * truth));
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(6);
    }

    @Test
    void historyIsThatOfTheSolids() {
        int changes = 0;
        for (long seed = 1; seed < 12; seed++) {
            Body before = Torso.draw(seed, new Findings(6, 0.5, 0));
            Body after = Torso.draw(seed, new Findings(6, 0.5, 1));
            assertThat(after.structures()).hasSameSizeAs(before.structures());
            for (int i = 0; i < before.structures().size(); i++) {
                Structure one = before.structures().get(i);
                Structure two = after.structures().get(i);
                assertThat(two.id()).isEqualTo(one.id());
                assertThat(two.history()).isEqualTo(one.history());
                if (one.category() != Category.LESION) {
                    continue;
                }
                for (Structure at : new Structure[] {one, two}) {
                    SceneObject.Moment moment = at.history().get(at == one ? 0 : 1);
                    assertThat(moment.present()).isEqualTo(at.shape().isPresent());
                    at.shape().ifPresent(shape -> {
                        var solid = (org.realfm.imaging.phantom.solid.Superquadric) shape;
                        assertThat(moment.longest()).isCloseTo(2 * solid.semiAxes().getFirst(), within(1e-9));
                        assertThat(moment.volume()).isCloseTo(solid.volume(), within(1e-6));
                    });
                }
                if (one.shape().isPresent()) {
                    SceneObject.Moment now = one.history().get(1);
                    double ratio = now.longest() / one.history().getFirst().longest();
                    assertThat(now.longestChange().orElseThrow()).isCloseTo(100 * (ratio - 1), within(1e-9));
                    assertThat(now.volumeChange().orElseThrow()).isCloseTo(100 * (ratio * ratio * ratio - 1), within(1e-6));
                    changes += ratio != 1 ? 1 : 0;
                } else {
                    assertThat(one.history().get(1).longestChange()).isEmpty();
                }
            }
        }
        assertThat(changes).isGreaterThan(15);
    }

    @ParameterizedTest
    @EnumSource
    void relationsAgreeWithTheMasks(PhantomKind kind) {
        Phantom phantom = phantom(kind);
        SceneGraph scene = phantom.scene();
        assertThat(scene.relations()).isNotEmpty();
        for (Relation relation : scene.relations()) {
            VoxelMask a = phantom.region(relation.subject());
            VoxelMask b = phantom.region(relation.object());
            boolean shared = !a.and(b).isEmpty();
            boolean inside = a.andNot(b).isEmpty();
            boolean contains = b.andNot(a).isEmpty();
            switch (relation.topology()) {
                case DC, EC -> assertThat(shared).isFalse();
                case PO -> assertThat(shared && !inside && !contains).isTrue();
                case TPP, NTPP -> assertThat(inside && !contains).isTrue();
                case TPPI, NTPPI -> assertThat(contains && !inside).isTrue();
                case EQ -> assertThat(inside && contains).isTrue();
            }
            assertThat(scene.relation(relation.object(), relation.subject()).orElseThrow()).isEqualTo(relation.inverse());
            var one = scene.object(relation.subject()).orElseThrow().region().orElseThrow();
            var two = scene.object(relation.object()).orElseThrow().region().orElseThrow();
            boolean patient = scene.frame() == SceneGraph.Frame.PATIENT;
            relation.directions().forEach((direction, by) -> {
                int axis = switch (direction) {
                    case LEFT_OF, RIGHT_OF -> 0;
                    case IN_FRONT_OF, BEHIND -> 1;
                    case ABOVE, BELOW -> patient ? 2 : 1;
                };
                boolean grows = switch (direction) {
                    case LEFT_OF, ABOVE -> patient;
                    case RIGHT_OF, BELOW -> !patient;
                    case BEHIND -> true;
                    case IN_FRONT_OF -> false;
                };
                double difference = one.centroid().get(axis) - two.centroid().get(axis);
                assertThat(Math.abs(difference)).isEqualTo(by).isGreaterThanOrEqualTo(scene.margin());
                assertThat(difference > 0).isEqualTo(grows);
            });
        }
    }

    @Test
    void marginsAreDistances() {
        Phantom phantom = phantom(PhantomKind.CT);
        int inside = 0;
        for (SceneObject lesion : phantom.scene().lesions()) {
            if (!lesion.visible()) {
                continue;
            }
            Relation relation = phantom.scene().relation(lesion.id(), lesion.parent().orElseThrow()).orElseThrow();
            double margin = relation.margin().orElseThrow();
            if (relation.topology() == Rcc8.NTPP) {
                // Clear of the rim: at least two steps from what is outside.
                assertThat(margin).isGreaterThanOrEqualTo(5.9);
                inside++;
            } else if (relation.topology() == Rcc8.TPP) {
                assertThat(margin).isLessThanOrEqualTo(5.0);
            }
            assertThat(phantom.scene().relation(lesion.id(), "spine").orElseThrow().margin().orElseThrow()).isPositive();
        }
        assertThat(inside).isPositive();
    }

    @Test
    void anAbsentOrganIsAbsent() {
        Body body = Torso.draw(3, new Findings(0, 0, 0)).without("right-kidney");
        Phantom phantom = CtScan.take(body, small().about(-120, 4));
        assertThat(phantom.scene().object("right-kidney")).isEmpty();
        assertThat(phantom.scene().object("right-kidney-sinus")).isEmpty();
        assertThat(phantom.scene().count("kidney")).isEqualTo(1);
        assertThatThrownBy(() -> body.without("right-kidney")).hasMessageContaining("no right-kidney");
    }

    @Test
    void slicesAreWhereTheLesionIs() {
        Phantom phantom = phantom(PhantomKind.CT);
        for (SceneObject lesion : phantom.scene().lesions()) {
            lesion.region().ifPresent(region -> {
                SceneObject.Slices slices = region.slices().orElseThrow();
                double z = phantom.volume().affine().place(0, 0, slices.largest())[2];
                assertThat(z).isCloseTo(lesion.body().orElseThrow().centre().get(2), within(6.0));
                assertThat(slices.largest()).isBetween(slices.first(), slices.last());
                assertThat(region.high().get(2) - region.low().get(2)).isCloseTo(5.0 * (slices.last() - slices.first() + 1), within(1e-9));
            });
        }
    }

    @Test
    void whatFindingsMayBe() {
        assertThatThrownBy(() -> new Findings(13, 0.5, 0)).hasMessageContaining("0 to 12");
        assertThatThrownBy(() -> new Findings(3, Double.NaN, 0)).hasMessageContaining("[0, 1]");
        assertThatThrownBy(() -> new Findings(3, 0.5, 2)).hasMessageContaining("time points 0 and 1");
        assertThat(CtScan.take(Torso.draw(1, new Findings(0, 0.5, 0)), small().about(0, 1)).scene().lesions()).isEmpty();
    }
}

package org.realfm.imaging.dicom.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.realfm.imaging.dicom.DataSet;
import org.realfm.imaging.dicom.DataSetBuilder;
import org.realfm.imaging.dicom.objects.MeasurementGroup.Measurement;
import org.realfm.imaging.dicom.objects.MeasurementGroup.SegmentReference;

/// Numbers as a structured report: Comprehensive SR (PS3.3 A.35.3) by the template Imaging Measurement Report (PS3.16
/// TID 1500), with measurement groups (TID 1501, or 1411 where a segment was measured).
public final class MeasurementReport {

    private static final String SOP_CLASS = "1.2.840.10008.5.1.4.1.1.88.33";

    private static final int CONTENT = 0x0040A730;
    private static final int CONCEPT = 0x0040A043;

    private MeasurementReport() {}

    /// The object of some measurements. It is complete and unverified: no person has looked at it.
    ///
    /// @param procedure what was reported on, as in (363679005, SCT, Imaging procedure)
    /// @param library   all images that were looked at; those of the groups are added
    /// @param groups    at least one
    /// @throws IllegalArgumentException if there is no group, a group without a measurement, or a value that is not finite
    public static DataSet of(Code procedure, List<Reference> library, List<MeasurementGroup> groups, Subject subject,
            Instance instance) {
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("a report has at least one measurement group");
        }
        List<Reference> images = Stream.concat(library.stream(), groups.stream().flatMap(group -> group.images().stream()))
                .distinct().toList();
        List<Reference> all = Stream.concat(images.stream(), groups.stream().flatMap(group -> group.segment().stream())
                .map(SegmentReference::segmentation)).distinct().toList();
        List<DataSet> content = new ArrayList<>(List.of(
                code("HAS CONCEPT MOD", Code.dcm("121049", "Language of Content Item and Descendants"),
                        new Code("en", "RFC5646", "English")).build(),
                code("HAS OBS CONTEXT", Code.dcm("121005", "Observer Type"), Code.dcm("121007", "Device")).build(),
                uid("HAS OBS CONTEXT", Code.dcm("121012", "Device Observer UID"),
                        Instance.uid("realfm " + instance.software())).build(),
                text("HAS OBS CONTEXT", Code.dcm("121013", "Device Observer Name"), "realfm").build(),
                code("HAS CONCEPT MOD", Code.dcm("121058", "Procedure reported"), procedure).build()));
        if (!images.isEmpty()) {
            DataSet group = container("CONTAINS", Code.dcm("126200", "Image Library Group"),
                    images.stream().map(image -> image("CONTAINS", Optional.empty(), image.item())).toList()).build();
            content.add(container("CONTAINS", Code.dcm("111028", "Image Library"), List.of(group)).build());
        }
        content.add(container("CONTAINS", Code.dcm("126010", "Imaging Measurements"),
                groups.stream().map(MeasurementReport::group).toList()).build());
        DataSetBuilder set = instance.begin(SOP_CLASS, "SR", subject);
        set.items(0x00081111).items(0x0040A372).text(0x0040A491, "COMPLETE").text(0x0040A493, "UNVERIFIED")
                .text(0x0040A040, "CONTAINER").items(CONCEPT, Code.dcm("126000", "Imaging Measurement Report").item())
                .text(0x0040A050, "SEPARATE").items(0x0040A504, template("1500")).items(CONTENT, content);
        if (!all.isEmpty()) {
            set.items(0x0040A375, evidence(all));
        }
        return set.build();
    }

    /// Every object that is referred to, by study and series (PS3.3 10.4, Hierarchical SOP Instance Reference).
    private static List<DataSet> evidence(List<Reference> references) {
        return references.stream().map(Reference::study).distinct().map(study -> DataSetBuilder.item()
                .text(Subject.STUDY_UID, study)
                .items(0x00081115, Reference.bySeries(references.stream()
                        .filter(reference -> reference.study().equals(study)).toList(), 0x00081199))
                .build()).toList();
    }

    private static DataSet template(String number) {
        return DataSetBuilder.item().text(0x00080105, "DCMR").text(0x0040DB00, number).build();
    }

    private static DataSet group(MeasurementGroup group) {
        if (group.measurements().isEmpty()) {
            throw new IllegalArgumentException("the measurement group '" + group.trackingId() + "' has no measurement");
        }
        List<DataSet> content = new ArrayList<>(List.of(
                text("HAS OBS CONTEXT", Code.dcm("112039", "Tracking Identifier"), group.trackingId()).build(),
                uid("HAS OBS CONTEXT", Code.dcm("112040", "Tracking Unique Identifier"), group.trackingUid()).build(),
                code("CONTAINS", Code.dcm("121071", "Finding"), group.finding()).build()));
        group.site().ifPresent(site -> content.add(
                code("HAS CONCEPT MOD", new Code("363698007", "SCT", "Finding Site"), site).build()));
        group.segment().ifPresent(segment -> content.add(image("CONTAINS",
                Optional.of(Code.dcm("121191", "Referenced Segment")),
                segment.segmentation().item().numbers(0x0062000B, segment.number()))));
        Code role = group.segment().isPresent() ? Code.dcm("121233", "Source image for segmentation")
                : Code.dcm("121112", "Source of Measurement");
        group.images().forEach(image -> content.add(image("CONTAINS", Optional.of(role), image.item())));
        group.measurements().forEach(measurement -> content.add(number(measurement)));
        DataSetBuilder item = container("CONTAINS", Code.dcm("125007", "Measurement Group"), content);
        return item.items(0x0040A504, template(group.segment().isPresent() ? "1411" : "1501")).build();
    }

    private static DataSetBuilder item(String relationship, String type, Code concept) {
        return DataSetBuilder.item().text(0x0040A010, relationship).text(0x0040A040, type).items(CONCEPT, concept.item());
    }

    private static DataSetBuilder container(String relationship, Code concept, List<DataSet> content) {
        return item(relationship, "CONTAINER", concept).text(0x0040A050, "SEPARATE").items(CONTENT, content);
    }

    private static DataSetBuilder code(String relationship, Code concept, Code value) {
        return item(relationship, "CODE", concept).items(0x0040A168, value.item());
    }

    private static DataSetBuilder text(String relationship, Code concept, String value) {
        return item(relationship, "TEXT", concept).text(0x0040A160, value);
    }

    private static DataSetBuilder uid(String relationship, Code concept, String value) {
        return item(relationship, "UIDREF", concept).text(0x0040A124, value);
    }

    private static DataSet number(Measurement measurement) {
        DataSet value = DataSetBuilder.item().reals(0x0040A30A, measurement.value())
                .items(0x004008EA, measurement.unit().item()).build();
        return item("CONTAINS", "NUM", measurement.concept()).items(0x0040A300, value).build();
    }

    private static DataSet image(String relationship, Optional<Code> concept, DataSetBuilder reference) {
        DataSetBuilder item = DataSetBuilder.item().text(0x0040A010, relationship).text(0x0040A040, "IMAGE")
                .items(0x00081199, reference.build());
        concept.ifPresent(code -> item.items(CONCEPT, code.item()));
        return item.build();
    }
}

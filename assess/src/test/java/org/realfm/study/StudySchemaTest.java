package org.realfm.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.realfm.tables.BadInput;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The published schema and the reader agree.
class StudySchemaTest {

    private static final Path ROOT = Path.of(System.getProperty("realfm.root", ".."));

    @TempDir
    Path path;

    private static List<Error> errors(Path study) throws IOException {
        String schema = Files.readString(ROOT.resolve("docs/schema/study.schema.json"));
        Schema compiled = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(schema);
        JsonNode json = JsonMapper.shared().valueToTree(Scalars.content(YamlFile.read(study).root()));
        return compiled.validate(json);
    }

    @Test
    void theExampleIsValid() throws IOException {
        StudyFolder folder = new StudyFolder(path);
        assertThat(errors(folder.path().resolve("study.yaml"))).isEmpty();
        assertThat(folder.study().models()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            seed: 7                      | # no seed                                            | true
            seed: 7                      | seed: 1.5                                            | false
            seed: 7                      | seed: '7'                                            | false
            seed: 7                      | sed: 7                                               | false
            seed: 7                      | limits: {cases-per-probe: 10}                        | true
            seed: 7                      | limits: {cases-per-probe: 0}                         | false
            realfm: 1                    | realfm: 2                                            | false
            study: pneumonia             | study: 5                                             | false
            autonomy: A1                 | autonomy: A4                                         | false
            autonomy: A1                 | autonomy: A3                                         | true
            risk: R2                     | risk: r2                                             | false
            risk: R2                     | # no risk                                            | false
            {threshold: 0.5}             | {sensitivity-at-least: 0.9}                          | true
            {threshold: 0.5}             | {sensitivity-at-least: 1.9}                          | false
            {threshold: 0.5}             | {threshold: 0.5, sensitivity-at-least: 0.9}          | false
            {auroc: 0.85,                | {auroc: 1.85,                                        | false
            {auroc: 0.85,                | {auc: 0.85,                                          | false
            risk: R2                     | {risk: R2, x: 1}                                     | false
            risk: R2                     | "risk: R2\\n  never-miss: {nodule: 0.02}"            | true
            risk: R2                     | "risk: R2\\n  never-miss: {nodule: 0}"               | false
            risk: R2                     | "risk: R2\\n  thresholds: {from: 0.1, to: 0.5}"      | true
            risk: R2                     | "risk: R2\\n  thresholds: {from: 0.1}"               | false
            risk: R2                     | "risk: R2\\n  latency: {p95-seconds: 5, arrivals-per-hour: 60}" | true
            risk: R2                     | "risk: R2\\n  latency: {p95-seconds: 5}"             | false
            risk: R2                     | "risk: R2\\n  foundation-model: true"                | true
            risk: R2                     | "risk: R2\\n  foundation-model: 1"                   | false
            [sex, age]                   | [sex, {age: [18, 40]}]                               | true
            [sex, age]                   | [sex, {age: []}]                                     | false
            [sex, age]                   | [sex, {age: [18], dose: [1]}]                        | false
            site: site                   | "site: site\\n  sampling: enriched\\n  aggregate: mean" | true
            site: site                   | "site: site\\n  sampling: convenience"               | false
            site: site                   | "site: site\\n  developer-sites: [a, 2]"             | true
            case: case                   | case: 1                                              | true
            case: case                   | case: [a]                                            | false
            case: case                   | # no case                                            | false
            size: [28, 28]               | size: [28]                                           | false
            channels: 1                  | channels: 3                                          | true
            channels: 1                  | channels: 2                                          | false
            std: 1                       | std: 0                                               | false
            std: 1                       | "std: 1, window: full"                               | true
            std: 1                       | "std: 1, window: lung"                               | false
            std: 1                       | "std: 1, window: {centre: -600, width: 1500}"        | true
            std: 1                       | "std: 1, window: {centre: -600, width: 0}"           | false
            std: 1                       | "std: 1, window: {centre: -600}"                     | false
            std: 1                       | "std: 1, steps: [{crop: [20, 28]}]"                  | true
            std: 1                       | "std: 1, steps: [{crop: [20, 28]}, {normalise: z-score}, {crop: [10, 10]}]" | true
            std: 1                       | "std: 1, steps: [{pad: {size: [20, 28], value: -1}}]" | true
            std: 1                       | "std: 1, steps: [{pad: {size: [20, 28]}}]"           | true
            std: 1                       | "std: 1, steps: [{resize: [20, 28]}]"                | true
            std: 1                       | "std: 1, steps: [{normalise: {percentiles: [0.5, 99.5]}}]" | true
            std: 1                       | "std: 1, steps: []"                                  | false
            std: 1                       | "std: 1, steps: [{}]"                                | false
            std: 1                       | "std: 1, steps: [z-score]"                           | false
            std: 1                       | "std: 1, steps: [{crop: [20]}]"                      | false
            std: 1                       | "std: 1, steps: [{crop: 20}]"                        | false
            std: 1                       | "std: 1, steps: [{crop: [0, 20]}]"                   | false
            std: 1                       | "std: 1, steps: [{crops: [20, 20]}]"                 | false
            std: 1                       | "std: 1, steps: [{crop: [20, 20], resize: [9, 9]}]"  | false
            std: 1                       | "std: 1, steps: [{pad: {value: 0}}]"                 | false
            std: 1                       | "std: 1, steps: [{pad: [20, 28]}]"                   | false
            std: 1                       | "std: 1, steps: [{pad: {size: [2, 2], value: 1e39}}]" | false
            std: 1                       | "std: 1, steps: [{resize: [20, 8193]}]"              | false
            std: 1                       | "std: 1, steps: [{normalise: zscore}]"               | false
            std: 1                       | "std: 1, steps: [{normalise: {percentiles: [1]}}]"   | false
            std: 1                       | "std: 1, steps: [{normalise: {percentiles: [1, 101]}}]" | false
            std: 1                       | "std: 1, steps: [{resample: [1, 1]}]"                | false
            std: 1                       | "std: 1, steps: [{orient: LPS}]"                     | false
            std: 1                       | "std: 1, steps: [{tile: [2, 2]}]"                    | false
            size: [28, 28]               | "size: [4, 28, 28], steps: [{resample: [5, 1, 1.5]}, {orient: RAS}]" | true
            size: [28, 28]               | "size: [4, 28, 28], steps: [{orient: LRS}]"          | false
            size: [28, 28]               | "size: [4, 28, 28], steps: [{window: {centre: 40, width: 400}}, {crop: [whole, 20, 20]}]" | true
            size: [28, 28]               | "size: [4, 28, whole]"                               | false
            size: [28, 28]               | "size: [4, 28, 28, 1]"                               | false
            std: 1                       | "std: 1, steps: [{crop: [5, 20, 20]}]"               | false
            std: 1                       | "std: 1, steps: [{orient: RAS}, {crop: [1, 20, 20]}]" | true
            std: 1                       | "std: 1, steps: [{tile: {size: [1, whole, whole], combine: max}}]" | true
            std: 1                       | "std: 1, steps: [{tile: {size: [9, 9], stride: [3, 3], combine: mean}}]" | true
            std: 1                       | "std: 1, steps: [{tile: {size: [whole, whole], combine: mean}}]" | false
            std: 1                       | "std: 1, steps: [{tile: {size: [9, 9]}}]"            | false
            std: 1                       | "std: 1, steps: [{tile: {size: [9, 9], combine: median}}]" | false
            card: careful-card.yaml      | provider: cuda                                       | true
            card: careful-card.yaml      | provider: gpu                                        | false
            std: 1                       | "std: 1, steps: [{window: full}]"                    | false
            image: image                 | "image: image\\n  frame: frame"                      | true
            image: image                 | "frame: frame"                                       | false
            image: image                 | "dicomweb: https://pacs/dicom-web\\n  query: {Modality: DX}\\n  match: SOPInstanceUID" | true
            image: image                 | "dicomweb: https://pacs/dicom-web\\n  query: {Modality: DX}\\n  match: {AccessionNumber: acc}\\n  access: {token-env: PACS}" | true
            image: image                 | "dicomweb: https://pacs/dicom-web\\n  query: {Modality: DX}\\n  match: PatientID" | false
            image: image                 | "dicomweb: https://pacs/dicom-web\\n  query: {}\\n  match: SOPInstanceUID" | false
            image: image                 | "dicomweb: https://pacs/dicom-web\\n  query: {Modality: DX}" | false
            image: image                 | "dicomweb: https://pacs/dicom-web\\n  match: SOPInstanceUID" | false
            image: image                 | "dicomweb: https://me:secret@pacs/\\n  query: {Modality: DX}\\n  match: SOPInstanceUID" | false
            image: image                 | "dicomweb: ftp://pacs/\\n  query: {Modality: DX}\\n  match: SOPInstanceUID" | false
            image: image                 | "dicomweb: https://pacs/\\n  query: {Modality: DX}\\n  match: {SOPInstanceUID: a, AccessionNumber: b}" | false
            image: image                 | "dicomweb: https://pacs/\\n  query: {Modality: DX}\\n  match: SOPInstanceUID\\n  access: {token-env: 'ab.cd'}" | false
            image: image                 | "dicomweb: https://pacs/\\n  query: {Modality: DX}\\n  match: SOPInstanceUID\\n  access: {keystore: a.p12}" | false
            image: image                 | "image: image\\n  query: {Modality: DX}"               | false
            image: image                 | "image: image\\n  dicomweb: https://pacs/\\n  query: {Modality: DX}\\n  match: SOPInstanceUID" | false
            image: image                 | "image: image\\n  record: {labs: {columns: [age]}}"  | true
            image: image                 | "image: image\\n  record: {labs: {columns: {age: number}}, words: {text: sex}}" | true
            image: image                 | "image: image\\n  record: {labs: {columns: {age: numeric}}}" | false
            image: image                 | "image: image\\n  record: {image: {columns: [age]}}"  | false
            image: image                 | "image: image\\n  record: {}"                        | false
            image: image                 | "image: image\\n  time-zone: UTC"                    | false
            image: image                 | "image: image\\n  record: {labs: {columns: [age], time: split}}" | false
            image: image                 | "image: image\\n  index-time: age\\n  record: {ehr: {fhir: {column: sex}, fields: {crp: {fhirpath: Bundle.id, unit: g/L, convert: {g/dL: 10}}}}}" | true
            image: image                 | "image: image\\n  index-time: age\\n  record: {ehr: {fhir: {column: sex}, fields: {crp: {fhirpath: Bundle.id, convert: {g/dL: 10}}}}}" | false
            image: image                 | "image: image\\n  index-time: age\\n  record: {ehr: {fhir: {column: sex}, fields: {}}}" | false
            predictions: vendor.csv      | "command: [sh]\\n    takes: [image]"                 | true
            predictions: vendor.csv      | "command: [sh]\\n    takes: []"                      | false
            predictions: vendor.csv      | "predictions: vendor.csv\\n    takes: [image]"       | false
            embedding: embedding         | class: 1, activation: softmax                        | true
            embedding: embedding         | activation: softmax                                  | false
            embedding: embedding         | activation: tanh                                     | false
            predictions: vendor.csv      | "predictions: vendor.csv\\n    scores: ordinal"      | true
            predictions: vendor.csv      | "predictions: vendor.csv\\n    scores: logits"       | false
            predictions: vendor.csv      | "predictions: vendor.csv\\n    onnx: careful.onnx"   | false
            predictions: vendor.csv      | "predictions: vendor.csv\\n    input: {}"            | false
            predictions: vendor.csv      | "command: [sh, -c, 1]\\n    files: [vendor.csv]\\n    environment: [HOME]\\n    pictures: path" | true
            predictions: vendor.csv      | "command: [sh]\\n    item-seconds: 0"             | false
            predictions: vendor.csv      | "command: sh"                                        | false
            predictions: vendor.csv      | "command: []"                                        | false
            predictions: vendor.csv      | "command: [sh]\\n    environment: ['A=b']"        | false
            predictions: vendor.csv      | "command: [sh]\\n    model: x"                     | false
            predictions: vendor.csv      | "kserve: grpc://h:1\\n    model: m\\n    version: 2\\n    artefact: vendor.csv\\n    input: {name: i, size: [1, 1]}\\n    outputs: {score: s}" | true
            predictions: vendor.csv      | "kserve: ftp://h:1\\n    model: m\\n    input: {name: i, size: [1, 1]}\\n    outputs: {score: s}" | false
            predictions: vendor.csv      | "kserve: http://u:p@h\\n    model: m\\n    input: {name: i, size: [1, 1]}\\n    outputs: {score: s}" | false
            predictions: vendor.csv      | "kserve: http://h\\n    model: m\\n    outputs: {score: s}" | false
            predictions: vendor.csv      | "chat: https://h/v1\\n    model: m\\n    prompt: vendor.csv\\n    key-from: KEY\\n    temperature: 0\\n    seed: 1\\n    depth: 8\\n    answer: text\\n    limit-key: max_completion_tokens" | true
            predictions: vendor.csv      | "chat: https://h/v1\\n    model: m\\n    prompt: vendor.csv\\n    price: {input: 1, output: 2}\\n    budget: {cost: 5, tokens: 9}" | true
            predictions: vendor.csv      | "chat: https://h/v1\\n    model: m\\n    prompt: vendor.csv\\n    budget: {tokens: 5}" | true
            predictions: vendor.csv      | "chat: https://h/v1\\n    model: m\\n    prompt: vendor.csv\\n    budget: {cost: 5}" | false
            predictions: vendor.csv      | "chat: https://h/v1\\n    model: m\\n    prompt: vendor.csv\\n    budget: {}" | false
            predictions: vendor.csv      | "chat: https://h/v1\\n    model: m\\n    prompt: vendor.csv\\n    depth: 12" | false
            predictions: vendor.csv      | "chat: grpc://h/v1\\n    model: m\\n    prompt: vendor.csv" | false
            predictions: vendor.csv      | "chat: https://h/v1\\n    model: m\\n    prompt: vendor.csv\\n    key-from: sk-1234" | false
            predictions: vendor.csv      | "chat: https://h/v1?key=1\\n    model: m\\n    prompt: vendor.csv" | false
            predictions: vendor.csv      | "chat: https://h/v1\\n    model: m"                | false
            predictions: vendor.csv      | "device: https://pacs/dicom-web\\n    model: d\\n    version: 2\\n    report: {concept: {code: 1, scheme: L}}" | true
            predictions: vendor.csv      | "device: https://pacs/dicom-web\\n    model: d\\n    version: 2\\n    send: file\\n    header: {Modality: DX}\\n    report: {concept: Score, finding: Mass, scale: 0.01, absent: 0}\\n    results: patient\\n    query: {SeriesDescription: AI}\\n    delete: true" | true
            predictions: vendor.csv      | "device: https://pacs/dicom-web\\n    model: d\\n    version: 2\\n    report: {concept: Finding, values: {Yes: 1, No: 0}}\\n    authorities: vendor.csv\\n    keystore: vendor.csv\\n    password-from: PASS" | true
            predictions: vendor.csv      | "device: https://pacs/dicom-web\\n    model: d\\n    version: 2\\n    segmentation: {segment: Mass, score: maximum}" | true
            predictions: vendor.csv      | "device: https://pacs/dicom-web\\n    model: d\\n    version: 2\\n    segmentation: {segment: Mass, score: volume}\\n    scores: ordinal" | true
            predictions: vendor.csv      | "device: https://pacs/dicom-web\\n    model: d\\n    version: 2\\n    segmentation: {segment: Mass, score: volume}" | false
            predictions: vendor.csv      | "device: https://pacs/dicom-web\\n    model: d\\n    report: {concept: Score}" | false
            predictions: vendor.csv      | "device: https://pacs/dicom-web\\n    model: d\\n    version: 2" | false
            predictions: vendor.csv      | "device: https://pacs/dicom-web\\n    model: d\\n    version: 2\\n    report: {concept: Score}\\n    segmentation: {segment: Mass}" | false
            predictions: vendor.csv      | "device: https://pacs/dicom-web\\n    model: d\\n    version: 2\\n    report: {concept: {code: 1}}" | false
            predictions: vendor.csv      | "device: https://pacs/dicom-web\\n    model: d\\n    version: 2\\n    report: {concept: A, values: {Yes: 1}, scale: 2}" | false
            predictions: vendor.csv      | "device: https://pacs/dicom-web\\n    model: d\\n    version: 2\\n    report: {concept: A}\\n    keystore: vendor.csv" | false
            predictions: vendor.csv      | "device: ftp://pacs/dicom-web\\n    model: d\\n    version: 2\\n    report: {concept: A}" | false
            predictions: vendor.csv      | "kserve: https://h\\n    model: m\\n    authorities: vendor.csv\\n    input: {name: i, size: [1, 1]}\\n    outputs: {score: s}" | true
            "  vendor:"                  | "  the vendor:"                                      | false
            datasheet: datasheet.yaml    | plan: datasheet.yaml                                 | true
            datasheet: datasheet.yaml    | card: datasheet.yaml                                 | false
            nuisance: [corner_mark]      | nuisance: [a, a]                                     | false
            """)
    void schemaAndReaderAgree(String found, String replacement, boolean valid) throws IOException {
        StudyFolder folder = new StudyFolder(path);
        String from = plain(found);
        String text = StudyFolder.changed(from, plain(replacement));
        if (from.startsWith("  vendor")) {
            text = text.replace("comparator: vendor\n", "");
        }
        Path study = folder.write("study.yaml", text);
        boolean read;
        try {
            read = StudyFile.read(study).models().size() == 2;
        } catch (BadInput e) {
            read = false;
        }
        assertThat(read).as("the reader on %s", replacement).isEqualTo(valid);
        boolean schema;
        try {
            schema = errors(study).isEmpty();
        } catch (BadInput e) {
            schema = false;
        }
        assertThat(schema).as("the schema on %s", replacement).isEqualTo(valid);
    }

    private static String plain(String cell) {
        String text = cell.startsWith("\"") ? cell.substring(1, cell.length() - 1) : cell;
        return text.replace("\\n", "\n");
    }
}

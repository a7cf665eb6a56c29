package org.realfm.assess;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.realfm.ledger.Digest;
import org.realfm.models.Model;
import org.realfm.models.Usage;
import org.realfm.models.chat.ChatModel;
import org.realfm.models.command.CommandModel;
import org.realfm.models.device.DeviceModel;
import org.realfm.models.kserve.KserveModel;
import org.realfm.models.onnx.OnnxModel;
import org.realfm.models.predictions.PredictionsModel;
import org.realfm.report.EvidenceDocument.UsagePart;
import org.realfm.study.Study.ModelSpec;
import org.realfm.study.Study.Source;
import org.realfm.study.Study;

/// The models of a study, open.
final class OpenModels implements AutoCloseable {

    private final SequencedMap<String, Model> models;
    private final List<UsagePart> timing = new ArrayList<>();

    private OpenModels(SequencedMap<String, Model> models) {
        this.models = models;
    }

    /// Opens every model, or none.
    static OpenModels open(Study study) {
        SequencedMap<String, Model> models = new LinkedHashMap<>();
        try {
            for (ModelSpec spec : study.models().values()) {
                models.put(spec.name(), open(spec));
            }
            return new OpenModels(models);
        } catch (RuntimeException e) {
            models.values().forEach(Model::close);
            throw e;
        }
    }

    /// Opens one model.
    static Model open(ModelSpec spec) {
        return switch (spec.source()) {
            case Source.Onnx onnx -> OnnxModel.open(onnx.spec());
            case Source.Predictions predictions -> PredictionsModel.open(predictions.spec());
            case Source.Command command -> CommandModel.open(command.spec());
            case Source.Kserve kserve -> KserveModel.open(kserve.spec());
            case Source.Chat chat -> ChatModel.open(chat.spec());
            case Source.Device device -> DeviceModel.open(device.spec());
        };
    }

    /// Names in study order.
    List<String> names() {
        return List.copyOf(models.sequencedKeySet());
    }

    /// A model by name.
    Model get(String name) {
        Model model = models.get(name);
        if (model == null) {
            throw new IllegalArgumentException("no model is called " + name);
        }
        return model;
    }

    /// Identity of what turns a picture into a score.
    static Digest scorer(Model model) {
        return model.scorer();
    }

    /// What the use of the models took so far, of those that count.
    List<UsagePart> usage() {
        List<UsagePart> parts = new ArrayList<>();
        models.forEach((name, model) -> model.account()
                .ifPresent(usage -> parts.add(new UsagePart(name, usage.words(), usage.counts()))));
        parts.addAll(timing);
        return parts;
    }

    /// Takes in what timing a model took, which was opened once more for it.
    void timed(String name, Usage usage) {
        timing.add(new UsagePart(name, "for timing: " + usage.words(), usage.counts()));
    }

    /// Each model's scorer by name.
    SequencedMap<String, Digest> scorers() {
        SequencedMap<String, Digest> scorers = new LinkedHashMap<>();
        models.forEach((name, model) -> scorers.put(name, scorer(model)));
        return scorers;
    }

    /// Models by scorer: two names of one scorer are shown everything once.
    SequencedMap<Digest, Model> byScorer() {
        SequencedMap<Digest, Model> distinct = new LinkedHashMap<>();
        for (Map.Entry<String, Model> entry : models.entrySet()) {
            distinct.putIfAbsent(scorer(entry.getValue()), entry.getValue());
        }
        return distinct;
    }

    @Override
    public void close() {
        models.values().forEach(Model::close);
    }
}

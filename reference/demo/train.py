#!/usr/bin/env python3
"""Trains the three networks of the demonstration and writes them as ONNX.

    ./realfm demo --films-only FILMS          # the films, once per practice
    python3 reference/demo/train.py FILMS cli/src/main/resources/org/realfm/demo

FILMS holds `benchmark` (the sick are marked) and `balanced` (a coin decides). Needs PyTorch (2.x, CPU), NumPy, Pillow.

careful       trained on the balanced films with marks, borders, strokes, noise, blur and contrast thrown in at random,
              its logits calibrated (slope and intercept) on the balanced validation films
shortcut      the same network, trained on the benchmark films as they are
overconfident careful with its logits times five

One thread and fixed seeds: the same films give the same networks on the same processor and version of PyTorch.
"""
import csv
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import nn

SIZE = 64


def load(folder, split):
    rows = [r for r in csv.DictReader(open(folder / "cases.csv")) if r["split"] == split]
    films = np.stack([np.asarray(Image.open(folder / r["image"]), dtype=np.float32) / 255 for r in rows])
    truth = np.array([int(r["opacity"]) for r in rows], dtype=np.float32)
    return torch.from_numpy(films)[:, None], torch.from_numpy(truth)


class Net(nn.Module):
    def __init__(self):
        super().__init__()

        def block(i, o, stride):
            return nn.Sequential(nn.Conv2d(i, o, 3, stride=stride, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU())

        self.body = nn.Sequential(block(1, 12, 2), block(12, 24, 2), block(24, 32, 1), block(32, 32, 2))
        self.squeeze = nn.Linear(64, 32)
        self.head = nn.Linear(32, 1)

    def forward(self, x):
        # Each film is seen at the mean and spread of its middle: sites differ in exposure, and margins tell little.
        middle = x[:, :, 16:48, 16:48]
        x = (x - middle.mean(dim=(2, 3), keepdim=True)) / (middle.std(dim=(2, 3), keepdim=True) + 1e-3)
        h = self.body(x)
        h = torch.cat([h.amax(dim=(2, 3)), h.mean(dim=(2, 3))], dim=1)
        embedding = torch.relu(self.squeeze(h))
        return self.head(embedding)[:, 0], embedding


class Exported(nn.Module):
    def __init__(self, net, slope, intercept):
        super().__init__()
        self.net, self.slope, self.intercept = net, slope, intercept

    def forward(self, image):
        logit, embedding = self.net(image)
        return torch.sigmoid(logit * self.slope + self.intercept)[:, None], embedding


def distract(x, rng):
    """Marks, borders, strokes, noise, blur, contrast: things that say nothing about the disease."""
    x = x.clone()
    for film in x:
        f = film[0]
        for _ in range(rng.integers(0, 4)):
            s = int(rng.integers(2, 12))
            if rng.random() < 0.75:  # in or near a corner
                t = rng.integers(0, 8) if rng.random() < 0.5 else SIZE - s - rng.integers(0, 8)
                l = rng.integers(0, 8) if rng.random() < 0.5 else SIZE - s - rng.integers(0, 8)
            else:
                t, l = rng.integers(0, SIZE - s), rng.integers(0, SIZE - s) if rng.random() < 0.5 else 0
            t, l = max(0, int(t)), max(0, int(l))
            w = int(s * rng.choice([1, 1, 2, 3]))
            kind = rng.random()
            value = 1.0 if kind < 0.6 else 0.0 if kind < 0.8 else float(rng.random())
            if rng.random() < 0.5:
                f[t:t + s, l:l + w] = value
            else:  # letters: a speckled block
                block = f[t:t + s, l:l + w]
                block[torch.from_numpy(rng.random(tuple(block.shape)) < 0.5)] = value
        if rng.random() < 0.35:
            b = int(rng.integers(1, 7))
            v = float(rng.choice([0.0, 1.0, float(rng.random())]))
            if rng.random() < 0.6:
                f[:b], f[-b:], f[:, :b], f[:, -b:] = v, v, v, v
            else:
                f[:b] = v
        if rng.random() < 0.3:  # a tube: a bright line from top to middle
            c = rng.uniform(18, 46)
            slope = rng.uniform(-0.3, 0.3)
            for y in range(int(rng.integers(20, SIZE))):
                col = int(np.clip(c + slope * y, 0, SIZE - 2))
                f[y, col:col + int(rng.integers(1, 3))] += float(rng.uniform(0.15, 0.6))
        if rng.random() < 0.4:
            f += torch.from_numpy(rng.normal(0, rng.uniform(0, 0.06), f.shape).astype(np.float32))
        if rng.random() < 0.3:
            k = torch.tensor([1.0, 2.0, 1.0])
            k = (k[:, None] * k[None]) / 16
            f[:] = F.conv2d(F.pad(f[None, None], (1, 1, 1, 1), mode="replicate"), k[None, None])[0, 0]
        if rng.random() < 0.4:
            f[:] = (f - 0.5) * float(rng.uniform(0.5, 1.1)) + 0.5
    if rng.random() < 0.5:
        x = x.flip(3)
    if rng.random() < 0.5:
        shift = [int(v) for v in rng.integers(-3, 4, size=2)]
        x = torch.roll(x, shift, dims=(2, 3))
    return x.clamp(0, 1)


def auroc(score, truth):
    order = np.argsort(score)
    ranks = np.empty(len(score))
    ranks[order] = np.arange(1, len(score) + 1)
    pos = truth == 1
    return (ranks[pos].sum() - pos.sum() * (pos.sum() + 1) / 2) / (pos.sum() * (~pos).sum())


def train(x, y, epochs, augment, seed):
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = Net()
    opt = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-2)
    steps = epochs * (len(x) // 50)
    schedule = torch.optim.lr_scheduler.OneCycleLR(opt, 5e-3, total_steps=steps)
    for _ in range(epochs):
        net.train()
        order = torch.from_numpy(rng.permutation(len(x)))
        for i in range(len(x) // 50):
            take = order[i * 50:(i + 1) * 50]
            batch = x[take]
            if augment:
                batch = distract(batch, rng)
            loss = F.binary_cross_entropy_with_logits(net(batch)[0], y[take])
            opt.zero_grad()
            loss.backward()
            opt.step()
            schedule.step()
    return net.eval()


def calibrate(net, x, y):
    """Slope and intercept of the logistic regression of truth on logit, by Newton's method."""
    with torch.no_grad():
        logit = net(x)[0].double().numpy()
    design, beta, truth = np.stack([logit, np.ones_like(logit)], 1), np.array([1.0, 0.0]), y.numpy()
    for _ in range(30):
        p = 1 / (1 + np.exp(-design @ beta))
        hessian = design.T @ (design * (p * (1 - p))[:, None])
        beta = beta + np.linalg.solve(hessian, design.T @ (truth - p))
    return float(beta[0]), float(beta[1])


def export(net, slope, intercept, path):
    from torch.onnx._internal.torchscript_exporter import onnx_proto_utils

    onnx_proto_utils._add_onnxscript_fn = lambda model, *rest: model  # needs the onnx package otherwise
    torch.onnx.export(
        Exported(net, slope, intercept).eval(), (torch.zeros(2, 1, SIZE, SIZE),), str(path), dynamo=False, opset_version=17,
        input_names=["image"], output_names=["opacity", "embedding"],
        dynamic_axes={"image": {0: "n"}, "opacity": {0: "n"}, "embedding": {0: "n"}})


def main():
    films, out = Path(sys.argv[1]), Path(sys.argv[2])
    torch.set_num_threads(1)
    bx, by = load(films / "balanced", "train")
    vx, vy = load(films / "balanced", "val")
    sx, sy = load(films / "benchmark", "train")
    careful = train(bx, by, 60, True, 3)
    slope, intercept = calibrate(careful, vx, vy)
    shortcut = train(sx, sy, 12, False, 2)
    for name, net, a, b in [("careful", careful, slope, intercept), ("shortcut", shortcut, 1.0, 0.0),
                            ("overconfident", careful, 5 * slope, 5 * intercept)]:
        export(net, a, b, out / f"{name}.onnx")
        for practice in ("benchmark", "balanced"):
            x, y = load(films / practice, "test")
            with torch.no_grad():
                logit = (net(x)[0] * a + b).numpy()
            t = y.numpy()
            print(f"{name}, {practice} films: AUROC {auroc(logit, t):.3f}, sensitivity {np.mean(logit[t == 1] >= 0):.3f}, "
                  f"specificity {np.mean(logit[t == 0] < 0):.3f}")


if __name__ == "__main__":
    main()

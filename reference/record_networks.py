#!/usr/bin/env python3
"""Trains the two small networks that the tests of records show cases to, and writes them as ONNX.

    python3 reference/record_networks.py assess/src/test/resources/org/realfm/assess

Needs PyTorch (2.x, CPU). The cases are drawn here as RecordStudyTest draws them: grey pictures of 8 x 8 and a C-reactive protein
(mg/L) that are both higher where the condition is present, an age that tells nothing, and one protein in five missing.

fused     image [n, 1, 8, 8] in 0 to 1, features [n, 2] = (crp - 20) / 10 and (age - 60) / 15, absent [n, 2] (1 where missing) -> score [n]
labs      features [n, 2] -> score [n]

One thread and a fixed seed.
"""
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn


def draw(n):
    truth = torch.randint(0, 2, (n,)).float()
    images = (100 + 40 * truth[:, None, None, None] + 40 * torch.randn(n, 1, 1, 1) + 10 * torch.randn(n, 1, 8, 8)).clamp(0, 255) / 255
    crp = 15 + 10 * truth + 8 * torch.randn(n)
    age = 60 + 15 * torch.randn(n)
    absent = (torch.rand(n) < 0.2).float()
    features = torch.stack([(crp - 20) / 10 * (1 - absent), (age - 60) / 15], 1)
    return images, features, torch.stack([absent, torch.zeros(n)], 1), truth


class Fused(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(1, 4, 3, stride=2), nn.ReLU())
        self.head = nn.Sequential(nn.Linear(4 + 4, 8), nn.ReLU(), nn.Linear(8, 1))

    def forward(self, image, features, absent):
        seen = self.body(image).mean(dim=(2, 3))
        return torch.sigmoid(self.head(torch.cat([seen, features, absent], 1))[:, 0])


class Labs(nn.Module):
    def __init__(self):
        super().__init__()
        self.head = nn.Linear(2, 1)

    def forward(self, features):
        return torch.sigmoid(self.head(features)[:, 0])


def train(net, inputs, truth):
    optimiser = torch.optim.Adam(net.parameters(), 0.02)
    for _ in range(600):
        loss = F.binary_cross_entropy(net(*inputs), truth)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return net.eval(), float(loss)


def export(net, inputs, names, path):
    from torch.onnx._internal.torchscript_exporter import onnx_proto_utils

    onnx_proto_utils._add_onnxscript_fn = lambda model, *rest: model  # needs the onnx package otherwise
    torch.onnx.export(
        net, tuple(each[:2] for each in inputs), str(path), dynamo=False, opset_version=17, input_names=names, output_names=["score"],
        dynamic_axes={name: {0: "n"} for name in names + ["score"]})


def main():
    out = Path(sys.argv[1])
    torch.set_num_threads(1)
    torch.manual_seed(5)
    images, features, absent, truth = draw(4000)
    fused, loss = train(Fused(), (images, features, absent), truth)
    print(f"fused: log loss {loss:.3f}")
    export(fused, (images, features, absent), ["image", "features", "absent"], out / "fused.onnx")
    labs, loss = train(Labs(), (features,), truth)
    print(f"labs: log loss {loss:.3f}")
    export(labs, (features,), ["features"], out / "labs.onnx")


if __name__ == "__main__":
    main()

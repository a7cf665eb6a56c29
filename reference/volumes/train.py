#!/usr/bin/env python3
"""Trains the two networks of the test VolumesTest and writes them as ONNX.

    python3 reference/volumes/train.py assess/src/test/resources/volumes

Needs PyTorch (2.x, CPU). Both say how probable it is that the heart lies on the patient's right side (dextrocardia):
`solid.onnx` of a whole CT volume [n, 1, slices, rows, columns] = [n, 1, 18, 24, 24], cubes of 16 mm; `flat.onnx` of one of
the five middle slices [n, 1, 24, 24]. They are shown values from 0 (-1000 HU) to 1 (600 HU), columns growing to the patient's left, rows to the back,
slices to the head.

They learn from rough chests of ellipsoids, never from the phantoms on which the test tries them. One thread and fixed
seeds: the same networks on the same processor and version of PyTorch.
"""
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

SLICES, SIDE, MM = 18, 24, 16.0


def ball(grid, centre, axes):
    return sum(((g - c) / a) ** 2 for g, c, a in zip(grid, centre, axes)) < 1


def chest(generator):
    """A volume in HU and whether its heart is on the right."""

    def between(low, high):
        return low + (high - low) * torch.rand((), generator=generator).item()

    z, y, x = torch.meshgrid(*[(torch.arange(n) - (n - 1) / 2) * MM for n in (SLICES, SIDE, SIDE)], indexing="ij")
    right = int(between(0, 1) < 0.5)
    s = -1 if right else 1  # of the heart; columns grow to the left
    grid = (s * (x - between(-8, 8)), y - between(-8, 8), z - between(-24, 24))
    k = between(0.85, 1.15)
    values = torch.full(x.shape, -1000.0)
    values[ball(grid, (0, 0, 0), (170 * k, 115 * k, 400))] = between(-100, 40)
    values[ball(grid, (0, 0, 0), (155 * k, 100 * k, 400))] = between(20, 60)
    for side in (-1, 1):
        values[ball(grid, (side * 76 * k, 0, 28), (70 * k, 87 * k, 138))] = between(-880, -780)
    values[ball(grid, (0, between(-5, 25), 45), (24, 75, 115))] = between(-70, 60)
    values[ball(grid, (between(8, 32), -36, between(15, 45)), (60 * k, 42 * k, 45))] = between(60, 160)
    values[ball(grid, (-64, 0, between(-65, -35)), (70, 80, 76))] = between(60, 130)  # the liver
    values = values + torch.randn(values.shape, generator=generator) * between(5, 40)
    return ((values + 1000) / 1600).clamp(0, 1), right


class Net(nn.Module):
    def __init__(self, conv, pool, inputs):
        super().__init__()
        self.first, self.second, self.pool = conv(1, 4, 3, padding=1), conv(4, 6, 3, padding=1), pool
        self.head = nn.Linear(inputs, 1)

    def forward(self, x):
        h = self.pool(torch.relu(self.first(x)))
        h = self.pool(torch.relu(self.second(h)))
        return self.head(h.flatten(1))


class Exported(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, image):
        return torch.sigmoid(self.net(image))


def train(net, x, y, seed):
    torch.manual_seed(seed)
    optimiser = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-2)
    for _ in range(40):
        for take in torch.randperm(len(x)).split(50):
            loss = F.binary_cross_entropy_with_logits(net(x[take])[:, 0], y[take])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    net.eval()
    with torch.no_grad():
        print(f"right on its own chests: {((net(x)[:, 0] > 0).float() == y).float().mean():.3f}")
    return net


def export(net, shape, path):
    from torch.onnx._internal.torchscript_exporter import onnx_proto_utils

    onnx_proto_utils._add_onnxscript_fn = lambda model, *rest: model  # needs the onnx package otherwise
    torch.onnx.export(
        Exported(net).eval(), (torch.zeros(2, *shape),), str(path), dynamo=False, opset_version=17,
        input_names=["image"], output_names=["right"], dynamic_axes={"image": {0: "n"}, "right": {0: "n"}})
    print(f"{path}: {path.stat().st_size} bytes")


def main():
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    generator = torch.Generator().manual_seed(1)
    volumes, truth = zip(*[chest(generator) for _ in range(600)])
    x, y = torch.stack(volumes)[:, None], torch.tensor(truth, dtype=torch.float32)
    torch.manual_seed(1)
    solid = Net(nn.Conv3d, nn.MaxPool3d(2), 6 * (SLICES // 4) * (SIDE // 4) ** 2)
    export(train(solid, x, y, 2), (1, SLICES, SIDE, SIDE), out / "solid.onnx")
    flat = Net(nn.Conv2d, nn.MaxPool2d(2), 6 * (SIDE // 4) ** 2)
    middle = x[:, :, 6:11].transpose(1, 2).reshape(-1, 1, SIDE, SIDE)
    export(train(flat, middle, y.repeat_interleave(5), 3), (1, SIDE, SIDE), out / "flat.onnx")


if __name__ == "__main__":
    main()

"""Reference values for the segmentation measures, from SciPy.

Usage: python3 reference/segmentation_golden.py [SHARED_DATA]      (from the root of the repository)

Writes, to imaging/src/test/resources/golden, segmentation.csv: one line a mask (mask,name,dimensions,columns,rows,slices,
dx,dy,dz,bits of the first mask, bits of the second as hexadecimal, x fastest, the first voxel the highest bit) and one
a value (value,name,measure,number or "none"). Everything is computed by the definition with SciPy's distance transform,
labels and morphology; areas of surface elements by the divergence theorem instead of by polygons.

With the folder of shared data also segmentation_real.csv: the values, without masks, of each organ of two versions of
TotalSegmentator on one CT (brain-mr/totalseg).

Skeletons come from scikit-image where it is installed (Debian: python3-skimage); without it, the lines of that name
that the file has are kept.
"""

import csv
import gzip
import itertools
import pathlib
import sys

import numpy as np
from scipy import ndimage, optimize

try:
    from skimage.morphology import skeletonize
except ImportError:
    skeletonize = None

GOLDEN = pathlib.Path("imaging/src/test/resources/golden")
old = {}
for path in GOLDEN.glob("segmentation*.csv"):
    for line in csv.reader(path.open()):
        if line[0] == "value" and line[2].startswith("skeleton"):
            old[line[1], line[2]] = line[3]

lines = []


def write(name):
    GOLDEN.mkdir(parents=True, exist_ok=True)
    with (GOLDEN / name).open("w", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(lines)
    print(name, len(lines), "lines")
    lines.clear()


def put(name, measure, number):
    lines.append(["value", name, measure, "none" if number is None else repr(float(number))])


# ---------------------------------------------------------------- masks; arrays are indexed [z, y, x] or [y, x]


def ratio(part, whole):
    return None if whole == 0 else part / whole


def border(mask, cut):
    return mask & ~ndimage.binary_erosion(mask, border_value=1 if cut else 0)


# The area between eight voxel centres (four in a picture). On the surface of the cube, parts inside meet parts outside
# along loops. A loop's vector area is the sum of the outward vectors of all parts on one side of it, each part's being
# the sum over the faces of normal times the share of the face that it has.


def patches(corners, spacing):
    """The total area for an array of 2 x 2 x 2 corners, indexed [z, y, x]."""
    faces = []
    for axis, side in itertools.product(range(3), range(2)):
        square = np.take(corners, side, axis=axis)
        other = [a for a in range(3) if a != axis]
        area = np.prod([spacing[a] for a in other])
        normal = np.zeros(3)
        normal[axis] = 1 if side else -1
        faces.append((axis, side, square, normal * area))
    # Nodes: corners. Inside corners join along edges; outside corners join along edges and, where a face has two
    # opposite corners inside, across its diagonal (the two inside are kept apart).
    places = list(itertools.product(range(2), repeat=3))
    parent = {p: p for p in places}

    def find(p):
        while parent[p] != p:
            p = parent[p]
        return p

    for p, q in itertools.combinations(places, 2):
        steps = sum(a != b for a, b in zip(p, q))
        if corners[p] != corners[q]:
            continue
        if steps == 1:
            parent[find(p)] = find(q)
        if steps == 2 and not corners[p]:
            axis = [a for a in range(3) if p[a] == q[a]][0]
            square = np.take(corners, p[axis], axis=axis)
            if square.sum() == 2:
                parent[find(p)] = find(q)
    parts = {find(p) for p in places}
    # The outward vector of each part: by faces, from the shares of the square that belong to its corners.
    vector = {part: np.zeros(3) for part in parts}
    for axis, side, square, whole in faces:
        at = {}
        for p in places:
            if p[axis] == side:
                at[p] = find(p)
        inside = [p for p in at if corners[p]]
        outside = [p for p in at if not corners[p]]
        n = len(inside)
        if n in (0, 4):
            vector[at[next(iter(at))]] += whole
            continue
        if n == 2 and sum(a != b for a, b in zip(*inside)) == 2:
            for p in inside:
                vector[at[p]] += whole / 8
            vector[at[outside[0]]] += whole * 3 / 4
        else:
            share = {1: 1 / 8, 2: 1 / 2, 3: 7 / 8}[n]
            vector[at[inside[0]]] += whole * share
            vector[at[outside[0]]] += whole * (1 - share)
    # Parts meet along loops; which meet which makes a tree, and a loop's vector is that of all on one side of it.
    meets = {part: set() for part in parts}
    for p, q in itertools.combinations(places, 2):
        if sum(a != b for a, b in zip(p, q)) == 1 and corners[p] != corners[q]:
            meets[find(p)].add(find(q))
            meets[find(q)].add(find(p))
    total = 0
    for a, b in {tuple(sorted((p, q))) for p in parts for q in meets[p]}:
        side, stack = {a}, [a]
        while stack:
            for q in meets[stack.pop()]:
                if q not in side and not (q == b):
                    side.add(q)
                    stack.append(q)
        assert b not in side
        total += np.linalg.norm(sum(vector[p] for p in side))
    return total


def elements(mask, spacing, cut):
    """Where elements lie on the grid of corners, and their sizes."""
    flat = mask.ndim == 2
    padded = np.pad(mask, 1)
    if flat:
        # A picture as a volume of two equal layers, 1 mm apart.
        padded = np.stack([padded, padded])
        spacing = (1.0, *spacing)
    cells = np.lib.stride_tricks.sliding_window_view(padded, (2, 2, 2))
    mixed = cells.any(axis=(3, 4, 5)) & ~cells.all(axis=(3, 4, 5))
    if cut:
        keep = np.zeros_like(mixed)
        keep[tuple(slice(None) if flat and a == 0 else slice(1, -1) for a in range(3))] = True
        mixed &= keep
    known = {}
    sizes = np.zeros(mixed.shape)
    for place in np.argwhere(mixed):
        cell = cells[tuple(place)]
        key = cell.tobytes()
        if key not in known:
            known[key] = patches(cell, spacing)
        sizes[tuple(place)] = known[key]
    return (mixed[0], sizes[0]) if flat else (mixed, sizes)


def weighted(distance, size, share):
    order = np.argsort(distance, kind="stable")
    total = np.cumsum(size[order])
    return distance[order][np.searchsorted(total, share * total[-1] * (1 - 1e-12))]


def distances(name, a, b, spacing, cut):
    suffix = ".cut" if cut else ""
    # voxels
    one, two = border(a, cut), border(b, cut)
    names = ("hd", "hd95", "hd50", "pooled95", "assd", "nsd1", "nsd2.7")
    if not one.any() or not two.any():
        nothing = one.any() == two.any()
        for measure in names:
            put(name, measure + suffix, 0 if measure.startswith("nsd") and not nothing else None)
    else:
        there = ndimage.distance_transform_edt(~two, sampling=spacing)[one]
        back = ndimage.distance_transform_edt(~one, sampling=spacing)[two]
        both = np.hstack([there, back])
        put(name, "hd" + suffix, both.max())
        put(name, "hd95" + suffix, max(np.percentile(there, 95), np.percentile(back, 95)))
        put(name, "hd50" + suffix, max(np.percentile(there, 50), np.percentile(back, 50)))
        put(name, "pooled95" + suffix, np.percentile(both, 95))
        put(name, "assd" + suffix, both.mean())
        put(name, "nsd1" + suffix, (both <= 1).mean())
        put(name, "nsd2.7" + suffix, (both <= 2.7).mean())
    # elements
    (one, first), (two, second) = elements(a, spacing, cut), elements(b, spacing, cut)
    if not one.any() or not two.any():
        nothing = one.any() == two.any()
        for measure in names:
            put(name, "e." + measure + suffix, 0 if measure.startswith("nsd") and not nothing else None)
    else:
        there = ndimage.distance_transform_edt(~two, sampling=spacing)[one]
        back = ndimage.distance_transform_edt(~one, sampling=spacing)[two]
        u, v = first[one], second[two]
        both, w = np.hstack([there, back]), np.hstack([u, v])
        put(name, "e.hd" + suffix, both.max())
        for measure, share in (("hd95", 0.95), ("hd50", 0.5)):
            put(name, "e." + measure + suffix, max(weighted(there, u, share), weighted(back, v, share)))
        put(name, "e.pooled95" + suffix, weighted(both, w, 0.95))
        put(name, "e.assd" + suffix, (both * w).sum() / w.sum())
        put(name, "e.nsd1" + suffix, w[both <= 1].sum() / w.sum())
        put(name, "e.nsd2.7" + suffix, w[both <= 2.7].sum() / w.sum())
    put(name, "area" + suffix, first[one].sum())


def band(mask, depth, spacing, cut):
    if cut:
        far = np.full(mask.shape, np.inf) if mask.all() else ndimage.distance_transform_edt(mask, sampling=spacing)
    else:
        far = ndimage.distance_transform_edt(np.pad(mask, 1), sampling=spacing)[(slice(1, -1),) * mask.ndim]
    return mask & (far <= depth)


def overlap(name, a, b, spacing):
    both, either = (a & b).sum(), (a | b).sum()
    voxel = np.prod(spacing)
    put(name, "dice", ratio(2 * both, a.sum() + b.sum()))
    put(name, "iou", ratio(both, either))
    put(name, "volume", a.sum() * voxel)
    put(name, "volumeDifference", (int(b.sum()) - int(a.sum())) * voxel)
    put(name, "relativeVolumeDifference", ratio(int(b.sum()) - int(a.sum()), a.sum()))
    for cut in (False, True):
        one, two = band(a, 2.5, spacing, cut), band(b, 2.5, spacing, cut)
        put(name, "boundary" + (".cut" if cut else ""), ratio((one & two).sum(), (one | two).sum()))


def lesions(name, a, b, spacing):
    for steps in range(1, a.ndim + 1):
        kind = ndimage.generate_binary_structure(a.ndim, steps)
        labels, count = ndimage.label(a, kind)
        put(name, f"components{steps}", count)
        # A number that changes if any voxel has another label.
        put(name, f"labels{steps}", (labels.ravel() * (np.arange(labels.size) % 9973 + 1)).sum())
    kind = ndimage.generate_binary_structure(a.ndim, a.ndim)
    one, n = ndimage.label(a, kind)
    two, m = ndimage.label(b, kind)
    iou = np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            x, y = one == i + 1, two == j + 1
            iou[i, j] = (x & y).sum() / (x | y).sum()
    for least in (0.0, 0.3):
        allowed = (iou > 0) & (iou >= least)
        gain = np.where(allowed, 1000 + iou, 0)
        rows, columns = optimize.linear_sum_assignment(gain, maximize=True)
        pairs = [(i, j) for i, j in zip(rows, columns) if allowed[i, j]]
        total = sum(iou[p] for p in pairs)
        put(name, f"matched{least}", len(pairs))
        put(name, f"f1.{least}", ratio(2 * len(pairs), n + m))
        put(name, f"pq{least}", ratio(total, (n + m) / 2))
        put(name, f"matchedDice{least}", ratio(sum(2 * iou[p] / (1 + iou[p]) for p in pairs), n + m - len(pairs)))
    for reach in (0.0, 2.0):
        near = a if not a.any() else ndimage.distance_transform_edt(~a, sampling=spacing) <= reach
        around, count = ndimage.label(near, kind)
        dices, used, found = [], set(), 0
        for lesion in range(1, count + 1):
            touching = set(np.unique(two[around == lesion])) - {0}
            used |= touching
            found += bool(touching)
            mine, theirs = a & (around == lesion), np.isin(two, list(touching))
            dices.append(2 * (mine & theirs).sum() / (mine.sum() + theirs.sum()))
        put(name, f"brats{reach}", ratio(sum(dices), count + m - len(used)))
        put(name, f"bratsFound{reach}", ratio(found, count))
        put(name, f"bratsFalse{reach}", m - len(used))


def topology(mask):
    """Components inside and outside, and the Euler characteristic of the union of closed voxels (pixels)."""
    kind = ndimage.generate_binary_structure(mask.ndim, mask.ndim)
    padded = np.pad(mask, 1)
    euler = 0
    for steps in itertools.product(range(2), repeat=mask.ndim):
        # Cells that span the axes with step 0 and are shared by the voxels on either side along the others.
        cells = padded
        for axis, step in enumerate(steps):
            if step:
                before, after = np.delete(cells, -1, axis), np.delete(cells, 0, axis)
                cells = before | after
        euler += (-1) ** (mask.ndim - sum(steps)) * int(cells.sum())
    return ndimage.label(mask, kind)[1], ndimage.label(~padded)[1], euler


def skeleton(name, a, b):
    if skeletonize is None:
        lines.extend(["value", *key, value] for key, value in old.items() if key[0] == name)
        return
    one, two = ((skeletonize(x, method="lee") > 0) if x.any() else x for x in (a, b))
    # scikit-image looks less closely than Lee at whether a candidate is still simple when its turn comes, and so takes
    # away some full boxes, and parts some rings; where it changes the topology it is no reference.
    if topology(one) != topology(a) or topology(two) != topology(b):
        print("scikit-image changes the topology of", name)
        return
    put(name, "skeleton.voxels", one.sum())
    put(name, "skeleton.places", (one.ravel() * (np.arange(one.size) % 9973 + 1)).sum())
    if not a.any() and not b.any():
        put(name, "skeleton.dice", None)
        return
    p, s = ratio((two & a).sum(), two.sum()) or 0, ratio((one & b).sum(), one.sum()) or 0
    put(name, "skeleton.dice", 0 if p + s == 0 else 2 * p * s / (p + s))


def bits(mask):
    return np.packbits(mask.ravel()).tobytes().hex()


def case(name, a, b, spacing):
    """spacing as the arrays: [dz,] dy, dx"""
    shape = (1,) * (3 - a.ndim) + a.shape
    steps = (1.0,) * (3 - a.ndim) + tuple(spacing)
    lines.append(["mask", name, a.ndim, *reversed(shape), *reversed(steps), bits(a), bits(b)])
    measures(name, a, b, spacing)


def measures(name, a, b, spacing):
    overlap(name, a, b, spacing)
    for cut in (False, True):
        distances(name, a, b, spacing, cut)
    lesions(name, a, b, spacing)
    skeleton(name, a, b)
    if a.any():
        far = ndimage.distance_transform_edt(~a, sampling=spacing)
        put(name, "edt.sum", far.sum())
        put(name, "edt.weighted", (far.ravel() * (np.arange(far.size) % 9973 + 1)).sum())


rng = np.random.default_rng(20261124)


def blobs(shape, spacing, share, width):
    noise = ndimage.gaussian_filter(rng.standard_normal(shape), [width / s for s in spacing], mode="nearest")
    return noise > np.quantile(noise, 1 - share)


def changed(mask, spacing):
    """What another reader might draw: an outline moved in and out by a millimetre or two, a part missing."""
    inside = ndimage.distance_transform_edt(np.pad(mask, 1, mode="edge"), sampling=spacing)
    outside = ndimage.distance_transform_edt(~np.pad(mask, 1, mode="edge"), sampling=spacing)
    wave = ndimage.gaussian_filter(rng.standard_normal(mask.shape), 2)
    wave *= 2 / np.abs(wave).max()
    signed = (inside - outside)[(slice(1, -1),) * mask.ndim]
    other = signed + wave > 0
    other[tuple(slice(0, n // 4) for n in mask.shape)] = False
    return other


VOLUMES = [((11, 13, 17), (2.5, 0.9, 0.7)), ((9, 20, 70), (1.0, 1.0, 1.0)), ((16, 12, 9), (0.31, 1.7, 5.2))]
PICTURES = [((23, 31), (0.4, 1.1)), ((40, 130), (1.0, 1.0)), ((17, 64), (3.3, 0.2))]
for i, (shape, spacing) in enumerate(VOLUMES + PICTURES):
    tag = f"{len(shape)}d{i}"
    for share in (0.02, 0.5, 0.97):
        case(f"{tag}.random{share}", rng.random(shape) < share, rng.random(shape) < share, spacing)
    for share in (0.1, 0.3):
        smooth = blobs(shape, spacing, share, 2.0)
        case(f"{tag}.blobs{share}", smooth, changed(smooth, spacing), spacing)
    empty, full = np.zeros(shape, bool), np.ones(shape, bool)
    dot, corner, line, plane = (np.zeros(shape, bool) for _ in range(4))
    dot[tuple(n // 2 for n in shape)] = True
    corner[(0,) * len(shape)] = corner[(-1,) * len(shape)] = True
    line[(shape[0] // 3,) * (len(shape) - 1)] = True
    plane[0] = True
    ring = blobs(shape, spacing, 0.4, 3.0)
    ring &= ~ndimage.binary_erosion(ring)
    for first, second, a, b in (
        ("empty", "empty", empty, empty),
        ("empty", "dot", empty, dot),
        ("dot", "empty", dot, empty),
        ("full", "full", full, full),
        ("full", "dot", full, dot),
        ("full", "empty", full, empty),
        ("dot", "corner", dot, corner),
        ("corner", "line", corner, line),
        ("line", "plane", line, plane),
        ("plane", "ring", plane, ring),
        ("ring", "ring", ring, ring),
        ("ring", "hole", ~dot, full),
    ):
        case(f"{tag}.{first}-{second}", a, b, spacing)
for shape in ((1, 1, 1), (1, 1, 5), (1, 4, 3), (5, 1, 1), (1, 1), (1, 6), (6, 1)):
    spacing = (1.3, 0.6, 0.8)[: len(shape)]
    a, b = rng.random(shape) < 0.6, rng.random(shape) < 0.6
    a[(0,) * len(shape)] = True
    case("thin" + "x".join(map(str, shape)), a, b, spacing)

# Areas of known bodies say whether elements are worth their name; a sphere of 8 mm in thick slices.
z, y, x = np.meshgrid(*(np.arange(n) * s for n, s in zip((14, 30, 40), (1.6, 0.8, 0.6))), indexing="ij")
ball = (x - 11.5) ** 2 + (y - 11.6) ** 2 + (z - 10.3) ** 2 <= 64
case("ball", ball, np.roll(ball, 2, axis=2), (1.6, 0.8, 0.6))

write("segmentation.csv")


def labels(path):
    """The labels of a NIfTI-1 file of bytes, and the spacing in mm, both along z, y, x."""
    data = gzip.open(path).read()
    shape = np.frombuffer(data, "<i2", 3, 42)[::-1]
    spacing = np.frombuffer(data, "<f4", 3, 80)[::-1].astype(float)
    start = int(np.frombuffer(data, "<f4", 1, 108)[0])
    return np.frombuffer(data, np.uint8, offset=start).reshape(shape), spacing


if len(sys.argv) > 1:
    folder = pathlib.Path(sys.argv[1]) / "brain-mr/totalseg/tests/reference_files"
    one, spacing = labels(folder / "example_seg.nii.gz")
    two, _ = labels(folder / "example_seg_fast.nii.gz")
    for organ in sorted((set(np.unique(one)) | set(np.unique(two))) - {0}):
        # The grid is of 3 mm each way; the heights are stretched to what a thick CT has.
        measures(str(organ), one == organ, two == organ, tuple(spacing * (1.7, 1, 1)))
    write("segmentation_real.csv")

"""Makes the example tables of docs/examples, which docs/stats.md reads. Nothing in them is of a patient.

    /usr/bin/python3 reference/stats_examples.py
"""
import csv
import os

import numpy as np

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "docs", "examples")
random = np.random.default_rng(20)


def write(name, header, rows):
    with open(os.path.join(FOLDER, name), "w", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def expit(x):
    return 1 / (1 + np.exp(-x))


def films():
    """Films of patients at three sites, with the risks of two models; the old one is overconfident."""
    rows = []
    for patient in range(300):
        site = "north south west".split()[patient % 3]
        frailty = random.normal()
        for _ in range(1 + patient % 2):
            risk = expit(-1.2 + 1.4 * frailty + 0.5 * random.normal())
            truth = int(random.random() < risk)
            logit = np.log(risk / (1 - risk))
            new = expit(logit + 0.6 * random.normal())
            old = expit(1.8 * (logit + 1.1 * random.normal()) + 0.3)
            rows.append([f"f{len(rows)}", f"p{patient}", site, truth, f"{new:.4f}", f"{old:.4f}"])
    write("films.csv", "film patient site effusion new old".split(), rows)


def readings():
    """Five readers, with and without the model, 80 cases."""
    truth = [int(k % 2 == 0) for k in range(80)]
    hard = random.normal(size=80)
    rows = []
    for reader in range(1, 6):
        skill = 1.2 + 0.3 * random.normal()
        for modality, gain in (("alone", 0.0), ("assisted", 0.5)):
            for k in range(80):
                signal = (skill + gain) * truth[k] + 0.7 * hard[k] + 0.8 * random.normal()
                rows.append([reader, modality, f"c{k}", truth[k], int(np.clip(np.round(2.4 + signal), 1, 6))])
    write("readings.csv", "reader modality case truth rating".split(), rows)


def grades():
    """Three readers grade 60 films; some grades were not given."""
    rows = []
    for film in range(60):
        severity = random.normal()
        for reader in "ann bo cy".split():
            if random.random() < 0.95:
                seen = severity + 0.5 * random.normal()
                grade = "none" if seen < 0 else "mild" if seen < 1 else "severe"
                rows.append([reader, f"g{film}", grade, f"{20 + 5 * seen:.1f}"])
    write("grades.csv", "reader film grade millimetres".split(), rows)


def marks():
    """Marks of a detector on 120 films."""
    cases = []
    rows = []
    for film in range(120):
        lesions = [0, 0, 1, 2][film % 4]
        cases.append([f"m{film}", lesions])
        for lesion in range(1, lesions + 1):
            if random.random() < 0.85:
                rows.append([f"m{film}", f"{expit(1.2 + random.normal()):.3f}", lesion])
        for _ in range(random.poisson(0.7)):
            rows.append([f"m{film}", f"{expit(-0.8 + random.normal()):.3f}", ""])
    write("marks.csv", "film score lesion".split(), rows)
    write("marked-films.csv", "film lesions".split(), cases)


def follow_up():
    """240 patients followed for up to five years, with a score, a predicted risk by two years, and three stages."""
    rows = []
    for patient in range(240):
        stage = [1, 1, 2, 3][patient % 4]
        rate = 0.06 * np.exp(0.6 * (stage - 1) + 0.5 * random.normal())
        time = random.exponential(1 / rate)
        left = random.uniform(1, 5)
        event = int(time <= left)
        score = np.log(rate) + 0.4 * random.normal()
        risk = 1 - np.exp(-2 * np.exp(score))
        rows.append([f"p{patient}", stage, f"{min(time, left):.3f}", event, f"{score:.3f}", f"{risk:.4f}"])
    write("followup.csv", "patient stage years died score risk2".split(), rows)


films()
readings()
grades()
marks()
follow_up()

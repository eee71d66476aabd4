"""Virtual intensive care stays: a long table over the first 48 hours.

One latent severity per patient moves lungs, circulation and kidneys together, so that a sick patient is
hypoxaemic, acidotic and oliguric at once and criteria overlap as they do in life. Every number below is our
assumption, chosen to be physiologically coherent, and none is an estimate from data.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from trialwright.adapters.synthetic import Floats, Generated

NAME = "icu"
INDEX = "ICU admission"
STAY_HOURS = 48

ASSUMPTIONS: dict[str, tuple[Any, str]] = {
    "age": ((63.0, 16.0, 18.0, 92.0), "years: mean, SD, bounds"),
    "male": (0.58, "share"),
    "lung_loading": (0.6, "correlation of the lung's state with severity"),
    "pf": ((235.0, 0.36, 0.18), "mm[Hg]: median P/F, log units per SD of lung injury, residual log SD"),
    "ventilated": ((0.2, 1.1), "log odds at average lungs, and per SD of lung injury"),
    "fio2": ((0.45, 0.13), "fraction when ventilated: mean, per SD of lung injury"),
    "peep": ((7.0, 2.0), "cm[H2O] when ventilated: mean, per SD of lung injury; never below 5"),
    "lactate": ((1.6, 0.42, 0.35), "mmol/L: median, log units per SD of severity, residual log SD"),
    "bicarbonate": ((24.5, 1.1, 2.6), "mmol/L at lactate 1.6, fall per mmol/L of lactate, residual SD"),
    "creatinine": ((0.85, 0.30, 0.30), "mg/dL at age 60: median, log units per SD of severity, residual log SD"),
    "crp": ((95.0, 0.45, 0.85), "mg/L: median, log units per SD of severity, residual log SD"),
    "il6": ((75.0, 0.7, 1.2), "pg/mL: median, log units per SD of severity, residual log SD"),
    "neutrophils": ((9.0, 0.55, 0.02), "10*9/L: median, log SD, share with neutropenia"),
    "vasopressor": ((-0.9, 1.2), "log odds at average severity, and per SD"),
    "measured": (
        {"blood gas": 0.80, "lactate": 0.70, "bicarbonate": 0.97, "creatinine": 0.98, "CRP": 0.65, "IL-6": 0.15,
         "height": 0.55, "weight": 0.92, "swab": 0.85},
        "share of patients in whom it is measured at all",
    ),
    "shares": (
        {"malignancy": 0.12, "TNF inhibitor": 0.01, "COVID-19": 0.06, "pregnancy under 45": 0.02},
        "share of patients, of women for pregnancy",
    ),
}  # fmt: skip
SOURCES: dict[str, str] = {}
CAPTURED = (
    "intensive care admission", "mechanical ventilation", "intubation", "vasopressor", "malignancy", "TNF inhibitor",
    "pregnancy",
)  # fmt: skip


def generate(n: int, rng: np.random.Generator) -> Generated:
    """n stays. The same rng state gives the same stays."""
    of = {name: value for name, (value, _) in ASSUMPTIONS.items()}
    mean, sd, low, high = of["age"]
    age = np.clip(rng.normal(mean, sd, n), low, high).round()
    male = rng.random(n) < of["male"]
    out = Generated(age, ["male" if m else "female" for m in male])
    severity = rng.normal(size=n)
    lungs = of["lung_loading"] * severity + np.sqrt(1 - of["lung_loading"] ** 2) * rng.normal(size=n)
    _body(out, male, rng, of)
    ventilated = rng.random(n) < _expit(of["ventilated"][0] + of["ventilated"][1] * lungs)
    _breathing(out, lungs, ventilated, rng, of)
    _blood(out, severity, age, rng, of)
    _events(out, severity, age, male, rng, of)
    return out


def _body(out: Generated, male: npt.NDArray[np.bool_], rng: np.random.Generator, of: dict[str, Any]) -> None:
    n = len(male)
    height = np.where(male, rng.normal(176, 7, n), rng.normal(163, 6.5, n)).round()
    weight = (27 * np.exp(rng.normal(0, 0.2, n)) * (height / 100) ** 2).round(1)
    who = _some(n, of["measured"]["height"], rng)
    out.add("height", "cm", who, np.nan, height[who])
    who = _some(n, of["measured"]["weight"], rng)
    out.add("weight", "kg", who, 0.0, weight[who])


def _breathing(
    out: Generated,
    lungs: Floats,
    ventilated: npt.NDArray[np.bool_],
    rng: np.random.Generator,
    of: dict[str, Any],
) -> None:
    """FiO2 and PEEP every 4 hours, a blood gas about every 8, the P/F ratio drifting towards its median."""
    n = len(lungs)
    median, slope, spread = of["pf"]
    gases = np.isin(np.arange(n), _some(n, of["measured"]["blood gas"], rng)) | ventilated
    fio2 = np.where(ventilated, of["fio2"][0] + of["fio2"][1] * lungs, 0.30 + 0.05 * lungs)
    peep = np.maximum(of["peep"][0] + of["peep"][1] * lungs, 5).round()
    on = np.flatnonzero(ventilated)
    out.add("intubation", "", on, 0.0, np.nan)  # ventilation here is through a tube, from admission on
    for hour in range(0, STAY_HOURS, 4):
        fio2_now = np.clip(fio2 * (1 - 0.003 * hour) + rng.normal(0, 0.04, n), 0.21, 1.0).round(2)
        charted = np.flatnonzero(gases & (rng.random(n) < 0.9))
        out.add("FiO2", "1", charted, float(hour), fio2_now[charted])
        out.add("mechanical ventilation", "", on, float(hour), 1.0)
        charted = on[rng.random(len(on)) < 0.9]
        out.add("PEEP", "cm[H2O]", charted, float(hour), peep[charted])
        drawn = np.flatnonzero(gases & (rng.random(n) < 0.5))
        ratio = median * np.exp(-slope * lungs * (1 - 0.006 * hour) + rng.normal(0, spread, n))
        pao2 = np.clip(ratio * fio2_now, 38, 480).round()
        out.add("PaO2", "mm[Hg]", drawn, hour + 0.5, pao2[drawn])


def _blood(
    out: Generated, severity: Floats, age: Floats, rng: np.random.Generator, of: dict[str, Any]
) -> None:
    """Chemistry every 12 hours, recovering slowly; CRP daily; IL-6 once."""
    n = len(severity)
    shares = of["measured"]
    lactated, acids, kidneys, inflamed = (
        _some(n, shares[w], rng) for w in ("lactate", "bicarbonate", "creatinine", "CRP")
    )
    own = rng.normal(size=(3, n))  # what stays with the patient over the stay
    for hour in range(1, STAY_HOURS, 12):
        sick = severity * (1 - 0.004 * hour)
        lactate = _lognormal(of["lactate"], sick, own[0]) * np.exp(rng.normal(0, 0.15, n))
        acid = of["bicarbonate"]
        bicarbonate = np.clip(
            acid[0] - acid[1] * (lactate - 1.6) + acid[2] * own[1] + rng.normal(0, 0.8, n), 5, 45
        )
        creatinine = _lognormal(of["creatinine"], sick, own[2]) * np.exp(
            0.006 * (age - 60) + rng.normal(0, 0.06, n)
        )
        out.add("lactate", "mmol/L", lactated, hour, np.clip(lactate, 0.4, 25).round(1)[lactated])
        out.add("bicarbonate", "mmol/L", acids, hour, bicarbonate.round()[acids])
        out.add("creatinine", "mg/dL", kidneys, hour, np.clip(creatinine, 0.2, 15).round(2)[kidneys])
    level = rng.normal(size=n)
    for hour in (2, 26):
        crp = _lognormal(of["crp"], severity, level) * np.exp(rng.normal(0, 0.2, n))
        out.add("CRP", "mg/L", inflamed, float(hour), np.clip(crp, 0.3, 600).round(1)[inflamed])
    tested = _some(n, shares["IL-6"], rng)
    il6 = _lognormal(of["il6"], severity, rng.normal(size=n))
    out.add("IL-6", "pg/mL", tested, 2.0, np.clip(il6, 1.5, 50_000).round(1)[tested])
    median, spread, rare = of["neutrophils"]
    counts = np.where(
        rng.random(n) < rare, rng.uniform(0.1, 1.4, n), median * np.exp(spread * rng.normal(size=n))
    )
    out.add("neutrophils", "10*9/L", acids, 1.0, np.maximum(counts, 0.1).round(1)[acids])


def _events(
    out: Generated,
    severity: Floats,
    age: Floats,
    male: npt.NDArray[np.bool_],
    rng: np.random.Generator,
    of: dict[str, Any],
) -> None:
    """Drugs, conditions known at admission, and a swab with its result: 0 is negative."""
    n, shares = len(severity), of["shares"]
    out.add("intensive care admission", "", np.arange(n), 0.0, np.nan)
    pressed = np.flatnonzero(rng.random(n) < _expit(of["vasopressor"][0] + of["vasopressor"][1] * severity))
    out.add("vasopressor", "", pressed, rng.uniform(0, 24, len(pressed)).round(1), np.nan)
    for word in ("malignancy", "TNF inhibitor"):
        out.add(word, "", _some(n, shares[word], rng), 0.0, np.nan)
    fertile = np.flatnonzero(~male & (age < 45) & (rng.random(n) < shares["pregnancy under 45"]))
    out.add("pregnancy", "", fertile, 0.0, np.nan)
    swabbed = _some(n, of["measured"]["swab"], rng)
    out.add("COVID-19", "", swabbed, 1.0, (rng.random(len(swabbed)) < shares["COVID-19"]).astype(float))


def _some(n: int, share: float, rng: np.random.Generator) -> npt.NDArray[np.intp]:
    return np.flatnonzero(rng.random(n) < share)


def _lognormal(of: tuple[float, float, float], severity: Floats, own: Floats) -> Floats:
    median, slope, spread = of
    return median * np.exp(slope * severity + spread * own)


def _expit(log_odds: Floats) -> Floats:
    return 1 / (1 + np.exp(-log_odds))

"""Virtual patients seen after a myocardial infarction, one visit each.

hsCRP follows the quartiles of a source. Its other figures do not fit any one smooth curve through them
(66 % at 2 mg/L or more, but a median of 2.2), because they classify over three months: they are not
used. Quantiles are therefore joined piecewise, linear in log hsCRP, which gives 53 % at 2 mg/L or more and
42 % above 3 mg/L (the source: 40 %). The tails and all else are our assumptions.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from trialwright.adapters.synthetic import Floats, Generated

NAME = "post_mi"
INDEX = "admitted_at"

SOURCES = {
    "hscrp_quartiles": "17,464 patients after myocardial infarction in Stockholm: median 2.2, quartiles 1.0 and"
    " 6.0 mg/L. J Am Heart Assoc 2019, doi 10.1161/JAHA.119.012638.",
}
HSCRP_QUARTILES = {0.25: 1.0, 0.50: 2.2, 0.75: 6.0}  # mg/L, from the source

ASSUMPTIONS: dict[str, tuple[Any, str]] = {
    "hscrp_tails": ({0.0: 0.1, 0.01: 0.2, 0.99: 80.0, 1.0: 150.0}, "mg/L: probability → value; no source"),
    "age": ((66.0, 11.5, 30.0, 95.0), "years: mean, SD, bounds"),
    "female": (0.28, "share"),
    "creatinine": (
        (82.0, 68.0, 0.22, 0.008),
        "umol/L: median in men and women of 66, log SD, log units a year of age",
    ),
    "weight": ((84.0, 71.0, 0.17), "kg: median in men and women, log SD"),
    "days_since_mi": (
        (1.0, 60.0),
        "days: log-uniform between, as a clinic sees patients soon rather than late",
    ),
    "statin": (0.93, "share treated"),
    "malignancy": (0.05, "share with a malignancy on record; absence on record is no evidence"),
    "missing": ({"hsCRP": 0.12, "creatinine": 0.04, "weight": 0.07}, "share not measured, at random"),
}
CAPTURED = ("acute coronary syndrome", "myocardial infarction", "statin")


def generate(n: int, rng: np.random.Generator) -> Generated:
    """n patients. The same rng state gives the same patients."""
    of = {name: value for name, (value, _) in ASSUMPTIONS.items()}
    female = rng.random(n) < of["female"]
    mean, sd, low, high = of["age"]
    age = np.clip(rng.normal(mean, sd, n), low, high).round()
    out = Generated(age, ["female" if f else "male" for f in female])
    everyone = np.arange(n)

    men, women, spread, yearly = of["creatinine"]
    creatinine = np.where(female, women, men) * np.exp(spread * rng.normal(size=n) + yearly * (age - 66))
    men, women, spread_kg = of["weight"]
    weight = np.where(female, women, men) * np.exp(spread_kg * rng.normal(size=n))
    measured = {"hsCRP": hscrp(rng.random(n)), "creatinine": creatinine.round(), "weight": weight.round(1)}
    units = {"hsCRP": "mg/L", "creatinine": "umol/L", "weight": "kg"}
    for word, values in measured.items():
        who = np.flatnonzero(rng.random(n) >= of["missing"][word])
        out.add(word, units[word], who, 0.0, values[who])

    first, last = np.log(of["days_since_mi"])
    hours = -24 * np.exp(rng.uniform(first, last, n)).round()
    out.add("myocardial infarction", "", everyone, hours, np.nan)
    out.add("acute coronary syndrome", "", everyone, hours, np.nan)
    out.add("statin", "", np.flatnonzero(rng.random(n) < of["statin"]), 0.0, np.nan)
    out.add("malignancy", "", np.flatnonzero(rng.random(n) < of["malignancy"]), 0.0, np.nan)
    return out


def hscrp(probability: Floats) -> Floats:
    """hsCRP in mg/L at a probability of its distribution, to the two digits an assay prints."""
    tails, _ = ASSUMPTIONS["hscrp_tails"]
    knots = dict(sorted({**tails, **HSCRP_QUARTILES}.items()))
    at, values = np.array(list(knots)), np.array(list(knots.values()))
    return np.exp(np.interp(probability, at, np.log(values))).round(2)

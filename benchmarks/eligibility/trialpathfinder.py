"""An emulated trial under all rules and under none: `python -m benchmarks.eligibility.trialpathfinder --data DIR [--json]`.

DIR holds data/features.csv, demographics.csv and lab.csv (4,000 synthetic patients on drug A or drug B) and
data/criteria.csv, five rules. Keys:

hr_all, n_all     hazard ratio of drug B to drug A, and patients, among those whom no rule excludes
hr_none, n_none   the same without rules
certain_all       patients who certainly meet all rules; n_all counts those too of whom a rule is unknown, as the
                  published program does

The rules are screened here as criteria of ours. The hazard ratio is that of a Cox model with the treatment alone,
weighted by the stabilised inverse probability of the treatment received.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import ibis
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit

from trialwright import screen
from trialwright.adapters.concepts import load
from trialwright.model.concept import Concept, Concepts
from trialwright.model.criterion import Comparison, Criterion, Has, Quantity, Tree, Window
from trialwright.model.document import Document
from trialwright.model.patients import PatientTables
from trialwright.model.screening import Cohort
from trialwright.screen.run import verdicts

Floats = npt.NDArray[np.float64]
TREATMENT, CONTROL = "drug B", "drug A"
SQUAMOUS = Concept(name="squamous histology", kind="condition")
RULES = (
    "Age 18 years or older",
    "Squamous cell carcinoma",
    "ECOG 0 or 1",
    "Platelets at least 100 in the 28 days up to the start",
    "Total bilirubin at most 1 in the 28 days up to the start",
)
DAY = 24.0


def rules() -> list[Criterion]:
    """The five rules of criteria.csv. A record of the start's own day counts; the nearest to the start is the last."""
    page = Document(sha256="0" * 64, name="rules", format="text", text="\n".join(RULES))
    window = Window(start_hours=-28 * DAY, end_hours=0.0)

    def value(words: int, concept: str, comparator: Any, low: float, unit: str, **more: Any) -> Comparison:
        quantity = Quantity(low=low, high=more.pop("high", None), unit=unit)
        return Comparison(
            concept=concept, comparator=comparator, quantity=quantity, quote=_place(page, words), **more
        )

    trees: list[Tree] = [
        value(0, "age", ">=", 18, "a"),
        Has(concept=SQUAMOUS.name, quote=_place(page, 1)),
        value(2, "ecog", "<=", 1, ""),
        value(3, "platelets", ">=", 100, "10*9/L", window=window),
        value(4, "total bilirubin", "<=", 1, "mg/dL", window=window),
    ]
    return [Criterion(side="inclusion", name=RULES[i], tree=t, quote=t.quote) for i, t in enumerate(trees)]


def _place(page: Document, line: int) -> Any:
    start = page.text.index(RULES[line])
    return page.quote(start, start + len(RULES[line]))


def cohort(
    features: pd.DataFrame, demographics: pd.DataFrame, lab: pd.DataFrame, concepts: Concepts
) -> PatientTables:
    """The three tables as persons and facts; the index is the start of treatment."""
    ecog = concepts.by_word["ecog"].name
    start = features.set_index("PatientID")["StartDate"]
    born = demographics.set_index("PatientID")["BirthDate"].reindex(start.index)
    ids = start.index.astype(str)
    # A year of this data's rule is 365 days.
    persons = pd.DataFrame({"person_id": ids, "age_years": (start - born).dt.days.to_numpy() / 365.0})
    persons["sex"] = features["Gender"].map({"F": "female", "M": "male"}).to_numpy()
    names = {"Platelet count": ("platelets", "10*9/L"), "Total bilirubin": ("total bilirubin", "mg/dL")}
    hours = (lab["TestDate"] - lab["PatientID"].map(start)).dt.days * DAY
    facts = [
        pd.DataFrame(
            {"person_id": lab["PatientID"].astype(str), "concept": lab["LabName"].map(lambda n: names[n][0]),
             "time_hours": hours.astype(float), "value": lab["LabValue"].astype(float),
             "unit": lab["LabName"].map(lambda n: names[n][1])}
        ),
        _undated(ids, ecog, features["ECOG"].astype(float)),
        _undated(demographics["PatientID"].astype(str), SQUAMOUS.name,
                 demographics["Histology"].str.startswith("Squamous").astype(float)),
    ]  # fmt: skip
    connection = ibis.duckdb.connect()
    return PatientTables(
        cohort=Cohort(
            name="trialpathfinder", source="features.csv", patients=len(persons), index="StartDate",
            fingerprint="0", synthetic=True,
        ),
        persons=connection.create_table("persons", persons),
        facts=connection.create_table("facts", pd.concat(facts, ignore_index=True)),
        held=frozenset({"age", "sex", ecog, SQUAMOUS.name, "platelets", "total bilirubin"}),
    )  # fmt: skip


def _undated(ids: Any, concept: str, values: Any) -> pd.DataFrame:
    at = np.full(len(values), np.nan)
    return pd.DataFrame(
        {
            "person_id": np.asarray(ids),
            "concept": concept,
            "time_hours": at,
            "value": np.asarray(values),
            "unit": "",
        }
    )


def stabilised_weights(covariates: Floats, treated: npt.NDArray[np.bool_]) -> Floats:
    """P(own treatment) / P(own treatment | covariates), shape (n,).

    The propensity is a logistic regression with a ridge penalty of half the squared coefficients, both arms given
    the same total weight, as the published analysis has it.
    Source: Robins, Hernan & Brumback 2000, Epidemiology 11:550, section on stabilised weights.
    """
    share = treated.mean()
    balance = np.where(treated, 0.5 / share, 0.5 / (1 - share))
    sign = np.where(treated, 1.0, -1.0)

    def loss(beta: Floats) -> tuple[float, Floats]:
        margin = sign * (beta[0] + covariates @ beta[1:])
        slope = -balance * sign * expit(-margin)
        value = 0.5 * beta[1:] @ beta[1:] + np.sum(balance * np.logaddexp(0, -margin))
        return float(value), np.concatenate([[slope.sum()], beta[1:] + covariates.T @ slope])

    beta = minimize(loss, np.zeros(1 + covariates.shape[1]), jac=True, method="L-BFGS-B", tol=1e-12).x
    propensity = expit(beta[0] + covariates @ beta[1:])
    return np.where(treated, share / propensity, (1 - share) / (1 - propensity))


def hazard_ratio(
    days: Floats, died: npt.NDArray[np.bool_], treated: npt.NDArray[np.bool_], w: Floats
) -> float:
    """exp(beta) that maximises the weighted partial likelihood of one covariate, ties by Efron's method.

    At a time with d deaths D, at-risk set R: sum_D w beta x - mean_D(w) * sum_{l<d} log(S_R - l/d * S_D), where S is
    the sum of w exp(beta x). Source: Therneau & Grambsch 2000, Modeling Survival Data, sections 3.3 and 7.3.
    """
    order = np.argsort(-days, kind="stable")
    days, died, x, w = days[order], died[order], treated[order].astype(float), w[order]
    last = np.searchsorted(-days, -days, side="right") - 1  # everybody followed as long is at risk
    times = np.unique(days[died])
    deaths = [np.flatnonzero(died & (days == t)) for t in times]

    def loss(beta: float) -> float:
        risk = w * np.exp(beta * x)
        at_risk = np.cumsum(risk)
        total = 0.0
        for d in deaths:
            ties = np.arange(d.size) / d.size
            logs = np.log(at_risk[last[d[0]]] - ties * risk[d].sum())
            total += beta * np.sum(w[d] * x[d]) - w[d].mean() * logs.sum()
        return -float(total)

    return float(np.exp(minimize_scalar(loss, bounds=(-5, 5), method="bounded", options={"xatol": 1e-9}).x))


def emulated(features: pd.DataFrame) -> float:
    """The hazard ratio among these patients."""
    died = features["OutcomeDate"].notna().to_numpy()
    ended = features["OutcomeDate"].where(features["OutcomeDate"].notna(), features["LastVisitDate"])
    days = (ended - features["StartDate"]).dt.days.to_numpy(dtype=float)
    treated = (features["DrugName"] == TREATMENT).to_numpy()
    covariates = pd.get_dummies(features[["ECOG", "Gender", "Race"]].astype(str), drop_first=True).to_numpy(
        dtype=float
    )
    return hazard_ratio(days, died, treated, stabilised_weights(covariates, treated))


def measure(folder: Path) -> dict[str, float | int]:
    dates = {
        "features": ["StartDate", "OutcomeDate", "LastVisitDate"],
        "demographics": ["BirthDate"],
        "lab": ["TestDate"],
    }
    features, demographics, lab = (
        pd.read_csv(folder / "data" / f"{n}.csv", parse_dates=d) for n, d in dates.items()
    )
    concepts = load()
    concepts = Concepts(entries=(*concepts.entries, SQUAMOUS))
    tables, written = cohort(features, demographics, lab, concepts), rules()
    found = screen.screen(tables, written, concepts)
    kept = {p for p, statuses in verdicts(tables, written, concepts).items() if "not met" not in statuses}
    eligible = features[features["PatientID"].astype(str).isin(kept)]
    return {
        "hr_all": round(emulated(eligible), 4), "n_all": len(eligible), "certain_all": found.certain,
        "hr_none": round(emulated(features), 4), "n_none": len(features),
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = measure(options.data)
    if options.json:
        print(json.dumps(found))
        return
    print(f"{'rules':<8}{'patients':>10}{'hazard ratio':>14}")
    for name in ("all", "none"):
        print(f"{name:<8}{found[f'n_{name}']:>10,}{found[f'hr_{name}']:>14.3f}")
    print(f"certainly eligible under all rules: {found['certain_all']:,}")


if __name__ == "__main__":
    main()

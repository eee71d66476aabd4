"""The comparison with past controls: its figures, and the numbers behind them."""

from __future__ import annotations

from trialwright.model.external import NEGLIGIBLE, Compared, External, FalseClaims
from trialwright.model.findings import Findings
from trialwright.report.charts import external as charts
from trialwright.report.charts.forest import Row, forest
from trialwright.report.numbers import significant
from trialwright.report.tables import Table


def figures(of: External) -> dict[str, str]:
    """external-balance; and once outcomes are compared, external-effects and external-claims."""
    methods = {"none": of.before} | {
        b.method: b.after for b in of.balances if b.method != "none" and not b.why
    }
    said = "; ".join(
        f"{b.method}: largest {significant(b.worst)}" for b in of.balances if b.worst is not None
    )
    out = {
        "external-balance": charts.balance(of.covariates, methods, NEGLIGIBLE, f"Balance by method. {said}")
    }
    if of.compared is None:
        return out
    rows = _rows(of.compared)
    words = "; ".join(f"{r.label}: {r.text}" for r in rows)
    axis = f"Difference of slopes, {of.unit} a month: right of the line, in favour of the treated"
    out["external-effects"] = forest(rows, "external-effects", axis, "difference", f"Effect. {words}")
    lines = claim_lines(of.compared)
    told = "; ".join(
        f"{name}: " + ", ".join(f"{100 * y:.1f} % at {x:g}" for x, y in points)
        for name, points in lines.items()
    )
    out["external-claims"] = charts.claims(lines, 0.025, of.unit, f"False claims over drift. {told}")
    return out


def claim_lines(found: Compared) -> dict[str, list[tuple[float, float]]]:
    out: dict[str, list[tuple[float, float]]] = {}
    for c in found.claims:
        out.setdefault(_line(c), []).append((c.drift, c.chance))
    return out


def claim_errors(found: Compared) -> dict[str, float]:
    """The largest Monte Carlo error of each line."""
    out: dict[str, float] = {}
    for c in found.claims:
        name = _line(c)
        out[name] = max(c.error, out.get(name, 0.0))
    return out


def _line(c: FalseClaims) -> str:
    return f"{c.analysis}, {c.concurrent} concurrent controls" if c.concurrent else c.analysis


def effects(found: Compared) -> list[tuple[str, float, float, float, float | None]]:
    """Label, estimate, its 95 % limits, and P(benefit) where the analysis gives one."""
    errors = "resampled and weighted anew" if found.errors == "bootstrap" else "sandwich, matches as given"
    rows: list[tuple[str, float, float, float, float | None]] = [
        (f"Weighted ({errors})", found.effect, found.low, found.high, None)
    ]
    if found.errors == "bootstrap":
        rows.append(("Weighted (sandwich, weights as known)", found.effect, *found.sandwich, None))
    rows += [
        (f"SD of drift {significant(d.drift_sd)}", d.effect, d.low, d.high, d.benefit)
        for d in found.over_drift
    ]
    if s := found.sources:
        rows.append((f"Robust prior from {len(s.names)} sources", s.effect, s.low, s.high, s.benefit))
    return rows


def _rows(found: Compared) -> list[Row]:
    rows = []
    for i, (label, mean, low, high, _) in enumerate(effects(found)):
        text = f"{significant(mean)} ({significant(low)} to {significant(high)})"
        rows.append(Row(label, mean, low, high, text, "mean" if i == 0 else "trial", 0.1))
    return rows


def tables(findings: Findings) -> list[Table]:
    """external_balance, external_effects, external_claims; nothing without a comparison."""
    return [] if findings.external is None else numbers(findings.external)


def numbers(of: External) -> list[Table]:
    differences = [("none", c, d) for c, d in zip(of.covariates, of.before, strict=True)]
    differences += [
        (b.method, c, d)
        for b in of.balances
        if b.method != "none" and not b.why
        for c, d in zip(of.covariates, b.after, strict=True)
    ]
    columns = {"method": "string", "covariate": "string", "difference": "float64"}
    out = [Table("external-balance", columns, differences)]  # type: ignore[arg-type]
    if of.compared is None:
        return out
    shown = {"row": "string", "effect": "float64", "low": "float64", "high": "float64", "benefit": "float64"}
    out.append(Table("external-effects", shown, effects(of.compared)))  # type: ignore[arg-type]
    claims = [(c.analysis, c.drift, c.concurrent, c.chance, c.error) for c in of.compared.claims]
    kinds = {
        "analysis": "string",
        "drift": "float64",
        "concurrent": "int64",
        "chance": "float64",
        "error": "float64",
    }
    out.append(Table("external-claims", kinds, claims))  # type: ignore[arg-type]
    return out

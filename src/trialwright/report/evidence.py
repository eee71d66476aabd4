"""What the documents report and whether it adds up: evidence table, check ledger, pooled effects."""

from __future__ import annotations

import math
from typing import NamedTuple

from trialwright.model.check import Check
from trialwright.model.findings import Findings
from trialwright.model.pooled import Pooled
from trialwright.model.result import Claim, Result
from trialwright.report.charts import forest
from trialwright.report.describe import title
from trialwright.report.labels import MEASURES, VERDICTS
from trialwright.report.numbers import Z95
from trialwright.report.places import Library, Place
from trialwright.report.printed import interval, p_text, result_value
from trialwright.report.scales import compares, reads, scale_name, shown
from trialwright.report.tables import Cell, Table

SEVERITIES = ("major", "minor", "note", "none")


class Evidence(NamedTuple):
    """A result or claim with the checks that were made of it."""

    id: str
    trial: str
    measure: str
    endpoint: str
    arms: str
    time: str
    value: str
    interval: str
    p: str
    notes: str
    checks: list[Check]
    place: Place | None


class Forest(NamedTuple):
    """A pooled effect with its figure. lines : the figure's rows. wide : text of each."""

    pooled: Pooled
    name: str
    svg: str
    lines: list[forest.Row]
    ids: list[str]
    scale: str


def results(findings: Findings, library: Library) -> list[Evidence]:
    checks = _by_subject(findings)
    return [
        _evidence(result, checks.get(result.id, []), library, reading.document.name)
        for reading in findings.readings
        for result in reading.results
    ]


def claims(findings: Findings, library: Library) -> list[tuple[Claim, list[Check], Place | None]]:
    checks = _by_subject(findings)
    return [(c, checks.get(c.id, []), library.place(c.quote)) for r in findings.readings for c in r.claims]


def ledger(findings: Findings) -> list[Check]:
    """Checks as a reader wants them: the gravest first, then by verdict, else in the order made."""
    order = list(VERDICTS)
    return sorted(findings.checks, key=lambda c: (SEVERITIES.index(c.severity), order.index(c.verdict)))


def verdict_counts(findings: Findings) -> dict[str, int]:
    return {v: sum(c.verdict == v for c in findings.checks) for v in VERDICTS}


def forests(findings: Findings) -> list[Forest]:
    """A forest plot for each pooled effect."""
    return [_forest(pooled, i) for i, pooled in enumerate(findings.pooled)]


def evidence_table(rows: list[Evidence]) -> Table:
    columns = ("trial", "measure", "endpoint", "arms", "time", "value", "interval", "p", "notes")
    cells: list[tuple[Cell, ...]] = [
        (
            *(getattr(r, c) for c in columns),
            "; ".join(f"{c.name}: {c.verdict}" for c in r.checks),
            r.place.exact if r.place else "",
            r.place.document if r.place else "",
            r.id,
        )
        for r in rows
    ]
    names = (*columns, "checks", "quote", "document", "node")
    return Table("evidence", dict.fromkeys(names, "string"), cells)


def checks_table(findings: Findings) -> Table:
    cells: list[tuple[Cell, ...]] = [
        (
            c.trial, c.name, c.verdict, c.severity, c.finding, c.explanation,
            "; ".join(f"{k}={v}" for k, v in sorted(c.recomputed.items())), c.corrected, c.because.formula, c.quote.exact, c.id,
        )
        for c in ledger(findings)
    ]  # fmt: skip
    names = (
        "trial", "check", "verdict", "severity", "finding", "explanation", "recomputed", "corrected", "formula", "quote", "node",
    )  # fmt: skip
    return Table("checks", dict.fromkeys(names, "string"), cells)


def pooled_table(findings: Findings) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for p in findings.pooled:
        for e in p.effects:
            se, n = math.sqrt(e.v), e.n or (None, None)
            ends = (e.y - Z95 * se, e.y + Z95 * se)
            rows.append((p.name, "trial", e.label or e.trial, e.scale, e.y, se, *ends, *n, None, None, e.id))
        rows.append(
            (p.name, "mean", p.method, p.scale, p.mean, p.se, p.low, p.high, None, None, p.tau2, p.i2, p.id)
        )
        if p.predict_low is not None:
            ends = (p.predict_low, p.predict_high)  # type: ignore[assignment]
            rows.append(
                (p.name, "prediction", p.method, p.scale, None, None, *ends, None, None, p.tau2, p.i2, p.id)
            )
    columns = {"pool": "string", "row": "string", "label": "string", "scale": "string"}
    columns |= dict.fromkeys(("estimate", "se", "low", "high"), "float64")
    columns |= {
        "n_experimental": "int64",
        "n_control": "int64",
        "tau2": "float64",
        "i2": "float64",
        "node": "string",
    }
    return Table("pooled", columns, rows)  # type: ignore[arg-type]


def _by_subject(findings: Findings) -> dict[str, list[Check]]:
    out: dict[str, list[Check]] = {}
    for check in findings.checks:
        for subject in check.subjects:
            out.setdefault(subject, []).append(check)
    return out


def _evidence(r: Result, checks: list[Check], library: Library, document: str) -> Evidence:
    return Evidence(
        id=r.id,
        trial=r.trial or document,
        measure=MEASURES.get(r.measure, r.measure),
        endpoint=r.endpoint,
        arms=f"{r.arm} v {r.versus}" if r.versus else r.arm,
        time=r.time,
        value=result_value(r),
        interval=interval(r),
        p=p_text(r),
        notes="; ".join(x for x in (r.subgroup, r.analysis, _told_by(r)) if x),
        checks=checks,
        place=library.place(r.quote),
    )


def _told_by(r: Result) -> str:
    """Who corrected or confirmed a result, and when: what stands there is then not, or not only, what was printed."""
    module, _, what = r.because.rule.rpartition(".")
    return f"{what} by {r.because.formula}" if module == "read.result_corrections" else ""


def _forest(p: Pooled, number: int) -> Forest:
    weights = [1 / (e.v + (p.tau2 or 0.0)) for e in p.effects]
    rows = []
    for e, w in zip(p.effects, weights, strict=True):
        half = Z95 * math.sqrt(e.v)
        size = "" if not e.n else f" ({e.n[0]} v {e.n[1]})" if compares(p.scale) else f" (n = {e.n[0]})"
        rows.append(
            _row((e.label or e.trial) + size, e.y, e.y - half, e.y + half, p.scale, "trial", w / sum(weights))
        )
    rows.append(_row(f"Pooled mean ({p.method})", p.mean, p.low, p.high, p.scale, "mean"))
    ids = [*(e.id for e in p.effects), p.id]
    if p.predict_low is not None and p.predict_high is not None:
        rows.append(
            _row("A new trial (95 % prediction)", p.mean, p.predict_low, p.predict_high, p.scale, "predict")
        )
        ids.append(p.id)
    name = f"forest-{number + 1}"
    axis = scale_name(p.scale).capitalize()
    if compares(p.scale):
        axis += ", experimental v control: left of the line, lower with treatment"
    described = f"{title(p)}. " + "; ".join(f"{r.label}: {r.text}" for r in rows)
    svg = forest.forest(rows, name, axis, reads(p.scale), described)
    return Forest(p, name, svg, rows, ids, scale_name(p.scale))


def _row(
    label: str, mean: float, low: float, high: float, scale: str, shape: str, weight: float = 0.0
) -> forest.Row:
    centre, ends = shown(mean, low, high, scale)
    text = ends if shape == "predict" else f"{centre} ({ends})"
    return forest.Row(label, mean, low, high, text, shape, weight)

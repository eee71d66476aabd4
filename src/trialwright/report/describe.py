"""One line and a few facts for each kind of node, in the field's words."""

from __future__ import annotations

from functools import singledispatch

from trialwright.model.base import Node
from trialwright.model.check import Check
from trialwright.model.criterion import All, Any, AtLeast, Comparison, Criterion, Has, NeedsPerson, Not
from trialwright.model.design import Design, OperatingCharacteristics, Recommendation
from trialwright.model.findings import PowerCurve
from trialwright.model.pooled import Effect, Pooled, Prior
from trialwright.model.result import Claim, Result
from trialwright.model.scenario import Assumption, EffectCurve, Marker, Scenario
from trialwright.model.screening import Cohort, Screening
from trialwright.model.trial import Arm, Endpoint, Identifier, Regimen, Stated, Trial
from trialwright.report import words
from trialwright.report.labels import MEASURES, SCALES, label, show, show_error, show_range
from trialwright.report.numbers import exact, fixed, percent, significant
from trialwright.report.printed import interval, phase, result_value

KINDS = {
    "operatingcharacteristics": "Operating characteristics",
    "powercurve": "Power curve",
    "needsperson": "Needs a person",
    "atleast": "Part of a criterion",
    "all": "Part of a criterion",
    "any": "Part of a criterion",
    "not": "Part of a criterion",
    "has": "Part of a criterion",
    "comparison": "Part of a criterion",
    "stated": "Statement",
}
SAMPLE_FOR_QUARTILES = 44  # four groups of 11: no quartile then speaks of 1-10 patients


def kind(node: Node) -> str:
    name = type(node).__name__
    return KINDS.get(name.lower(), name)


@singledispatch
def title(node: Node) -> str:
    """The node in one line."""
    return kind(node)


@singledispatch
def facts(node: Node) -> list[tuple[str, str]]:
    """What else a reader needs to know of the node: name and value, both printable."""
    return []


@title.register
def _(node: Assumption) -> str:
    return f"{node.name} = {exact(node.value) if not isinstance(node.value, bool | str) else node.value}"


@facts.register
def _(node: Assumption) -> list[tuple[str, str]]:
    return [("reason", node.reason)] if node.reason else []


@title.register
def _(node: Result) -> str:
    where = ", ".join(
        x for x in (node.endpoint, node.arm + (f" v {node.versus}" if node.versus else "")) if x
    )
    return f"{MEASURES.get(node.measure, node.measure)} {result_value(node)}" + (
        f": {where}" if where else ""
    )


@facts.register
def _(node: Result) -> list[tuple[str, str]]:
    return _present(
        ("trial", node.trial), ("interval", interval(node)), ("p", node.p.text or significant(node.p.value) if node.p else ""),
        ("time", node.time), ("subgroup", node.subgroup), ("analysis", node.analysis),
    )  # fmt: skip


@title.register
def _(node: Claim) -> str:
    return f"Claim ({node.kind.replace('_', ' ')})" + (f": {node.about}" if node.about else "")


@title.register
def _(node: Check) -> str:
    return f"{node.name.replace('_', ' ')}: {node.verdict}"


@facts.register
def _(node: Check) -> list[tuple[str, str]]:
    again = ", ".join(
        f"{k} {v if isinstance(v, str) else significant(v, 4)}" for k, v in sorted(node.recomputed.items())
    )
    return _present(
        ("finding", node.finding), ("explanation", node.explanation), ("recomputed", again), ("corrected", node.corrected)
    )  # fmt: skip


@title.register
def _(node: Effect) -> str:
    return f"{node.label or node.trial}: {SCALES.get(node.scale, node.scale)} {significant(node.y)}"


@facts.register
def _(node: Effect) -> list[tuple[str, str]]:
    size = f"{node.n[0]} v {node.n[1]}" if node.n else ""
    return _present(
        ("standard error", significant(node.v**0.5)),
        ("experimental v control", size),
        ("endpoint", node.endpoint),
    )


@title.register
def _(node: Pooled) -> str:
    name = SCALES.get(node.scale, node.scale)
    return f"{node.name}: {name} {significant(node.mean)} (95 % CI {significant(node.low)} to {significant(node.high)})"


@facts.register
def _(node: Pooled) -> list[tuple[str, str]]:
    predict = ""
    if node.predict_low is not None and node.predict_high is not None:
        predict = f"{significant(node.predict_low)} to {significant(node.predict_high)}"
    return _present(
        ("method", node.method), ("trials", str(len(node.effects))), ("prediction interval", predict),
        ("τ²", "" if node.tau2 is None else significant(node.tau2)), ("warnings", "; ".join(node.warnings)),
    )  # fmt: skip


@title.register
def _(node: Prior) -> str:
    return f"{node.name}: normal, mean {significant(node.mean)}, SD {significant(node.sd)}"


@title.register
def _(node: Scenario) -> str:
    return f"Scenario {node.name}"


@facts.register
def _(node: Scenario) -> list[tuple[str, str]]:
    return scenario_facts(node, eligible_shown=True)


def scenario_facts(node: Scenario, eligible_shown: bool) -> list[tuple[str, str]]:
    """A scenario's numbers. eligible_shown False: the share would give a small count of patients away."""
    parameters = (
        (k, " / ".join(map(exact, v)) if isinstance(v, tuple) else exact(v)) for k, v in node.control.items()
    )
    counted = f" (from {node.eligible_n:,} patients)" if node.eligible_n else " (stated)"
    return _present(
        ("control arm", ", ".join(f"{k} {v}" for k, v in parameters)),
        ("effect", effect_curve(node.effect, node.marker)),
        ("marker", marker(node.marker) if node.marker else ""),
        ("reach screening per month", exact(node.screened_per_month)),
        ("pass the criteria", percent(node.eligible) + counted if eligible_shown else "not shown (small counts)"),
        ("dropout", percent(node.dropout)),
        ("follow-up", f"{exact(node.followup_months)} months"),
    )  # fmt: skip


def effect_curve(effect: EffectCurve, by: Marker | None) -> str:
    """The treatment effect against the marker, in words."""
    name = by.name if by else "marker"
    level = significant(effect.level, 4)
    if effect.curve == "step":
        return f"{level} at {name} ≥ {exact(effect.half)}, none below"
    if effect.curve == "log_linear":
        return f"{level} at {name} {exact(effect.half)}, {significant(effect.slope, 4)} more per natural log unit"
    if effect.curve == "emax":
        return f"{level} × {name} / ({name} + {exact(effect.half)})"
    if effect.curve == "points":
        return "; ".join(f"{significant(y, 4)} at {name} {exact(x)}" for x, y in effect.at)
    return f"{level} in everyone"


def marker(of: Marker) -> str:
    """The marker's distribution by its knots, or by quartiles where it is a sample large enough for them."""
    unit = f" {of.unit}" if of.unit else ""
    if of.probabilities:
        spread = ", ".join(
            f"{significant(v)} at {100 * p:g} %"
            for p, v in zip(of.probabilities, of.values, strict=True)
            if 0 < p < 1
        )
    elif len(of.values) >= SAMPLE_FOR_QUARTILES:
        ordered = sorted(of.values)
        quartiles = (significant(ordered[round(q * (len(ordered) - 1))]) for q in (0.25, 0.5, 0.75))
        spread = f"quartiles {', '.join(quartiles)} in {len(ordered):,} patients"
    else:
        spread = "a sample too small to summarise here"
    noise = f"; within-person SD {exact(of.within_sd)} (log), assay CV {percent(of.assay_cv, 0)}"
    return f"{of.name}{unit}: {spread}{noise if of.within_sd or of.assay_cv else ''}"


def design_name(design: Design, unit: str = "") -> str:
    """A design by its name and what sets it apart."""
    cut = (
        ""
        if design.cutoff is None
        else f", {design.marker} ≥ {exact(design.cutoff)}{' ' + unit if unit else ''}"
    )
    return f"{design.name}{cut}"


@title.register
def _(node: Design) -> str:
    return f"Design {design_name(node)}: {node.patients:,} patients"


@facts.register
def _(node: Design) -> list[tuple[str, str]]:
    return [
        ("type", node.type.replace("_", " ")),
        ("endpoint", f"{node.endpoint}, {node.better} is better"),
        ("allocation", f"{exact(node.allocation)} : 1"),
        ("one-sided α", exact(node.alpha)),
    ]


@title.register
def _(node: OperatingCharacteristics) -> str:
    return f"{design_name(node.design)} under {node.scenario}, {node.replicates:,} simulated trials"


@facts.register
def _(node: OperatingCharacteristics) -> list[tuple[str, str]]:
    return [(label(name).title, full_figure(name, figure)) for name, figure in node.figures.items()]


def full_figure(name: str, figure: object) -> str:
    """A figure with its Monte Carlo error and range, for a card."""
    from trialwright.model.design import Figure

    assert isinstance(figure, Figure)
    extra = [f"MC error {e}" for e in [show_error(name, figure)] if e]
    extra += [f"5–95 %: {r}" for r in [show_range(name, figure)] if r]
    return show(name, figure) + (f" ({'; '.join(extra)})" if extra else "")


@title.register
def _(node: PowerCurve) -> str:
    cut = "" if node.cutoff is None else f" at ≥ {exact(node.cutoff)}"
    return f"Power of {node.design}{cut} against its size, under {node.scenario}"


@title.register
def _(node: Recommendation) -> str:
    return f"Recommended: {node.design or 'no design'}" + (
        "" if node.cutoff is None else f", cut-off {exact(node.cutoff)}"
    )


@facts.register
def _(node: Recommendation) -> list[tuple[str, str]]:
    regret = ", ".join(f"{k} {fixed(100 * v, 1)} points" for k, v in node.regret.items())
    return _present(("rule", node.rule), ("power given up", regret))


@title.register
def _(node: Criterion) -> str:
    return f"{node.side}: {node.name}"


@facts.register
def _(node: Criterion) -> list[tuple[str, str]]:
    return [("read as", words.sentence(node.tree))]


@title.register(Comparison)
@title.register(Has)
@title.register(NeedsPerson)
@title.register(All)
@title.register(Any)
@title.register(AtLeast)
@title.register(Not)
def _(node: Comparison | Has | NeedsPerson | All | Any | AtLeast | Not) -> str:
    return words.sentence(node)


@title.register
def _(node: Screening) -> str:
    return f"Screening of {node.cohort.name}"


@title.register
def _(node: Cohort) -> str:
    return f"Cohort {node.name}" + (" (synthetic patients)" if node.synthetic else "")


@facts.register
def _(node: Cohort) -> list[tuple[str, str]]:
    return [("source", node.source), ("index date", node.index), ("fingerprint", node.fingerprint[:16])]


@title.register
def _(node: Trial) -> str:
    return f"Trial {node.key}"


@title.register
def _(node: Identifier) -> str:
    return f"{node.scheme.upper()} {node.value}"


@title.register
def _(node: Stated) -> str:
    value = exact(node.value) if not isinstance(node.value, str) else node.value
    return f"{node.field}: {value}" + (f" {node.unit}" if node.unit else "")


@facts.register
def _(node: Stated) -> list[tuple[str, str]]:
    return [("in the document's words", node.label)] if node.label else []


@title.register
def _(node: Arm) -> str:
    return (
        f"Arm {node.label}"
        + (f" ({node.role})" if node.role else "")
        + (f", n = {node.size:,}" if node.size else "")
    )


@title.register
def _(node: Regimen) -> str:
    return f"{node.drug}: " + ("; then ".join(phase(p) for p in node.phases) or "no dose stated")


@title.register
def _(node: Endpoint) -> str:
    return f"{node.role} endpoint: {node.label}".strip() + (f" at {node.time}" if node.time else "")


def _present(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in pairs if value]

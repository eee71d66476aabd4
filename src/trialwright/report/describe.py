"""One line and a few facts for each kind of node, in the field's words."""

from __future__ import annotations

from functools import singledispatch

from trialwright.model.base import Node
from trialwright.model.check import Check
from trialwright.model.criterion import All, Any, AtLeast, Comparison, Criterion, Has, NeedsPerson, Not
from trialwright.model.design import Design, OperatingCharacteristics, Recommendation
from trialwright.model.findings import PowerCurve
from trialwright.model.pooled import NO_CONTRAST, Effect, Fragility, Pooled, Prior
from trialwright.model.price import NextTrial, Price
from trialwright.model.result import Claim, Result
from trialwright.model.scenario import Assumption, Scenario
from trialwright.model.screening import Cohort, Screening
from trialwright.model.trial import Arm, Endpoint, Identifier, Regimen, Stated, Trial
from trialwright.report import words
from trialwright.report.labels import MEASURES, SCALES, scaled, show, show_error, show_range
from trialwright.report.numbers import decimals_for, exact, fixed, significant
from trialwright.report.printed import interval, phase, result_value
from trialwright.report.scenarios import scenario_facts

KINDS = {
    "operatingcharacteristics": "Operating characteristics",
    "powercurve": "Power curve",
    "nexttrial": "Next trial",
    "needsperson": "Needs a person",
    "atleast": "Part of a criterion",
    "all": "Part of a criterion",
    "any": "Part of a criterion",
    "not": "Part of a criterion",
    "has": "Part of a criterion",
    "comparison": "Part of a criterion",
    "stated": "Statement",
}


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
def _(node: Fragility) -> str:
    return f"what {node.name} hangs on: {node.because.formula}"


@title.register
def _(node: Claim) -> str:
    return node.kind.replace("_", " ") + (f": {node.about}" if node.about else "")


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
    compared = node.scale not in NO_CONTRAST
    size = "" if not node.n else f"{node.n[0]} v {node.n[1]}" if compared else str(node.n[0])
    return _present(
        ("standard error", significant(node.v**0.5)),
        ("experimental v control" if compared else "size", size),
        ("endpoint", node.endpoint),
    )


@title.register
def _(node: Pooled) -> str:
    name = SCALES.get(node.scale, node.scale)
    places = decimals_for((node.high - node.low) / 2)
    ends = f"{fixed(node.low, places)} to {fixed(node.high, places)}"
    return f"{node.name}: {name} {fixed(node.mean, places)} (95 % CI {ends})"


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
def _(node: Price) -> str:
    return f"price in {node.pool}" if node.known else "no price"


@facts.register
def _(node: Price) -> list[tuple[str, str]]:
    return _present(("the plan's pool is", node.stands or ""), ("why", node.why))


@title.register
def _(node: NextTrial) -> str:
    return f"{node.patients:,} patients" if node.patients is not None else "no size"


@facts.register
def _(node: NextTrial) -> list[tuple[str, str]]:
    return _present(
        ("power", f"{node.power:.0%}"), ("one-sided α", exact(node.alpha)), ("why", node.why)
    )  # fmt: skip


@title.register
def _(node: Prior) -> str:
    return f"{node.name}: normal, mean {significant(node.mean)}, SD {significant(node.sd)}"


@title.register
def _(node: Scenario) -> str:
    return node.name


@facts.register
def _(node: Scenario) -> list[tuple[str, str]]:
    return scenario_facts(node)


def with_cut(name: str, cutoff: float | None, marker: str = "") -> str:
    """A design's name with its cut-off, unless the name already says it."""
    if cutoff is None or name.endswith(f"≥ {exact(cutoff)}"):
        return name
    return f"{name}, {marker} ≥ {exact(cutoff)}" if marker else f"{name} ≥ {exact(cutoff)}"


def base_name(design: Design) -> str:
    """A design's name without its cut-off: "enriched" of "enriched hsCRP ≥ 2"."""
    if design.cutoff is None:
        return design.name
    return (
        design.name.removesuffix(f"≥ {exact(design.cutoff)}").rstrip().removesuffix(design.marker).rstrip()
        or design.name
    )


def design_name(design: Design) -> str:
    """A design by its name and where it cuts."""
    return with_cut(design.name, design.cutoff, design.marker)


def allocation(design: Design) -> str:
    """How patients are shared out: "2 : 1, experimental to control", or "1 : 1 : 1, low, high and control"."""
    each = significant(design.allocation)
    if len(design.arms) < 2:
        return f"{each} : 1, experimental to control"
    return f"{' : '.join([each] * len(design.arms))} : 1, {', '.join(design.arms)} and control"


@title.register
def _(node: Design) -> str:
    return f"{design_name(node)}: {node.patients:,} patients"


@facts.register
def _(node: Design) -> list[tuple[str, str]]:
    return [
        ("type", node.type.replace("_", " ")),
        ("endpoint", f"{node.endpoint}, {node.better} is better"),
        ("allocation", allocation(node)),
        ("one-sided α", exact(node.alpha)),
    ]


@title.register
def _(node: OperatingCharacteristics) -> str:
    return f"{design_name(node.design)} under {node.scenario}, {node.replicates:,} simulated trials"


@facts.register
def _(node: OperatingCharacteristics) -> list[tuple[str, str]]:
    told = [(scaled([node], name).title, full_figure(name, figure)) for name, figure in node.figures.items()]
    told += [("bias and coverage from", f"the {node.bias_from}")] if node.bias_from else []
    told += [(f"goes on with {name}", full_figure("power", f)) for name, f in node.selected.items()]
    return told + [(f"power for {name}", full_figure("power", f)) for name, f in node.hypotheses.items()]


def full_figure(name: str, figure: object) -> str:
    """A figure with its Monte Carlo error and range, for a card."""
    from trialwright.model.design import Figure

    assert isinstance(figure, Figure)
    extra = [f"MC error {e}" for e in [show_error(name, figure)] if e]
    extra += [f"5–95 %: {r}" for r in [show_range(name, figure)] if r]
    return show(name, figure) + (f" ({'; '.join(extra)})" if extra else "")


@title.register
def _(node: PowerCurve) -> str:
    return f"{with_cut(node.design, node.cutoff)} against its size, under {node.scenario}"


@title.register
def _(node: Recommendation) -> str:
    return with_cut(node.design or "no design", node.cutoff)


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
    return node.cohort.name


@title.register
def _(node: Cohort) -> str:
    return node.name + (" (synthetic patients)" if node.synthetic else "")


@facts.register
def _(node: Cohort) -> list[tuple[str, str]]:
    return [("source", node.source), ("index date", node.index), ("fingerprint", node.fingerprint[:16])]


@title.register
def _(node: Trial) -> str:
    return node.key


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
    return f"{node.role}: {node.label}".removeprefix(": ") + (f" at {node.time}" if node.time else "")


def _present(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in pairs if value]

"""The analyses of a registry's outcome tables as results: estimate, interval, p, endpoint, time and direction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from trialwright.model.base import Because
from trialwright.model.document import Document
from trialwright.model.number import Printed
from trialwright.model.result import Measure, Result
from trialwright.read.grammar.lexis import LESS, NUM, printed, shadow
from trialwright.read.grammar.mentions import Names
from trialwright.read.grammar.registry_directions import RATIOS, Direction, contrast_range, direction
from trialwright.read.grammar.registry_figures import placeholder
from trialwright.read.grammar.registry_tables import OWN_SIZES, Analysis, Table, tables
from trialwright.read.limits import SENTENCE
from trialwright.read.patterns import Pattern

ArmOf = Callable[[str], str]

_RULE = "read.grammar.registry_contrasts"
_N = rf"[+-]?\s?{NUM}"
_ESTIMATE = Pattern(
    rf"(?:^Estimate| \|) (?P<kind>[^|]{{0,150}}?[A-Za-z)][^|]{{0,150}}?) (?P<v>{_N})(?= \||\s*$)"
)
_INTERVAL = Pattern(
    rf" \| (?:(?P<level>\d{{1,2}}(?:\.\d+)?) )?% CI (?P<lo>{_N}|\S+) to (?P<hi>{_N}|\S+)(?= \||$)"
)
_P = Pattern(rf" \| p (?P<r>{LESS}|=)?\s?(?P<p>{NUM})(?= \||$)")
_KINDS: tuple[tuple[Measure | None, Pattern], ...] = (
    ("hazard_ratio", Pattern(r"(?i)\bhazards?[- ]ratio|\bHR\b")),
    ("odds_ratio", Pattern(r"(?i)\bodds[- ]ratio|\bOR\)")),
    ("risk_ratio", Pattern(r"(?i)\brisk[- ]ratio|\brelative risk\b|\bRR\)")),
    ("rate_ratio", Pattern(r"(?i)\brate[- ]ratio|\bIRR\b")),
    # A ratio of means, a change in percent or a logarithm is none of the measures there are names for.
    (None, Pattern(r"(?i)\bratio\b|\brelative\b|\blog\b|\bgeometric\b|\bGMR\b|percent(?:age)? (?:change|reduction)|\befficacy\b")),
    ("difference", Pattern(r"(?i)\bdifferences?\b|\bMD\b|\brisk reduction\b")),
)  # fmt: skip
_ADJUSTED = Pattern(r"(?i)(?<!un)\badjust\w*|\bcovaria\w*|\bstratifi\w*|\bfactors? for\b|\bcontrolling for\b")
_PERCENT = Pattern(r"(?i)\s*(?:mean |adjusted |LS )?per ?cent(?:age)? difference")
_ONE_SIDED = Pattern(r"(?i)\b(?:one|1)[- ](?:sided|tailed)\b")
_TITLE, _GROUPS = "Title: ", "Group description: "
_SAID = 120  # characters of what an analysis of one of several rows says of itself
_MARGIN = Pattern(r"(?i)\btype: (?P<t>non[- ]?inferiority|equivalence)")
_TIME = Pattern(r"(?i)\b(?:day|week|month|year|hour|visit|baseline)s?\b")


def registry_contrasts(
    document: Document, names: Names, most: int, arm_of: ArmOf | None = None
) -> list[Result]:
    """One Result an analysis, at most `most`; the p-value alone where there is no estimate we have a measure for.

    arm_of : a group's title → the label of its arm, or the title, where the record lists its arms."""
    out: list[Result] = []
    for table in tables(document):
        for analysis in table.analyses:
            if len(out) >= most:
                return out
            out += _result(document, table, analysis, names, arm_of)
    return out


def _result(
    document: Document, table: Table, analysis: Analysis, names: Names, arm_of: ArmOf | None
) -> Iterator[Result]:
    row = analysis.row
    if row is None:
        return
    text = shadow(document.text[row.start : row.end])
    estimate, interval, p = _ESTIMATE.search(text), _INTERVAL.search(text), _P.search(text)
    p_value = printed(p.group("p"), p.group("r") or "=") if p else None
    if p_value is not None and not 0 <= p_value.value <= 1:
        p = p_value = None
    said = " ".join(analysis.said)[:SENTENCE]
    endpoint, time = _about(table, analysis, said)
    method = document.text[row.start : row.end].rsplit(" | ", 1)[-1] if p and p.end() < len(text) else ""
    told = [
        *_told(said),
        *(["one-sided"] if _ONE_SIDED.search(f"{text} {said}") else []),
        *_which(table, analysis, said),
    ]
    method = "; ".join(filter(None, (method, *told)))
    measure = _measure(table, estimate.group("kind")) if estimate else None
    common = {"endpoint": endpoint, "time": time, "analysis": method}
    if estimate and measure:
        value = printed(_joined(estimate.group("v")))
        low, high = (_bound(interval.group(g)) if interval else None for g in ("lo", "hi"))
        if placeholder(value):
            return
        if measure in RATIOS and not (value.value > 0 and (low is None or low.value >= 0)):
            return
        bounds = tuple(b for b in (value, low, high) if b is not None)
        words = f"{estimate.group('kind')}. {said}"
        found = direction(table, analysis.groups, words, measure, bounds, names)
        measure, unit = _unit(table, analysis, said, measure, bounds)
        arm, versus = _labels(found, names, arm_of)
        spans = [m.span() for m in (estimate, interval, p) if m]
        start, stop = row.start + estimate.start("kind"), row.start + max(b for _, b in spans)
        yield Result(
            measure=measure, value=value, low=low, high=high, p=p_value, arm=arm, versus=versus, unit=unit,
            level=float(interval.group("level")) if interval and interval.group("level") else None,
            quote=document.quote(start, stop), because=Because(rule=_RULE, formula=found.why), **common,
        )  # fmt: skip
    elif p and p_value is not None:
        yield Result(
            measure="p_value", value=p_value, quote=document.quote(row.start + p.start() + 3, row.start + p.end()),
            because=Because(rule=_RULE, formula="groups compared: " + "; ".join(analysis.groups)), **common,
        )  # fmt: skip


def _told(said: str) -> Iterator[str]:
    """What the words of an analysis add to its method: that it is adjusted, and that it tests against a margin."""
    if adjusted := _ADJUSTED.search(said):
        yield f"adjusted ({adjusted.group().lower()})"
    if margin := _MARGIN.search(said):
        yield margin["t"].lower()


def _measure(table: Table, kind: str) -> Measure | None:
    measure = next((m for m, pattern in _KINDS if pattern.search(kind)), None)
    if measure != "difference":
        return measure
    if table.is_percent or table.is_count:
        return "risk_difference"
    # Geometric means differ by a factor, and "percent difference" of a mean is one.
    return None if table.is_geometric or _PERCENT.match(kind) else "difference"


def _unit(
    table: Table, analysis: Analysis, said: str, measure: Measure, bounds: tuple[Printed, ...]
) -> tuple[Measure, str]:
    """(measure, unit). Whether a risk difference is in percentage points is told by its size beside the table's."""
    if measure != "risk_difference":
        return measure, table.unit if measure == "difference" else ""
    if any(abs(b.value) > 1 for b in bounds):
        return measure, "%"
    row = table.row_of(said)
    possible = (
        contrast_range(table, row, *analysis.groups, measure)
        if row is not None and len(analysis.groups) == 2
        else None
    )
    size = abs(sum(possible) / 2) if possible else 0.0
    value = abs(bounds[0].value)
    near = [s for s, unit in ((1.0, "%"), (100.0, "")) if size and 0.5 < s * value / size < 2]
    if len(near) != 1:
        return "difference", ""  # a fraction or percentage points: not for us to guess
    return measure, "%" if near[0] == 1.0 else ""


def _about(table: Table, analysis: Analysis, said: str) -> tuple[str, str]:
    """(endpoint, time): the outcome's title and time frame; of a table with several rows, the row's where it is told, or the
    analysis's own title: without either, two analyses of two rows would be of one thing."""
    row = OWN_SIZES.sub("", table.row_of(said) or "").strip()
    if len(table.rows) < 2:
        return table.title, table.frame
    if row:
        return (table.title, row) if _TIME.search(row) else (f"{table.title}: {row}", table.frame)
    own = next((s.removeprefix(_TITLE) for s in analysis.said if s.startswith(_TITLE)), "")
    return (f"{table.title}: {own}" if own and own not in table.title else table.title), table.frame


def _which(table: Table, analysis: Analysis, said: str) -> Iterator[str]:
    """What an analysis says of its groups, where nothing else tells which of several rows it is of."""
    titled = any(s.startswith(_TITLE) for s in analysis.said)
    of = next((s.removeprefix(_GROUPS) for s in analysis.said if s.startswith(_GROUPS)), "")
    if of and len(table.rows) > 1 and not titled and table.row_of(said) is None:
        yield of[:_SAID]


def _labels(found: Direction, names: Names, arm_of: ArmOf | None) -> tuple[str, str]:
    """The arms' labels where each group is one arm of its own, else the groups' titles."""
    if not found.arm:
        return "", ""
    if arm_of is not None:
        return arm_of(found.arm), arm_of(found.versus)
    labels = names.only(found.arm), names.only(found.versus)
    return labels if all(labels) and labels[0] != labels[1] else (found.arm, found.versus)


def _joined(text: str) -> str:
    return re.sub(r"(?<=[+-])\s", "", text)


def _bound(text: str) -> Printed | None:
    made = printed(_joined(text)) if re.fullmatch(_N, text) else None
    return None if made is None or placeholder(made) else made

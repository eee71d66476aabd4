"""The results section of a ClinicalTrials.gov record as lines: every number beside its group, unit and time."""

from __future__ import annotations

from typing import Any

from trialwright.read.formats._json_page import entries, enum, label, words
from trialwright.read.layout import Writer

_IN_ROW = {
    "paramType", "paramValue", "ciPctValue", "ciLowerLimit", "ciUpperLimit", "ciNumSides", "dispersionType",
    "dispersionValue", "pValue", "statisticalMethod",
}  # fmt: skip


def results(out: Writer, study: dict[str, Any]) -> None:
    """Participant flow, baseline, outcome measures with their analyses, and adverse events."""
    section = study.get("resultsSection")
    if not isinstance(section, dict):
        return
    section = study["resultsSection"] = dict(section)
    _flow(out, section.pop("participantFlowModule", None))
    _baseline(out, section.pop("baselineCharacteristicsModule", None))
    for measure in entries(section.pop("outcomeMeasuresModule", None), "outcomeMeasures"):
        _outcome(out, measure)
    _events(out, section.pop("adverseEventsModule", None))


def _names(groups: list[dict[str, Any]]) -> dict[str, str]:
    return {words(g.get("id")): words(g.get("title")) for g in groups}


def _groups(out: Writer, groups: list[dict[str, Any]]) -> None:
    for group in groups:
        out.line(
            ": ".join(filter(None, (words(group.get("title")), words(group.get("description"))))), "item"
        )


def _row(out: Writer, head: str, cells: list[str]) -> None:
    filled = [c for c in cells if c]
    if filled:
        out.line(" | ".join(filter(None, (head, *filled))), "table")


def _flow(out: Writer, module: Any) -> None:
    if not isinstance(module, dict) or not module:
        return
    out.line("Participant flow", "heading", 2)
    out.line(words(module.get("recruitmentDetails")), "paragraph")
    out.line(words(module.get("preAssignmentDetails")), "paragraph")
    _groups(out, entries(module, "groups"))
    names = _names(entries(module, "groups"))
    for period in entries(module, "periods"):
        out.line(words(period.get("title")), "table")
        for stone in entries(period, "milestones"):
            cells = [_cell(names, a, "numSubjects") for a in entries(stone, "achievements")]
            _row(out, enum(stone.get("type")), cells)
        for reason in entries(period, "dropWithdraws"):
            _row(
                out,
                enum(reason.get("type")),
                [_cell(names, a, "numSubjects") for a in entries(reason, "reasons")],
            )


def _cell(names: dict[str, str], entry: dict[str, Any], key: str) -> str:
    """ "Placebo: 12" with what the record adds: spread, limits, comment."""
    value = words(entry.get(key))
    if not value:
        return ""
    if entry.get("spread") is not None:
        value += f" (spread {words(entry['spread'])})"
    if entry.get("lowerLimit") is not None and entry.get("upperLimit") is not None:
        value += f" ({words(entry['lowerLimit'])} to {words(entry['upperLimit'])})"
    if entry.get("comment"):
        value += f" [{words(entry['comment'])}]"
    group = names.get(words(entry.get("groupId")), "")
    return f"{group}: {value}" if group else value


def _measure(
    out: Writer, measure: dict[str, Any], names: dict[str, str], said: list[dict[str, Any]], usual: list[dict[str, Any]]
) -> list[dict[str, Any]]:  # fmt: skip
    """A measure's lines. said : the numbers analysed that the lines above gave last; usual : those of a measure that gives none
    of its own. Returns those it gave last: a row is of the numbers above it, so they are said again where they change back."""
    kind = ", ".join(filter(None, (enum(measure.get("paramType")), enum(measure.get("dispersionType")))))
    unit = words(measure.get("unitOfMeasure"))
    out.line(" | ".join(filter(None, (words(measure.get("title")), kind, unit))), "table")
    unit_of = words(measure.get("denomUnitsSelected"))
    mine = entries(measure, "denoms") or usual
    for group in entries(measure, "classes") or [{}]:
        every = entries(group, "denoms") or mine
        of = [d for d in every if words(d.get("units")) == unit_of] or every
        if of != said:
            _counts(out, {"denoms": of}, names)
            said = of
        for category in entries(group, "categories"):
            head = ", ".join(filter(None, (words(group.get("title")), words(category.get("title")))))
            _row(out, head, [_cell(names, m, "value") for m in entries(category, "measurements")])
    return said


def _counts(out: Writer, thing: dict[str, Any], names: dict[str, str]) -> None:
    for total in entries(thing, "denoms"):
        cells = [_cell(names, c, "value") for c in entries(total, "counts")]
        _row(out, f"{words(total.get('units')) or 'Participants'} analysed", cells)


def _baseline(out: Writer, module: Any) -> None:
    if not isinstance(module, dict) or not module:
        return
    out.line("Baseline characteristics", "heading", 2)
    out.line(words(module.get("populationDescription")), "paragraph")
    _groups(out, entries(module, "groups"))
    names = _names(entries(module, "groups"))
    _counts(out, module, names)
    said = usual = entries(module, "denoms")
    for measure in entries(module, "measures"):
        said = _measure(out, measure, names, said, usual)


def _outcome(out: Writer, measure: dict[str, Any]) -> None:
    kind = enum(measure.get("type"))
    out.line(f"{kind} outcome results" if kind else "Outcome results", "heading", 2)
    frame = words(measure.get("timeFrame"))
    out.line(words(measure.get("title")) + (f" [Time frame: {frame}]" if frame else ""), "paragraph")
    out.line(words(measure.get("description")), "paragraph")
    out.line(words(measure.get("populationDescription")), "paragraph")
    _groups(out, entries(measure, "groups"))
    names = _names(entries(measure, "groups"))
    _measure(out, {k: v for k, v in measure.items() if k != "title"}, names, [], [])
    for analysis in entries(measure, "analyses"):
        _analysis(out, analysis, names)


def _analysis(out: Writer, analysis: dict[str, Any], names: dict[str, str]) -> None:
    compared = [names.get(words(g), words(g)) for g in analysis.get("groupIds") or []]
    estimate = " ".join(filter(None, (words(analysis.get("paramType")), words(analysis.get("paramValue")))))
    interval = ""
    if analysis.get("ciLowerLimit") is not None or analysis.get("ciUpperLimit") is not None:
        level = words(analysis.get("ciPctValue"))
        low, high = (
            words(analysis.get("ciLowerLimit")) or "none",
            words(analysis.get("ciUpperLimit")) or "none",
        )
        interval = f"{level + ' ' if level else ''}% CI {low} to {high}"
    p = words(analysis.get("pValue"))
    p = p if not p or p[0] in "<>=" else f"= {p}"
    spread = " ".join(
        filter(None, (enum(analysis.get("dispersionType")), words(analysis.get("dispersionValue"))))
    )
    sides = enum(analysis.get("ciNumSides")).lower().replace(" ", "-")
    method = words(analysis.get("statisticalMethod"))
    # The record's order of groups is no direction: "A versus B" would state what the record does not.
    out.line(" | ".join(["Groups compared", *compared]), "table")
    _row(out, "Estimate", [estimate, interval, sides, spread, f"p {p}" if p else "", method])
    for key, value in analysis.items():
        if key not in _IN_ROW and not isinstance(value, dict | list):
            out.line(words(value) if key.endswith("Comment") else f"{label(key)}: {enum(value)}", "paragraph")


def _events(out: Writer, module: Any) -> None:
    if not isinstance(module, dict) or not module:
        return
    out.line("Adverse events", "heading", 2)
    frame = words(module.get("timeFrame"))
    out.line(f"Time frame: {frame}" if frame else "", "paragraph")
    out.line(words(module.get("description")), "paragraph")
    names = _names(entries(module, "eventGroups"))
    for group in entries(module, "eventGroups"):
        kinds = (("serious", "serious"), ("other", "other"), ("deaths", "death"))
        cells = [
            f"{word} {group[f'{key}NumAffected']}/{group[f'{key}NumAtRisk']}"
            for key, word in kinds
            if group.get(f"{key}NumAffected") is not None and group.get(f"{key}NumAtRisk") is not None
        ]
        _row(out, words(group.get("title")), cells)
    for key, word in (("seriousEvents", "Serious"), ("otherEvents", "Other")):
        for event in entries(module, key):
            cells = [
                f"{names.get(words(s.get('groupId')), '')}: {s.get('numAffected')}/{s.get('numAtRisk')}"
                for s in entries(event, "stats")
                if s.get("numAffected") is not None and s.get("numAtRisk") is not None
            ]
            _row(out, f"{word}: {words(event.get('term'))}", cells)

"""ISRCTN records: the registry's XML, or the same as JSON."""

from __future__ import annotations

from typing import Any

from trialwright.model.document import Document
from trialwright.read.formats import _record
from trialwright.read.formats._json_page import load_json
from trialwright.read.formats._record import Record, current, inside, several, text
from trialwright.read.formats._text import decode, head, is_binary

NAME = "ISRCTN"


def confidence(data: bytes, name: str) -> float:
    start = head(data)
    if is_binary(data):
        return 0.0
    if start.startswith(b"<"):
        return (
            0.95
            if b"<alltrials" in start
            or b"<fulltrial" in start
            or (b"isrctn.com" in start[:600] and b"<trial" in start)
            else 0.0
        )
    return (
        0.95
        if start.startswith((b"{", b"[")) and b'"isrctn"' in start and b'"trialdescription"' in start
        else 0.0
    )


def parse(data: bytes, name: str) -> tuple[Document, ...]:
    trials, warnings = _trials(data, name)
    records = [_record.shaped(lambda t=t: _one(t), name, "an ISRCTN record") for t in trials]
    return _record.documents(data, name, NAME, records, warnings)


def _trials(data: bytes, name: str) -> tuple[list[dict[str, Any]], tuple[str, ...]]:
    if head(data).startswith(b"<"):
        from trialwright.read.formats._xml import parse_xml
        from trialwright.read.formats._xml_tree import tree

        root = parse_xml(data, name)
        found = [e for e in root.iter() if isinstance(e.tag, str) and e.tag.rpartition("}")[2] == "trial"]
        return [t for e in found if isinstance(t := tree(e, name), dict)], ()
    content, warnings = decode(data)
    return [t for t in several(load_json(content, name)) if isinstance(t, dict)], warnings


def _one(t: dict[str, Any]) -> Record:
    told, design, people = (t.get(k) or {} for k in ("trialDescription", "trialDesign", "participants"))
    given = [g for g in several(inside(t, "interventions", "intervention")) if isinstance(g, dict)]
    out = Record(title=text(told.get("title")) or text(told.get("scientificTitle")))
    _names(out, t, told)
    _course(out, design, people)
    _setting(out, t, given, design)
    out.say("Enrollment", _enrolment(people))
    out.prose = [
        ("Study hypothesis", current(text(told.get("studyHypothesis")))),
        ("Plain English summary", current(text(told.get("plainEnglishSummary")))),
        *(("Interventions", current(text(g.get("description")))) for g in given),
    ]
    out.interventions = [("Intervention", _intervention(g)) for g in given]
    out.inclusion, out.exclusion = (current(text(people.get(k))) for k in ("inclusion", "exclusion"))
    for label, key in (("Minimum age", "lowerAgeLimit"), ("Maximum age", "upperAgeLimit"), ("Sex", "gender")):
        out.ages.append((label, _marked(people.get(key))))
    out.outcomes = [
        *_outcomes("Primary", told, "primaryOutcomes", "primaryOutcome"),
        *_outcomes("Secondary", told, "secondaryOutcomes", "secondaryOutcome"),
    ]
    return out


def _names(out: Record, t: dict[str, Any], told: dict[str, Any]) -> None:
    out.say("Acronym", text(told.get("acronym")))
    out.say("Official title", text(told.get("scientificTitle")))
    number = _marked(t.get("isrctn"))
    bare = number and not number.upper().startswith("ISRCTN")
    out.say("ISRCTN number", f"ISRCTN{number}" if bare else number)
    refs = t.get("externalRefs") or {}
    out.say("DOI", text(refs.get("doi")))
    out.say("EudraCT number", text(refs.get("eudraCTNumber")))
    out.say("NCT number", text(refs.get("clinicalTrialsGovNumber")))


def _marked(value: Any) -> str:
    """What the record says, which as XML has it may stand beside attributes of its own."""
    return text(value.get("@text")) if isinstance(value, dict) else text(value)


def _course(out: Record, design: dict[str, Any], people: dict[str, Any]) -> None:
    out.say(
        "Status", text(people.get("recruitmentStatusOverride")) or text(design.get("overallStatusOverride"))
    )
    out.say("Why stopped", text(design.get("reasonAbandoned")))
    for label, value in (
        ("Recruitment start", people.get("recruitmentStart")),
        ("Recruitment end", people.get("recruitmentEnd")),
        ("Study completion", design.get("overallEndDate")),
    ):
        out.say(label, text(value)[:10])


def _setting(out: Record, t: dict[str, Any], given: list[dict[str, Any]], design: dict[str, Any]) -> None:
    for sponsor in several(inside(t, "sponsor") or inside(t, "sponsors", "sponsor")):
        out.say("Sponsor", text(inside(sponsor, "organisation")))
    for one in several(inside(t, "conditions", "condition")):
        out.say("Condition", text(inside(one, "description")))
    for phase in dict.fromkeys(text(g.get("phase")) for g in given):
        out.say("Phase", phase)
    out.say("Study type", text(design.get("primaryStudyDesign")))
    out.say("Study design", text(design.get("studyDesign")))


def _enrolment(people: dict[str, Any]) -> str:
    final, target = text(people.get("totalFinalEnrolment")), text(people.get("targetEnrolment"))
    if final:
        return f"{final} (actual)"
    return f"{target} (estimated)" if target else ""


def _intervention(given: dict[str, Any]) -> str:
    return ": ".join(filter(None, (text(given.get("interventionType")), text(given.get("drugNames")))))


def _outcomes(role: str, told: dict[str, Any], plural: str, single: str) -> list[tuple[str, str, str, str]]:
    listed = [
        (role, text(o.get("variable")), text(o.get("timepoints")), text(o.get("method")))
        for o in several(inside(told, plural, "outcomeMeasure")) if isinstance(o, dict) and text(o.get("variable"))
    ]  # fmt: skip
    if listed:
        return listed
    return [(role, measure, frame, "") for measure, frame in _record.outcome_list(text(told.get(single)))]

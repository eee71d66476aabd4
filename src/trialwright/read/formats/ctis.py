"""EU Clinical Trials Information System: the public record as JSON, of the first portal and of the second."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from trialwright.model.document import Document
from trialwright.read.formats import _record
from trialwright.read.formats._json_page import load_json
from trialwright.read.formats._record import Record, inside, several, text
from trialwright.read.formats._text import decode, head, is_binary

NAME = "CTIS"
# The portal sends codes for these; others it has are not translated, so that none is translated wrongly.
_PHASES = {"4": "Phase 2", "5": "Phase 3", "6": "Phase 4"}


def confidence(data: bytes, name: str) -> float:
    start = head(data)
    if is_binary(data) or not start.startswith((b"{", b"[")):
        return 0.0
    marks = (
        b'"ctnumber"',
        b'"ctstatus"',
        b'"authorizedapplication"',
        b'"decisiondate"',
        b'"ctpublicstatuscode"',
        b'"recruitmentstatus"',
    )
    return 0.95 if sum(m in start for m in marks) >= 2 else 0.0


def parse(data: bytes, name: str) -> tuple[Document, ...]:
    content, warnings = decode(data)
    found = [r for r in several(load_json(content, name)) if isinstance(r, dict)]
    records = [_record.shaped(lambda r=r: _one(r), name, "a CTIS record") for r in found]
    return _record.documents(data, name, NAME, records, warnings)


def _one(r: dict[str, Any]) -> Record:
    part = inside(r, "authorizedApplication", "authorizedPartI") or r.get("authorizedPartI") or {}
    trial = inside(part, "trialDetails") or {}
    names, facts = trial.get("clinicalTrialIdentifiers") or {}, trial.get("trialInformation") or {}
    out = Record(title=text(names.get("fullTitle")) or text(r.get("title")) or text(names.get("publicTitle")))
    _names(out, r, names)
    _status(out, r)
    _dates(out, r, facts)
    _setting(out, r, part, facts)
    out.say("Enrollment", _enrolment(r, part))
    out.say("Planned in the EU", text(r.get("totalNumberEnrolled")))
    out.say("Planned elsewhere", text(part.get("rowSubjectCount")))
    objective = facts.get("trialObjective") or {}
    out.prose = [("Main objective", text(objective.get("mainObjective")))]
    rules = facts.get("eligibilityCriteria") or {}
    out.inclusion = _listed(rules.get("principalInclusionCriteria"), "principalInclusionCriteria")
    out.exclusion = _listed(rules.get("principalExclusionCriteria"), "principalExclusionCriteria")
    out.ages.append(("Sex", _sex(facts.get("populationOfTrialSubjects") or {})))
    out.interventions = [("Product", _product(product)) for product in several(part.get("products"))]
    points = facts.get("endPoint") or {}
    for role, key in (("Primary", "primaryEndPoints"), ("Secondary", "secondaryEndPoints")):
        listed = [text(inside(p, "endPoint")) for p in several(points.get(key))]
        out.outcomes += [(role, " ".join(words.split()), "", "") for words in listed if words]
    return out


def _names(out: Record, r: dict[str, Any], names: dict[str, Any]) -> None:
    out.say("Acronym", _acronym(text(names.get("shortTitle"))))
    out.say("Public title", text(names.get("publicTitle")))
    out.say("EU CT number", text(r.get("ctNumber")))
    others = names.get("secondaryIdentifyingNumbers") or {}
    out.say("NCT number", text(inside(others, "nctNumber", "number")))
    out.say("ISRCTN number", text(inside(others, "isrctnNumber", "number")))
    out.say("EudraCT number", text(inside(r, "eudraCtInfo", "eudraCtCode")))


def _dates(out: Record, r: dict[str, Any], facts: dict[str, Any]) -> None:
    span = facts.get("trialDuration") or {}
    out.say("Study start", _date(r.get("startDateEU")) or text(span.get("estimatedRecruitmentStartDate")))
    ends = text(span.get("estimatedGlobalEndDate")) or text(span.get("estimatedEndDate"))
    out.say("Study completion", ends)


def _setting(out: Record, r: dict[str, Any], part: dict[str, Any], facts: dict[str, Any]) -> None:
    for sponsor in [*several(part.get("sponsors")), *several(r.get("primarySponsor"))]:
        out.say("Sponsor", text(inside(sponsor, "organisation", "name")))
    conditions = inside(facts, "medicalCondition", "partIMedicalConditions") or part.get("medicalConditions")
    for one in several(conditions):
        out.say("Condition", text(inside(one, "medicalCondition")))
    phase = text(r.get("trialPhase")) or text(inside(facts, "trialCategory", "trialPhase"))
    out.say("Phase", _PHASES.get(phase, "" if phase.isdigit() else phase))


def _enrolment(r: dict[str, Any], part: dict[str, Any]) -> str:
    """The portals count the EU's participants by country (the newer one prints their sum) and those elsewhere in one number: what
    was planned in all is the two together, and nothing is said where one of them is missing."""
    elsewhere = text(part.get("rowSubjectCount"))
    counts = [text(x.get("recruitmentSubjectCount")) for x in several(inside(r, "authorizedApplication", "authorizedPartsII")) or several(r.get("authorizedPartsII")) if isinstance(x, dict)]  # fmt: skip
    inside_eu = [text(r.get("totalNumberEnrolled"))] if text(r.get("totalNumberEnrolled")) else counts
    known = [int(c) for c in [*inside_eu, elsewhere] if c.isdigit()]
    told = inside_eu and len(known) == len(inside_eu) + bool(elsewhere)
    return f"{sum(known)} (estimated)" if told else ""


def _status(out: Record, r: dict[str, Any]) -> None:
    """The status in words; of a record that has a code for it alone, what its countries say of themselves."""
    whole = text(r.get("ctStatus"))
    states = [
        info
        for x in several(inside(r, "authorizedApplication", "authorizedPartsII"))
        if isinstance(info := inside(x, "mscInfo"), dict)
    ]
    distinct = list(dict.fromkeys(s for x in states if (s := text(x.get("trialStatus")))))
    if distinct == ["Authorised"] and (course := _recruitment(states)):
        distinct = [f"Authorised, {course}"]
    out.say("Status", whole if whole and not whole.isdigit() else "; ".join(distinct))


def _recruitment(states: Sequence[dict[str, Any]]) -> str:
    """How far the countries are, in the portal's own words; "" where one of them does not say whether it has begun."""
    begun = [str(x.get("hasRecruitmentStarted")).casefold() for x in states]
    if not {"true", "false"}.issuperset(begun):
        return ""
    if "true" not in begun:
        return "recruitment pending"
    goes_on = any(
        text(inside(x, "activeTrialRecruitmentPeriod", "recruitmentStartDate"))
        and not text(inside(x, "activeTrialRecruitmentPeriod", "recruitmentEndDate"))
        for x in states
    )
    return "recruiting" if goes_on else ""


def _acronym(short: str) -> str:
    return short if re.fullmatch(r"[A-Z][\w-]{1,19}", short) and not re.search(r"\d{3}", short) else ""


def _date(value: Any) -> str:
    """ "28/04/2021" → 2021-04-28: the portal writes the day first."""
    match = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", text(value))
    return f"{match[3]}-{match[2]}-{match[1]}" if match else text(value)


def _listed(rules: Any, key: str) -> str:
    lines = [text(inside(x, key)) for x in several(rules)]
    return "\n".join(f"{i}. {' '.join(x.split())}" for i, x in enumerate((x for x in lines if x), 1))


def _sex(people: dict[str, Any]) -> str:
    yes = [
        name
        for name, key in (("Female", "isFemaleSubjects"), ("Male", "isMaleSubjects"))
        if str(people.get(key)).casefold() == "true"
    ]
    return "All" if len(yes) == 2 else "".join(yes)


def _product(p: Any) -> str:
    name = text(inside(p, "productName")) or text(inside(p, "productDictionaryInfo", "prodName"))
    substance = text(inside(p, "productDictionaryInfo", "activeSubstanceName"))
    routes = ", ".join(text(x) for x in several(inside(p, "routes")))
    return "; ".join(filter(None, (name, substance, routes)))

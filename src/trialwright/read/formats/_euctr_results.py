"""The results that EudraCT publishes, in the shape of ClinicalTrials.gov's v2 API, whose lines they then become."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from trialwright.read.formats._json_page import label
from trialwright.read.formats._record import inside, several, text

Study = dict[str, Any]
Names = dict[str, str]
_TENDENCIES = {"arithmetic": "Mean", "leastSquares": "Least squares mean", "geometric": "Geometric mean"}
_DISPERSIONS = {
    "na": "", "interQuartile": "Inter-quartile range", "fullRange": "Full range",
    "confidenceInterval": "confidence interval",
}  # fmt: skip
_RANGES = ("interQuartile", "fullRange", "confidenceInterval")
_PEOPLE = re.compile(r"(?i)\s*(?:number of\s)?(?:participants?|subjects?|patients?)\s*")
ROLES = {"experimental": "Experimental", "activeComp": "Active comparator", "placebo": "Placebo comparator", "noImp": "No intervention", "sham": "Sham comparator"}  # fmt: skip


def results_section(record: Study) -> Study:
    """ "resultsSection" of the v2 API, as far as the record holds results; {} where it holds none."""
    names = _names(record)
    made = {
        "participantFlowModule": _flow(record.get("subjectDisposition")),
        "baselineCharacteristicsModule": _baseline(record.get("baselineCharacteristics"), names),
        "outcomeMeasuresModule": _outcomes(record.get("endPoints"), names),
        "adverseEventsModule": _events(record.get("adverseEvents")),
    }
    return {k: v for k, v in made.items() if v}


def told(record: Study) -> dict[str, str]:
    """What the results say of the trial: its number at ClinicalTrials.gov, when it began and ended, and how many were enrolled
    in all countries, which the protocol only plans."""
    about = record.get("trialInformation")
    if not isinstance(about, dict):
        return {}
    counts = [
        text(c.get("subjects")) for c in _dicts(inside(about, "countrySubjectCounts", "countrySubjectCount"))
    ]
    known = counts and all(c.isdigit() for c in counts)
    made = {
        "nct": text(about.get("usctnIdentifier")),
        "start": text(about.get("recruitmentStartDate"))[:10],
        "end": text(about.get("globalEndOfTrialDate"))[:10],
        "enrolled": f"{sum(map(int, counts))} (actual)" if known else "",
    }
    return {k: v for k, v in made.items() if v}


def arms(record: Study) -> Iterator[tuple[str, str, str]]:
    """(kind, title, description) of each arm, once: of the period that allocates people, else of the one whose baseline is told,
    else of the first. Those of a run-in or an extension are groups of its results and no arms of the trial."""
    disposition = record.get("subjectDisposition")
    periods = _dicts(inside(disposition, "postAssignmentPeriods", "postAssignmentPeriod")) or _periods(
        disposition
    )
    randomised = [p for p in periods if _code(p.get("allocation")).startswith("rand")]
    baseline = [p for p in periods if text(p.get("baselinePeriod")) == "true"]
    seen = set[str]()
    for arm in _dicts(inside((*randomised, *baseline, *periods, {})[0], "arms", "arm")):
        title = text(arm.get("title"))
        if title and title not in seen:
            seen.add(title)
            yield ROLES.get(_code(arm.get("type")), ""), title, text(arm.get("description"))


def _dicts(value: Any) -> list[Study]:
    return [v for v in several(value) if isinstance(v, dict)]


def _code(value: Any) -> str:
    """ "ARM_TYPE.activeComp" is "activeComp"."""
    return text(inside(value, "value")).rpartition(".")[2]


def _periods(disposition: Any) -> list[Study]:
    groups = (inside(disposition, f"{k}AssignmentPeriods", f"{k}AssignmentPeriod") for k in ("pre", "post"))
    return [p for group in groups for p in _dicts(group)]


def _arms(disposition: Any) -> list[Study]:
    return [a for p in _periods(disposition) for a in _dicts(inside(p, "arms", "arm"))]


def _names(record: Study) -> Names:
    """Id → title of every arm and analysis set."""
    sets = _dicts(inside(record.get("subjectAnalysisSets"), "subjectAnalysisSet"))
    return {
        text(x.get("id")): text(x.get("title")) for x in (*_arms(record.get("subjectDisposition")), *sets)
    }


def _flow(disposition: Any) -> Study:
    if not isinstance(disposition, dict):
        return {}
    why = {
        text(r.get("id")): text(r.get("otherReason")) or label(_code(r.get("type")))
        for kind in ("NotCompleted", "Joined")
        for r in _dicts(inside(disposition, f"reasons{kind}", f"reason{kind}"))
    }
    before = _dicts(inside(disposition, "preAssignmentPeriods", "preAssignmentPeriod"))
    made = [_period(p, why, before=p in before) for p in _periods(disposition)]
    groups = {text(a.get("title")): a for a in _arms(disposition)}
    return {
        "recruitmentDetails": text(disposition.get("recruitmentDetails")),
        "preAssignmentDetails": text(disposition.get("screeningInformation")),
        "groups": [{"id": t, "title": t, "description": text(a.get("description"))} for t, a in groups.items()],
        "periods": made,
    }  # fmt: skip


def _period(period: Study, why: Names, before: bool) -> Study:
    arms = _dicts(inside(period, "arms", "arm"))
    other = {text(m.get("id")): text(m.get("title")) for m in _dicts(inside(period, "otherMilestones", "otherMilestone"))}  # fmt: skip

    def reached(arm: Study) -> Iterator[tuple[str, str]]:
        yield "STARTED", text(inside(arm, "startedMilestoneAchievement", "subjects"))
        for m in _dicts(inside(arm, "otherMilestoneAchievements", "otherMilestoneAchievement")):
            yield other.get(text(m.get("otherMilestoneId")), ""), text(m.get("subjects"))
        yield "COMPLETED", text(inside(arm, "completedMilestoneAchievement", "subjects"))

    def left(arm: Study) -> Iterator[tuple[str, str]]:
        for r in _dicts(inside(arm, "notCompletedReasonDetails", "reasonDetail")):
            yield why.get(text(r.get("reasonNotCompletedId")), ""), text(r.get("subjects"))

    return {
        "title": text(period.get("title")) + (" (pre-assignment)" if before else ""),
        "milestones": _by_kind(arms, reached, "achievements"),
        "dropWithdraws": _by_kind(arms, left, "reasons"),
    }


def _by_kind(arms: list[Study], figures: Any, key: str) -> list[Study]:
    """ "Completed" → its number in each arm. A name that stands twice in one arm cannot be told apart and is left out."""
    found: dict[str, dict[str, list[str]]] = {}
    for arm in arms:
        for kind, number in figures(arm):
            if kind and number:
                found.setdefault(kind, {}).setdefault(text(arm.get("title")), []).append(number)
    return [
        {"type": kind, key: [{"groupId": g, "numSubjects": n[0]} for g, n in of.items()]}
        for kind, of in found.items()
        if all(len(n) == 1 for n in of.values())
    ]


def _baseline(module: Any, names: Names) -> Study:
    if not isinstance(module, dict):
        return {}
    groups = _dicts(inside(module, "baselineReportingGroups", "baselineReportingGroup"))
    titles = {text(g.get("id")): names.get(text(g.get("armId")), "") for g in groups}
    described = {text(g.get("id")): text(g.get("description")) for g in groups}
    counts = [{"groupId": text(g.get("id")), "value": text(g.get("subjects"))} for g in groups]
    measures = [
        _measure(x, titles, "reportingGroup", "baselineReportingGroupId")
        for key in ("ageContinuous", "ageCategorical", "genderCategorical", "studyCategorical", "studyContinuous")
        for x in _characteristics(module, key)
    ]  # fmt: skip
    return {
        "groups": [{"id": k, "title": t, "description": described[k]} for k, t in titles.items()],
        "denoms": [{"units": "Participants", "counts": counts}],
        "measures": [m for m in measures if m["classes"]],
    }


def _characteristics(module: Study, key: str) -> list[Study]:
    one = f"{key}Characteristic"
    return _dicts(module.get(one)) + _dicts(inside(module.get(f"{one}s"), one))


def _measure(thing: Study, titles: Names, group: str, of: str) -> Study:
    """A measure's kind, unit and figures by category and group. titles : id of a reporting group or arm → its title."""
    categories = _dicts(inside(thing, "categories", "category"))
    named = {text(c.get("id")): text(c.get("name")) for c in categories}
    rows: dict[str, list[Study]] = {}
    for g in _dicts(inside(thing, f"{group}s", group)):
        if text(g.get(of)) in titles:
            for category, figure in _figures(g, _code(thing.get("dispersionType"))):
                rows.setdefault(category, []).append({"groupId": text(g.get(of)), **figure})
    order = sorted(rows, key=lambda c: list(named).index(c) if c in named else len(named))
    made = [{"title": named.get(c, ""), "measurements": rows[c]} for c in order]
    return {"title": text(thing.get("title")), **_kind(thing), "classes": [{"categories": made}] if made else []}  # fmt: skip


def _kind(thing: Study) -> Study:
    """paramType, dispersionType, unitOfMeasure."""
    tendency, dispersion = _code(thing.get("centralTendencyType")), _code(thing.get("dispersionType"))
    unit = text(thing.get("unit"))
    if not tendency:
        people = bool(_PEOPLE.fullmatch(unit))
        return {"paramType": "Count of Participants" if people else "Number", "dispersionType": "", "unitOfMeasure": unit}  # fmt: skip
    spread = _DISPERSIONS.get(dispersion, label(dispersion))
    if dispersion == "confidenceInterval":
        # Its level stands with the end point, and is not printed where the record has none.
        spread = " ".join(filter(None, (_percent(thing.get("percentage")), spread)))
    return {"paramType": _TENDENCIES.get(tendency, label(tendency)), "dispersionType": spread, "unitOfMeasure": unit}  # fmt: skip


def _percent(value: Any) -> str:
    return f"{text(value)}%" if text(value) else ""


def _figures(group: Study, dispersion: str) -> Iterator[tuple[str, Study]]:
    """(category, figure) of one group."""
    for c in _dicts(inside(group, "countableValues", "countableValue")):
        if text(c.get("value")):
            yield text(c.get("categoryId")), {"value": text(c.get("value"))}
    tendencies = _dicts(group.get("tendencyValue")) or _dicts(
        inside(group, "tendencyValues", "tendencyValue")
    )
    spreads = _dicts(group.get("dispersionValue")) or _dicts(
        inside(group, "dispersionValues", "dispersionValue")
    )
    by_category = {text(s.get("categoryId")): s for s in spreads}
    for t in tendencies:
        category, value = text(t.get("categoryId")), text(t.get("value"))
        spread = by_category.get(category, {})
        low, high = text(spread.get("value")), text(spread.get("highRangeValue"))
        if not value:
            continue
        if dispersion in _RANGES:
            yield (
                category,
                {"value": value, **({"lowerLimit": low, "upperLimit": high} if low and high else {})},
            )
        else:
            yield (
                category,
                {"value": value, **({"spread": low} if low and dispersion not in ("", "na") else {})},
            )


def _outcomes(module: Any, names: Names) -> Study:
    return {"outcomeMeasures": [_outcome(e, names) for e in _dicts(inside(module, "endPoint"))]} if isinstance(module, dict) else {}  # fmt: skip


def _outcome(end_point: Study, names: Names) -> Study:
    groups = [
        (text(g.get("id")), names.get(text(g.get(of)), ""), g)
        for kind, of in (("arm", "armId"), ("subjectAnalysisSet", "subjectAnalysisSetId"))
        for g in _dicts(inside(end_point, f"{kind}ReportingGroups", f"{kind}ReportingGroup"))
    ]
    titles = {key: title for key, title, _ in groups}
    counts = [
        {"groupId": k, "value": text(g.get("subjects"))} for k, _, g in groups if text(g.get("subjects"))
    ]
    thing = end_point | {"groups": {"group": [g for _, _, g in groups]}}
    return _measure(thing, titles, "group", "id") | {
        "type": label(_code(end_point.get("type"))),
        "title": text(end_point.get("title")),
        "timeFrame": text(end_point.get("timeFrame")),
        "description": text(end_point.get("description")),
        "groups": [{"id": k, "title": t} for k, t, _ in groups],
        "denoms": [{"units": "Participants", "counts": counts}] if counts else [],
        "analyses": [_analysis(a) for a in _dicts(inside(end_point, "statisticalAnalyses", "statisticalAnalysis"))],
    }  # fmt: skip


def _analysis(a: Study) -> Study:
    estimate, test = a.get("parameterEstimate"), a.get("statisticalHypothesisTest")
    interval = inside(estimate, "confidenceInterval")
    ids = [text(i) for k in ("armComparisonGroupId", "subjectAnalysisSetComparisonGroupId") for i in several(a.get(k))]  # fmt: skip
    kind, sides = _code(inside(estimate, "type")), _code(inside(interval, "sides"))
    p = text(inside(test, "value"))
    method = _code(inside(test, "method"))
    made = {
        "groupIds": [i for i in ids if i],
        "paramType": text(inside(estimate, "otherType")) if kind == "other" else label(kind),
        "paramValue": text(inside(estimate, "pointEstimate")),
        "ciPctValue": text(inside(interval, "percentage")),
        "ciLowerLimit": text(inside(interval, "lowerLimit")) or None,
        "ciUpperLimit": text(inside(interval, "upperLimit")) or None,
        "ciNumSides": label(sides),
        "pValue": f"{text(inside(test, 'valueEqualityRelation'))} {p}".strip() if p else "",
        "statisticalMethod": text(inside(test, "otherMethod")) if method == "other" else label(method),
        "nonInferiorityType": label(_code(a.get("type"))),
        "title": text(a.get("title")),
        "description": text(a.get("description")),
    }
    return {k: v for k, v in made.items() if v not in ("", None)}


def _events(module: Any) -> Study:
    if not isinstance(module, dict):
        return {}
    keys = {
        "seriousNumAffected": "subjectsAffectedBySeriousAdverseEvents", "seriousNumAtRisk": "subjectsExposed",
        "otherNumAffected": "subjectsAffectedByNonSeriousAdverseEvents", "otherNumAtRisk": "subjectsExposed",
        "deathsNumAffected": "deathsAllCauses", "deathsNumAtRisk": "subjectsExposed",
    }  # fmt: skip
    groups = _dicts(inside(module, "reportingGroups", "reportingGroup"))
    return {
        "timeFrame": text(module.get("timeFrame")),
        "description": text(module.get("description")),
        "eventGroups": [
            {"id": text(g.get("id")), "title": text(g.get("title")), **{new: text(g.get(old)) or None for new, old in keys.items()}}
            for g in groups
        ],
        "seriousEvents": list(_terms(_dicts(inside(module, "seriousAdverseEvents", "seriousAdverseEvent")))),
        "otherEvents": list(_terms(_dicts(inside(module, "nonSeriousAdverseEvents", "nonSeriousAdverseEvent")))),
    }  # fmt: skip


def _terms(events: Iterable[Study]) -> Iterator[Study]:
    for e in events:
        yield {
            "term": text(e.get("term")),
            "stats": [
                {"groupId": text(v.get("reportingGroupId")), "numAffected": text(v.get("subjectsAffected")) or None, "numAtRisk": text(v.get("subjectsExposed")) or None}
                for v in _dicts(inside(e, "values", "value"))
            ],
        }  # fmt: skip

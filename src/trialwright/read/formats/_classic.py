"""The classic ClinicalTrials.gov record, as dictionaries, in the shape of the v2 API, whose page it then becomes."""

from __future__ import annotations

import html
import re
from typing import Any

from trialwright.read.formats._record import inside, several, text

Study = dict[str, Any]
_DATES = {
    "start_date": "startDateStruct", "primary_completion_date": "primaryCompletionDateStruct", "completion_date": "completionDateStruct",
    "study_first_posted": "studyFirstPostDateStruct", "results_first_posted": "resultsFirstPostDateStruct",
    "last_update_posted": "lastUpdatePostDateStruct",
}  # fmt: skip
_PLAIN_DATES = {
    "study_first_submitted": "studyFirstSubmitDate", "results_first_submitted": "resultsFirstSubmitDate",
    "last_update_submitted": "lastUpdateSubmitDate", "verification_date": "statusVerifiedDate",
}  # fmt: skip


def said(value: Any) -> str:
    """Text of an element that may carry attributes or a textblock, entities that were escaped twice undone."""
    if isinstance(value, dict):
        value = value.get("textblock", value.get("@text", ""))
    return html.unescape(text(value)).replace("\r\n", "\n").replace("\r", "\n").strip()


def attributes(element: Study) -> Study:
    """An element's attributes, which some exports put apart and others among its children."""
    apart = element.get("@attributes")
    return apart if isinstance(apart, dict) else element


def study(record: Study) -> Study:
    """{"protocolSection", "resultsSection"} of the v2 API, as far as the classic record states them."""
    out: Study = {"protocolSection": _protocol(record)}
    results = record.get("clinical_results")
    if isinstance(results, dict):
        out["resultsSection"] = _results(results)
    return out


def _protocol(r: Study) -> Study:
    return {
        "identificationModule": _identification(r),
        "statusModule": _status(r),
        "sponsorCollaboratorsModule": {
            "leadSponsor": {"name": said(inside(r, "sponsors", "lead_sponsor", "agency"))},
            "collaborators": [{"name": said(c.get("agency"))} for c in _dicts(inside(r, "sponsors", "collaborator"))],
        },
        "conditionsModule": {"conditions": _texts(r.get("condition")), "keywords": _texts(r.get("keyword"))},
        "designModule": _design(r),
        "descriptionModule": {"briefSummary": said(r.get("brief_summary")), "detailedDescription": said(r.get("detailed_description"))},
        "eligibilityModule": _eligibility(r),
        "armsInterventionsModule": _arms(r),
        "outcomesModule": {
            f"{kind}Outcomes": [
                {"measure": said(o.get("measure")), "timeFrame": said(o.get("time_frame")), "description": said(o.get("description"))}
                for o in _dicts(r.get(f"{kind}_outcome"))
            ]
            for kind in ("primary", "secondary", "other")
        },
        "referencesModule": {
            "references": [{"citation": said(c.get("citation")), "pmid": said(c.get("PMID"))} for k in ("reference", "results_reference") for c in _dicts(r.get(k))]
        },
    }  # fmt: skip


def _dicts(value: Any) -> list[Study]:
    return [v for v in several(value) if isinstance(v, dict)]


def _texts(value: Any) -> list[str]:
    return [t for v in several(value) if (t := said(v))]


def _identification(r: Study) -> Study:
    others = _texts(inside(r, "id_info", "secondary_id"))
    return {
        "briefTitle": said(r.get("brief_title")), "officialTitle": said(r.get("official_title")), "acronym": said(r.get("acronym")),
        "nctId": said(inside(r, "id_info", "nct_id")), "orgStudyIdInfo": {"id": said(inside(r, "id_info", "org_study_id"))},
        "organization": {"fullName": said(r.get("source"))},
        "secondaryIdInfos": [_other_number(x) for x in others],
    }  # fmt: skip


# The classic record lists other registries' numbers of the trial among any others, without a word on which they are.
_REGISTRIES = (
    (re.compile(r"(?:EudraCT\s?(?:number|no\.?)?:?\s?)?(?P<n>20\d\d-[0-4]\d{5}-\d\d)", re.IGNORECASE), "EUDRACT_NUMBER"),
    (re.compile(r"(?:EU CT\s?(?:number)?:?\s?)?(?P<n>20\d\d-5\d{5}-\d\d(?:-\d\d)?)", re.IGNORECASE), "CTIS"),
    (re.compile(r"(?P<n>ISRCTN\s?\d{8})", re.IGNORECASE), "REGISTRY"),
)  # fmt: skip


def _other_number(text: str) -> Study:
    for pattern, kind in _REGISTRIES:
        found = pattern.fullmatch(text)
        if found:
            return {"id": found["n"], "type": kind, "domain": "ISRCTN"}
    return {"id": text, "type": "OTHER"}


def _status(r: Study) -> Study:
    out: Study = {
        "overallStatus": said(r.get("overall_status")),
        "lastKnownStatus": said(r.get("last_known_status")),
        "whyStopped": said(r.get("why_stopped")),
    }
    for key, name in _DATES.items():
        value = r.get(key)
        kind = inside(value, "@attributes", "type")
        if said(value):
            out[name] = {"date": said(value), "type": text(kind).upper()}
    return out | {name: said(r.get(key)) for key, name in _PLAIN_DATES.items() if said(r.get(key))}


def _design(r: Study) -> Study:
    count = r.get("enrollment")
    design = r.get("study_design_info")
    names = {
        "allocation": "allocation", "intervention_model": "interventionModel", "primary_purpose": "primaryPurpose", "masking": "masking",
        "observational_model": "observationalModel", "time_perspective": "timePerspective",
    }  # fmt: skip
    phases = [p for p in re.split(r"\s*/\s*", said(r.get("phase"))) if p]
    return {
        "studyType": said(r.get("study_type")),
        "phases": ["NA" if p.upper() in ("N/A", "NA") else p for p in phases],
        "enrollmentInfo": {"count": said(count) or None, "type": text(inside(count, "@attributes", "type"))},
        "designInfo": {
            v: said(design.get(k))
            for k, v in names.items()
            if isinstance(design, dict) and said(design.get(k))
        },
    }


def _eligibility(r: Study) -> Study:
    e = r.get("eligibility")
    if not isinstance(e, dict):
        return {}
    return {
        "eligibilityCriteria": _lines(said(e.get("criteria"))), "minimumAge": said(e.get("minimum_age")), "maximumAge": said(e.get("maximum_age")),
        "sex": said(e.get("gender")), "healthyVolunteers": said(e.get("healthy_volunteers")), "studyPopulation": said(e.get("study_pop")),
    }  # fmt: skip


def _lines(criteria: str) -> str:
    """Criteria as the record sets them: items parted by empty lines and continued on indented ones."""
    parts = [" ".join(p.split()) for p in re.split(r"\n\s*\n", criteria)]
    if len(parts) < 3:
        return "\n".join(" ".join(line.split()) for line in criteria.splitlines())
    return "\n\n".join(p for p in parts if p)


def _arms(r: Study) -> Study:
    return {
        "armGroups": [
            {"type": said(a.get("arm_group_type")), "label": said(a.get("arm_group_label")), "description": said(a.get("description"))}
            for a in _dicts(r.get("arm_group"))
        ],
        "interventions": [
            {"type": said(i.get("intervention_type")), "name": said(i.get("intervention_name")), "otherNames": _texts(i.get("other_name")),
             "description": said(i.get("description"))}
            for i in _dicts(r.get("intervention"))
        ],
    }  # fmt: skip


def _results(c: Study) -> Study:
    out: Study = {}
    flow, base, events = c.get("participant_flow"), c.get("baseline"), c.get("reported_events")
    if isinstance(flow, dict):
        out["participantFlowModule"] = {
            "recruitmentDetails": said(flow.get("recruitment_details")), "preAssignmentDetails": said(flow.get("pre_assignment_details")),
            "groups": _groups(flow), "periods": [_period(p) for p in _dicts(inside(flow, "period_list", "period"))],
        }  # fmt: skip
    if isinstance(base, dict):
        out["baselineCharacteristicsModule"] = {
            "populationDescription": said(base.get("population")), "groups": _groups(base), "denoms": _denoms(base),
            "measures": [_measure(m) for m in _dicts(inside(base, "measure_list", "measure"))],
        }  # fmt: skip
    outcomes = _dicts(inside(c, "outcome_list", "outcome"))
    if outcomes:
        out["outcomeMeasuresModule"] = {"outcomeMeasures": [_outcome(o) for o in outcomes]}
    if isinstance(events, dict):
        out["adverseEventsModule"] = _events(events)
    return out


def _groups(thing: Study) -> list[Study]:
    return [
        {
            "id": text(attributes(g).get("group_id")),
            "title": said(g.get("title")),
            "description": said(g.get("description")),
        }
        for g in _dicts(inside(thing, "group_list", "group"))
    ]


def _period(p: Study) -> Study:
    return {
        "title": said(p.get("title")),
        "milestones": [
            {"type": said(m.get("title")), "achievements": _subjects(m)}
            for m in _dicts(inside(p, "milestone_list", "milestone"))
        ],
        "dropWithdraws": [
            {"type": said(d.get("title")), "reasons": _subjects(d)}
            for d in _dicts(inside(p, "drop_withdraw_reason_list", "drop_withdraw_reason"))
        ],
    }


def _subjects(stone: Study) -> list[Study]:
    return [
        {
            "groupId": text(attributes(x).get("group_id")),
            "numSubjects": text(attributes(x).get("count")),
        }
        for x in _dicts(inside(stone, "participants_list", "participants"))
    ]


def _denoms(thing: Study) -> list[Study]:
    return [
        {
            "units": said(a.get("units")),
            "counts": [_valued(x) for x in _dicts(inside(a, "count_list", "count"))],
        }
        for a in _dicts(inside(thing, "analyzed_list", "analyzed"))
    ]


def _valued(x: Study) -> Study:
    of = attributes(x)
    named = {"value": "value", "spread": "spread", "lower_limit": "lowerLimit", "upper_limit": "upperLimit"}
    made: Study = {"groupId": text(of.get("group_id"))} | {
        v: text(of[k]) for k, v in named.items() if text(of.get(k))
    }
    if said(x):
        made["comment"] = said(x)
    return made


def _measure(m: Study) -> Study:
    return {
        "title": said(m.get("title")), "paramType": said(m.get("param")), "dispersionType": said(m.get("dispersion")),
        "unitOfMeasure": said(m.get("units")), "denoms": _denoms(m),
        "classes": [
            {
                "title": said(k.get("title")),
                **({"denoms": _denoms(k)} if k.get("analyzed_list") else {"denoms": _denoms(m)}),
                "categories": [
                    {"title": said(g.get("title")), "measurements": [_valued(x) for x in _dicts(inside(g, "measurement_list", "measurement"))]}
                    for g in _dicts(inside(k, "category_list", "category"))
                ],
            }
            for k in _dicts(inside(m, "class_list", "class"))
        ],
    }  # fmt: skip


def _outcome(o: Study) -> Study:
    measure = o.get("measure") if isinstance(o.get("measure"), dict) else {}
    made = {k: v for k, v in _measure(measure).items() if k != "title"}
    return made | {
        "type": said(o.get("type")), "title": said(o.get("title")), "timeFrame": said(o.get("time_frame")),
        "description": said(o.get("description")), "populationDescription": said(o.get("population")), "groups": _groups(o),
        "analyses": [_analysis(a) for a in _dicts(inside(o, "analysis_list", "analysis"))],
    }  # fmt: skip


def _analysis(a: Study) -> Study:
    names = {
        "param_type": "paramType", "param_value": "paramValue", "ci_percent": "ciPctValue", "ci_lower_limit": "ciLowerLimit",
        "ci_upper_limit": "ciUpperLimit", "ci_n_sides": "ciNumSides", "dispersion_type": "dispersionType", "dispersion_value": "dispersionValue",
        "p_value": "pValue", "method": "statisticalMethod", "p_value_desc": "pValueComment", "method_desc": "statisticalComment",
        "groups_desc": "groupDescription", "estimate_desc": "estimateComment", "non_inferiority_type": "nonInferiorityType",
        "non_inferiority_desc": "nonInferiorityComment",
    }  # fmt: skip
    return {"groupIds": _texts(inside(a, "group_id_list", "group_id"))} | {
        v: said(a.get(k)) for k, v in names.items() if said(a.get(k))
    }


def _events(e: Study) -> Study:
    groups = _groups(e)
    out: Study = {
        "timeFrame": said(e.get("time_frame")),
        "description": said(e.get("desc")),
        "eventGroups": groups,
    }
    for key, name in (("serious_events", "seriousEvents"), ("other_events", "otherEvents")):
        terms = [
            {
                "term": said(event.get("sub_title")),
                "stats": [_counted(x) for x in _dicts(event.get("counts"))],
            }
            for category in _dicts(inside(e, key, "category_list", "category"))
            for event in _dicts(inside(category, "event_list", "event"))
        ]
        out[name] = [t for t in terms if _total(t["term"]) is None]
        for term in terms:
            kind = _total(term["term"])
            if kind is not None:
                _add_totals(groups, term["stats"], kind)
    return out


def _total(term: str) -> str | None:
    """Which of the groups' own figures an entry is: "Total, all-cause mortality" is "deaths"."""
    found = re.match(r"(?i)total,? (serious|other|all-cause mortality)", term)
    return {"all-cause mortality": "deaths"}.get(found[1].lower(), found[1].lower()) if found else None


def _add_totals(groups: list[Study], stats: list[Study], kind: str) -> None:
    """The people with any event, which this record sets as an event of its own, as the groups' own figures."""
    for group in groups:
        for stat in stats:
            if stat["groupId"] == group["id"]:
                group |= {f"{kind}{k[0].upper()}{k[1:]}": v for k, v in stat.items() if k != "groupId"}


def _counted(x: Study) -> Study:
    of = attributes(x)
    number = {"numAffected": text(of.get("subjects_affected")), "numAtRisk": text(of.get("subjects_at_risk"))}
    return {"groupId": text(of.get("group_id"))} | {k: v for k, v in number.items() if v}

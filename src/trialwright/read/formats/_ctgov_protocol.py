"""The protocol section of a ClinicalTrials.gov record as lines. What is rendered is taken out of the record."""

from __future__ import annotations

from typing import Any

from trialwright.read.formats._json_page import at, entries, enum, label, plain, words
from trialwright.read.layout import Writer

_DATES = (
    ("startDateStruct", "Study start"),
    ("primaryCompletionDateStruct", "Primary completion"),
    ("completionDateStruct", "Study completion"),
    ("studyFirstSubmitDate", "First submitted"),
    ("studyFirstPostDateStruct", "First posted"),
    ("resultsFirstSubmitDate", "Results first submitted"),
    ("resultsFirstPostDateStruct", "Results first posted"),
    ("lastUpdateSubmitDate", "Last update submitted"),
    ("lastUpdatePostDateStruct", "Last update posted"),
    ("statusVerifiedDate", "Record verified"),
)


def protocol(out: Writer, study: dict[str, Any]) -> None:
    """Title, identifiers, status, sponsor, design, eligibility, arms, outcomes and references, in that order."""
    section = study.get("protocolSection")
    if not isinstance(section, dict):
        return
    section = study["protocolSection"] = dict(section)
    _identification(out, section.pop("identificationModule", None))
    _status(out, section.pop("statusModule", None))
    _sponsors(out, section.pop("sponsorCollaboratorsModule", None))
    _conditions(out, section.pop("conditionsModule", None))
    _design(out, section.pop("designModule", None))
    _description(out, section.pop("descriptionModule", None))
    _eligibility(out, section.pop("eligibilityModule", None))
    _arms(out, section.pop("armsInterventionsModule", None))
    _outcomes(out, section.pop("outcomesModule", None))
    _references(out, section.pop("referencesModule", None))


def _identification(out: Writer, module: Any) -> None:
    brief, official = words(at(module, "briefTitle")), words(at(module, "officialTitle"))
    out.line(brief or official, "title")
    out.field("Acronym", words(at(module, "acronym")))
    if brief and official and brief.casefold() != official.casefold():
        out.field("Official title", official)
    out.field("NCT number", words(at(module, "nctId")))
    out.field("Organisation", words(at(module, "organization", "fullName")))
    out.field("Organisation's study number", words(at(module, "orgStudyIdInfo", "id")))
    for other in entries(module, "secondaryIdInfos"):
        kind = words(other.get("type"))
        known = {
            "EUDRACT_NUMBER": "EudraCT number",
            "CTIS": "EU CT number",
            "REGISTRY": words(other.get("domain")),
        }
        out.field(known.get(kind) or "Other study number", words(other.get("id")))


def _status(out: Writer, module: Any) -> None:
    out.field("Status", enum(at(module, "overallStatus")))
    out.field("Last known status", enum(at(module, "lastKnownStatus")))
    out.field("Why stopped", words(at(module, "whyStopped")))
    for key, name in _DATES:
        value = at(module, key)
        date = words(at(value, "date")) if isinstance(value, dict) else words(value)
        kind = words(at(value, "type")).lower()
        out.field(name, f"{date} ({kind})" if date and kind else date)


def _sponsors(out: Writer, module: Any) -> None:
    out.field("Sponsor", words(at(module, "leadSponsor", "name")))
    for partner in entries(module, "collaborators"):
        out.field("Collaborator", words(partner.get("name")))
    party = at(module, "responsibleParty")
    if isinstance(party, dict):
        out.field("Responsible party", ", ".join(filter(None, (enum(v) for v in party.values()))))


def _conditions(out: Writer, module: Any) -> None:
    for condition in at(module, "conditions") or []:
        out.field("Condition", words(condition))
    out.field("Keywords", words(at(module, "keywords")))


def _design(out: Writer, module: Any) -> None:
    if not isinstance(module, dict):
        return
    out.field("Study type", enum(module.get("studyType")))
    phases = [
        words(p).replace("PHASE", "Phase ").replace("EARLY_", "Early ") for p in module.get("phases") or []
    ]
    out.field("Phase", "/".join("Not applicable" if p == "NA" else p for p in phases))
    count, kind = at(module, "enrollmentInfo", "count"), words(at(module, "enrollmentInfo", "type")).lower()
    if count is not None:
        out.field("Enrollment", f"{count} ({kind})" if kind else str(count))
    info = at(module, "designInfo")
    for key, value in info.items() if isinstance(info, dict) else ():
        if isinstance(value, dict):
            for inner, deep in value.items():
                out.field(
                    label(inner), enum(deep) if not isinstance(deep, list) else "; ".join(map(enum, deep))
                )
        else:
            out.field(label(key), "" if value in ("NA", "N/A") else enum(value))
    _others(out, module, {"studyType", "phases"})


def _others(out: Writer, module: dict[str, Any], done: set[str]) -> None:
    """The scalar fields of a module that have no line of their own yet."""
    for key, value in module.items():
        if key not in done and not isinstance(value, dict | list):
            out.field(label(key), words(value))


def _description(out: Writer, module: Any) -> None:
    for key, name in (("briefSummary", "Brief summary"), ("detailedDescription", "Detailed description")):
        text = words(at(module, key))
        if text:
            out.line(name, "heading", 2)
            out.prose(text)


def _eligibility(out: Writer, module: Any) -> None:
    if not isinstance(module, dict):
        return
    out.line("Eligibility criteria", "heading", 2)
    out.field("Minimum age", words(module.get("minimumAge")))
    out.field("Maximum age", words(module.get("maximumAge")))
    out.field("Sex", enum(module.get("sex")))
    out.field("Healthy volunteers", words(module.get("healthyVolunteers")))
    named = {"minimumAge", "maximumAge", "sex", "healthyVolunteers", "studyPopulation", "eligibilityCriteria"}
    _others(out, module, named)
    population = words(module.get("studyPopulation"))
    text = module.get("eligibilityCriteria")
    if isinstance(text, str) and text.strip():
        out.prose(plain(text))
    if population:
        out.line("Study population", "heading", 2)
        out.prose(population)


def _arms(out: Writer, module: Any) -> None:
    groups, interventions = entries(module, "armGroups"), entries(module, "interventions")
    if groups or interventions:
        out.line("Arms and interventions", "heading", 2)
    for group in groups:
        out.line(": ".join(filter(None, (enum(group.get("type")), words(group.get("label"))))), "item")
        out.line(words(group.get("description")), "item", 1)
        for name in group.get("interventionNames") or []:
            out.line(words(name), "item", 1)
    for given in interventions:
        out.field(
            "Intervention", ": ".join(filter(None, (enum(given.get("type")), words(given.get("name")))))
        )
        out.field("Other names", words(given.get("otherNames")))
        out.line(words(given.get("description")), "paragraph")


def _outcomes(out: Writer, module: Any) -> None:
    for key, name in (
        ("primaryOutcomes", "Primary outcomes"),
        ("secondaryOutcomes", "Secondary outcomes"),
        ("otherOutcomes", "Other outcomes"),
    ):
        listed = entries(module, key)
        if listed:
            out.line(name, "heading", 2)
        for outcome in listed:
            frame = words(outcome.get("timeFrame"))
            out.line(words(outcome.get("measure")) + (f" [Time frame: {frame}]" if frame else ""), "item")
            out.line(words(outcome.get("description")), "item", 1)


def _references(out: Writer, module: Any) -> None:
    cited = entries(module, "references") + entries(module, "seeAlsoLinks") + entries(module, "availIpds")
    if cited:
        out.line("References", "heading", 2)
    for entry in cited:
        number = words(entry.get("pmid"))
        parts = [
            words(v) for k, v in entry.items() if k not in ("pmid", "type") and not isinstance(v, dict | list)
        ]
        out.line(" ".join([*filter(None, parts), *([f"PMID: {number}"] if number else [])]), "reference")

"""The sections of the page in their order: which this run has, and why it lacks the others.

What a run has nothing for is said in one place near the end, so that the page of a plan that asks for little is short.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from trialwright.model.findings import Findings
from trialwright.report.explorer import Explorer


class Section(NamedTuple):
    """id : its anchor. word : in the bar. title : its heading. why : what is said where the run has nothing to show
    in it, "" for what is not expected of every plan."""

    id: str
    word: str
    title: str
    why: str = ""


_NO_DESIGN = "No design was evaluated. A plan needs designs and scenarios for this part."
SECTIONS = (
    Section("answer", "Answer", "The answer"),
    Section("thresholds", "Cut-offs", "Whom to enrol: the cut-off", _NO_DESIGN),
    Section("power", "Power", "Power against size", "No power curve was worked out in this run."),
    Section("designs", "Designs", "What each design does", _NO_DESIGN),
    Section("search", "Search", "Design search"),
    Section("analysis", "Analysis", "Analysis"),
    Section("external", "Past controls", "Past controls"),
    Section(
        "evidence", "Evidence", "Evidence, as printed",
        "No document here reports a number that could be read with its place.",
    ),
    Section("checks", "Checks", "Do the numbers add up?", "No reported number here could be checked."),
    Section(
        "pooled", "Pooled", "What the evidence says together",
        "Nothing was pooled: no effect could be taken from the documents, or the plan asks for none.",
    ),
    Section(
        "screening", "Screening", "Who would qualify",
        "No patients were given, so nobody was screened: eligibility in the scenarios is as stated.",
    ),
    Section("trial", "Trial", "The planned trial's criteria", "The plan states no eligibility criteria."),
    Section("documents-read", "Documents", "Documents read", "No document was read."),
    Section("assumptions", "Assumptions", "What the plan assumes", "The plan states no numbers of its own."),
    Section("absent", "Not here", "Not in this run"),
    Section("missing", "Missing", "What is missing"),
    Section("lineage", "Lineage", "Lineage: where every number comes from"),
)  # fmt: skip


def present(context: Mapping[str, Any], findings: Findings) -> tuple[list[Section], list[Section]]:
    """The sections that this run has, and those it lacks and says so. context : what the page may speak of."""
    has = {
        "thresholds": context["explorer"],
        "power": findings.power_curves,
        "designs": context["behaviours"],
        "search": findings.search,
        "analysis": findings.analysis,
        "external": findings.external,
        "evidence": context["results"] or context["claims"],
        "checks": context["checks"],
        "pooled": context["forests"] or findings.priors,
        "screening": context["screening"],
        "trial": context["criteria"],
        "documents-read": context["trials"],
        "assumptions": findings.assumptions or context["scenarios"] or findings.limits,
    }
    lacking = [s for s in SECTIONS if s.why and not has[s.id]]
    has["absent"] = lacking
    return [_named(s, context["explorer"]) for s in SECTIONS if has.get(s.id, True)], lacking


def _named(section: Section, explored: Explorer | None) -> Section:
    """Where no design has a cut-off there is none to speak of."""
    if section.id != "thresholds" or explored is None or explored.marker:
        return section
    return section._replace(word="Comparison", title="The designs side by side")

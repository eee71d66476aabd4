"""What a reader would look for and will not find: said once, in one list, with what it does to the answer."""

from __future__ import annotations

from collections.abc import Iterator

from trialwright.app.follow_up import is_known
from trialwright.app.plan_file import Plan
from trialwright.app.stages import Evidence
from trialwright.model.base import nodes_in
from trialwright.model.criterion import Criterion, NeedsPerson
from trialwright.model.findings import Missing
from trialwright.model.result import Reading
from trialwright.model.screening import Screening

# What a scenario leaves out, and what is then taken: each flatters the design.
TAKEN_FOR_GRANTED = {
    "consent": ("the share of eligible patients who consent", "taken as 1"),
    "dropout": ("the share of patients lost before their outcome", "taken as none: everyone is analysed"),
    "followup_months": (
        "the months from enrolment to outcome",
        "taken as none: the trial ends with its last enrolment",
    ),
}


def collect(
    plan: Plan,
    readings: tuple[Reading, ...],
    evidence: Evidence,
    rules: tuple[Criterion, ...],
    screening: Screening | None,
) -> tuple[Missing, ...]:
    return (
        *_documents(readings),
        *_criteria(rules),
        *_patients(plan, screening),
        *_evidence(plan, evidence),
        *_design(plan, screening),
    )


def _documents(readings: tuple[Reading, ...]) -> Iterator[Missing]:
    if not readings:
        yield Missing(
            kind="document",
            what="documents",
            where="the plan",
            so="nothing in this report rests on a published result",
        )
    for reading in readings:
        if reading.trial is None:
            yield Missing(
                kind="document",
                what="a trial",
                where=reading.document.name,
                so="its numbers are read; it describes no trial",
            )
        elif reading.trial.missing:
            fields = ", ".join(reading.trial.missing)
            yield Missing(
                kind="document",
                what=fields,
                where=reading.document.name,
                so="not stated there: left empty, not guessed",
            )


def _criteria(rules: tuple[Criterion, ...]) -> Iterator[Missing]:
    for rule in rules:
        for leaf in nodes_in(rule.tree):
            if isinstance(leaf, NeedsPerson):
                so = "a person must read it" if leaf.why == "not understood" else "no record settles it"
                yield Missing(
                    kind="criteria",
                    what=f"“{leaf.quote.exact.strip()}”",
                    where=rule.name,
                    so=f"{leaf.why}: {so}; unknown for every patient",
                )


def _patients(plan: Plan, screening: Screening | None) -> Iterator[Missing]:
    if screening is None:
        if plan.spec.trial.include or plan.spec.trial.exclude:
            yield Missing(
                kind="patients",
                what="a patient table",
                where="the plan",
                so="the criteria were read and not run",
            )
        return
    for concept in screening.not_in_data:
        yield Missing(
            kind="patients",
            what=concept,
            where=screening.cohort.name,
            so="unknown for every patient; the funnel counts them as possible",
        )


def _evidence(plan: Plan, evidence: Evidence) -> Iterator[Missing]:
    if plan.spec.scenarios and not evidence.pooled:
        yield Missing(
            kind="evidence",
            what="a pooled effect",
            where="the plan",
            so="the scenarios' effects are declared assumptions",
        )
    yield from evidence.left_out
    for one in evidence.pooled:
        for warning in one.warnings:
            yield Missing(kind="evidence", what=warning, where=f"pool {one.name}")


def _design(plan: Plan, screening: Screening | None) -> Iterator[Missing]:
    for section, value in (("scenarios", plan.spec.scenarios), ("designs", plan.spec.designs)):
        if not value:
            yield Missing(
                kind="design", what=section, where="the plan", so="no operating characteristics were computed"
            )
    for name, scenario in plan.spec.scenarios.items():
        where = f"scenario {name}"
        if plan.spec.patients is None and isinstance(scenario.eligible, str):
            yield Missing(
                kind="design",
                what="the share of screened patients who are eligible",
                where=where,
                so="taken as 1: months and patients screened are the least possible",
            )
        if screening is not None and screening.possible and scenario.eligible == "possible":
            # No count here: it would undo the withholding of small cells.
            yield Missing(
                kind="design",
                what="whether the patients who are only possible pass every criterion",
                where=where,
                so="counted as eligible: months and patients screened are the least possible",
            )
        for key, (what, so) in TAKEN_FOR_GRANTED.items():
            if key not in scenario.model_fields_set and not (key == "followup_months" and is_known(plan)):
                yield Missing(kind="design", what=what, where=where, so=so)

"""One index date for each person: a visit, a diagnosis, or the start of a cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis

from trialwright.adapters.patients import cells
from trialwright.adapters.patients.keys import closest, concept_named, mapping, words
from trialwright.adapters.patients.omop import clocks
from trialwright.adapters.patients.omop.people import whole
from trialwright.errors import PatientsError

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from trialwright.adapters.patients.keys import Spec
    from trialwright.adapters.patients.omop.source import Cdm
    from trialwright.adapters.patients.omop.vocabulary import Coded
    from trialwright.model.concept import Concepts

WHICH = ("first", "last")
SHORT = {
    "first visit": {"visit": "first"},
    "last visit": {"visit": "last"},
    "visit_start": {"visit": None},
}
_KEYS = ("visit", "of", "condition", "cohort", "which")
_FIX = "Write `index: last visit` (or --index 'last visit'), `index: {condition: NAME, which: first}` or `index: {cohort: 1}`."


def starts(spec: Spec, cdm: Cdm, codes: tuple[Coded, ...], concepts: Concepts) -> tuple[ir.Table, str]:
    """Who is indexed when: index_id, index_second, index_day, index_timed, index_year, index_month,
    index_day_of_month; and the rule in words. Raises PatientsError where a person would have several."""
    asked = _asked(spec.get("index"))
    which = asked.get("which", asked.get("visit"))
    if which not in (None, *WHICH):
        raise PatientsError(
            f"There is no {which} index.", where="patients.index", fix=closest(str(which), WHICH)
        )
    if "visit" in asked:
        events, words_ = _visits(asked, cdm), "visit"
    elif "condition" in asked:
        concept = concept_named(str(asked["condition"]), concepts, "patients.index.condition")
        events, words_ = _conditions(concept.name, cdm, codes), concept.name
    else:
        events, words_ = _cohort(asked["cohort"], cdm), f"start of cohort {asked['cohort']}"
    return _one_each(events.filter(events.stamp.notnull()), which), f"{which or 'only'} {words_}"


def _asked(index: Any) -> dict[str, Any]:
    asked = SHORT[index] if isinstance(index, str) and index in SHORT else index
    if not isinstance(asked, dict):
        raise PatientsError(
            "The plan says no index that an OMOP source knows.", where="patients.index", fix=_FIX
        )
    given = mapping(asked, "patients.index")
    for unknown in set(given) - set(_KEYS):
        raise PatientsError(
            f"The key {unknown} is not known.", where="patients.index", fix=closest(unknown, _KEYS)
        )
    if len(set(given) & {"visit", "condition", "cohort"}) != 1:
        raise PatientsError(
            "An index is one of visit, condition and cohort.", where="patients.index", fix=_FIX
        )
    return given


def _visits(asked: dict[str, Any], cdm: Cdm) -> ir.Table:
    visits = cdm.table("visit_occurrence")
    if of := words(asked.get("of")):
        kind = whole(cdm.column("visit_occurrence", "visit_concept_id"))
        visits = visits.filter(kind.isin([int(i) for i in of]))
    when = clocks.stamp(visits, "visit_start_date", "visit_start_datetime")
    return visits.select(index_id=cells.text(visits.person_id), stamp=when)


def _conditions(name: str, cdm: Cdm, codes: tuple[Coded, ...]) -> ir.Table:
    ids = sorted({c.id for c in codes if c.concept.name == name})
    if not ids:
        raise PatientsError(
            f"No code of this source stands for {name}.",
            where="patients.index.condition",
            fix=f"Add `map: {{{name}: {{ids: [...]}}}}`.",
        )
    rows = cdm.table("condition_occurrence")
    rows = rows.filter(whole(cdm.column("condition_occurrence", "condition_concept_id")).isin(ids))
    when = clocks.stamp(rows, "condition_start_date", "condition_start_datetime")
    return rows.select(index_id=cells.text(rows.person_id), stamp=when)


def _cohort(number: Any, cdm: Cdm) -> ir.Table:
    rows = cdm.table("cohort")
    rows = rows.filter(whole(cdm.column("cohort", "cohort_definition_id")) == int(number))
    when = clocks.stamp(rows, "cohort_start_date", "")
    return rows.select(index_id=cells.text(rows.subject_id), stamp=when)


def _one_each(events: ir.Table, which: str | None) -> ir.Table:
    by_person = events.group_by("index_id")
    one = by_person.agg(first=events.stamp.min(), last=events.stamp.max())
    if which is None:
        many = cells.ask(one.filter(one.first != one.last).aggregate(n=ibis._.count())).to_pylist()[0]["n"]
        if many:
            raise PatientsError(
                f"{many} persons have more than one possible index date.",
                where="patients.index",
                fix="Say which: first or last, e.g. `index: last visit`.",
            )
    stamp = one.last if which == "last" else one.first
    return one.select(
        "index_id",
        index_year=stamp.year().cast("int64"),
        index_month=stamp.month().cast("int64"),
        index_day_of_month=stamp.day().cast("int64"),
        **clocks.at(stamp, "index"),
    )

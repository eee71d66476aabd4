"""The last step of every source: a cohort's tables, with what holds for everyone because of how it was drawn. All
stays of an intensive care register are admissions to intensive care, although no row says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import ibis

from trialwright.adapters.patients import cells
from trialwright.adapters.patients.keys import named
from trialwright.adapters.patients.recorded import until
from trialwright.model.patients import PatientTables
from trialwright.model.screening import Cohort

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from trialwright.adapters.patients.keys import Spec
    from trialwright.model.concept import Concepts


def drawn(
    spec: Spec,
    concepts: Concepts,
    cohort: Cohort,
    persons: ir.Table,
    facts: ir.Table,
    held: Iterable[str],
    warnings: tuple[str, ...] = (),
    units: Mapping[str, Mapping[str, int]] | None = None,
    undated: Iterable[str] = (),
) -> PatientTables:
    """PatientTables with the plan's `captured` and `everyone`. held : concepts that the source records itself. units : see
    PatientTables; what holds for everyone has rows, and times, that the source does not know of."""
    captured, everyone = named(spec, "captured", concepts), named(spec, "everyone", concepts)
    return PatientTables(
        cohort=cohort,
        persons=persons,
        facts=with_everyone(facts, persons, everyone),
        held=frozenset(held) | captured | everyone,
        captured=captured,
        warnings=warnings,
        units={name: of for name, of in (units or {}).items() if name not in everyone},
        undated=frozenset(undated) - everyone - {"age", "sex"},
    )


def within(spec: Spec, facts: ir.Table, dated: ir.Table | None = None) -> tuple[ir.Table, tuple[str, ...]]:
    """A table's facts up to the plan's `until`, and a warning where none is stated and facts lie after the index.
    dated : those that can have a time, where it is known which.

    The index of a register is often the start of a stay whose values are the ones to screen by, so a table's facts all
    count unless the plan says until when; clinical records, which go on for years, stop at the index by themselves.
    """
    if "until" in spec:
        last = until(spec)
        return facts.filter(ibis.coalesce(facts.time_hours <= last, True)), ()
    dated = facts if dated is None else dated
    after = cells.ask(dated.aggregate(n=(dated.time_hours > 0).sum())).to_pylist()[0]["n"]
    if not after:
        return facts, ()
    return facts, (
        f"{after:,} facts lie after the index and count where a criterion states no time. "
        "`until: 0` under `patients:` stops at the index, `until: 24` a day later.",
    )


def with_everyone(facts: ir.Table, persons: ir.Table, names: Iterable[str]) -> ir.Table:
    """facts and, for every person, the named events at the index."""
    limit = {"upper": ibis.null("float64")} if "upper" in facts.columns else {}
    parts = [
        persons.select(
            person_id=persons.person_id,
            concept=ibis.literal(name),
            time_hours=ibis.literal(0.0),
            value=ibis.literal(1.0),
            unit=ibis.literal(""),
            **limit,
        )
        for name in sorted(names)
    ]
    return ibis.union(facts, *parts) if parts else facts
